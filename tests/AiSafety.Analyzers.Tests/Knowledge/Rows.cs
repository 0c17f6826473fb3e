using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace AiSafety.Analyzers.Tests.Knowledge;

/// <summary>Checks that what a table says about members of libraries is about members that exist.</summary>
internal static class Rows
{
    /// <summary>
    /// Each row names a member of a real library; where a library cannot be referenced here, of its stub
    /// (<see cref="Stubs"/>).
    /// </summary>
    public static void Resolve<TFact>(FactTable<TFact> table) where TFact : class
    {
        var missing = table.Select(row => (row.Type, row.Member)).Distinct().Where(row => !Sessions.Value.Any(session => Exists(table, row, session)));
        Assert.Empty(missing);
    }

    /// <summary>Compilations that together hold every library that tables speak of.</summary>
    public static IEnumerable<Session> All => Sessions.Value;

    private static readonly Lazy<Session[]> Sessions = new(() =>
    [
        Session.For(CSharpCompilation.Create("Current", references: References.Everything)),
        Session.For(CSharpCompilation.Create("EfCore8", references: References.EfCore8)),
        Session.For(CSharpCompilation.Create("RabbitMq6", references: References.RabbitMq6)),
        Session.For(CSharpCompilation.Create("Telemetry", references: References.Telemetry)),
        Session.For(CSharpCompilation.Create(
            "Stubs", [CSharpSyntaxTree.ParseText(Stubs.Text)], References.Framework, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary))),
    ]);

    private static bool Exists<TFact>(FactTable<TFact> table, (string Type, string Member) row, Session session) where TFact : class =>
        table.Where(each => (each.Type, each.Member) == row).Any(each => session.AllTypes(each.Type).Any(type => each.Members(type).Any()));
}
