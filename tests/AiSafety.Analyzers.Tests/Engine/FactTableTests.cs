using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Facts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Tests.Engine;

public sealed class FactTableTests : RuleTests<FactTableTests.Probe>
{
    [Fact]
    public Task Finds_a_static_call() => Reports("[|File.Delete(\"x\")|];");

    [Fact]
    public Task Finds_the_name_with_and_without_async() => Reports("""
        [|connection.Open()|];
        await [|connection.OpenAsync(token)|];
        """);

    [Fact]
    public Task Finds_an_override_through_its_base() => Reports("""
        public class MyStream : MemoryStream { public override void Flush() { } }
        public class C { void F(MyStream s) => [|s.Flush()|]; }
        """);

    [Fact]
    public Task Finds_an_implementation_through_its_interface() => Reports("""
        public class D : IDisposable { public void Dispose() { } }
        public class C { void F(D d) => [|d.Dispose()|]; }
        """);

    [Fact]
    public Task Finds_an_extension_in_both_forms() => Reports("""
        public class C { void F(IQueryable<Order> q) { [|q.AsNoTracking()|].ToList(); [|EntityFrameworkQueryableExtensions.AsNoTracking(q)|].ToList(); } }
        """);

    [Fact]
    public Task Finds_a_member_of_a_constructed_generic_type() => Reports("[|order.Lines.Clear()|];");

    [Fact]
    public Task Is_silent_for_a_look_alike_type() => Silent("""
        namespace Mine { public static class File { public static void Delete(string path) { } } }
        public class C { void F() => Mine.File.Delete("x"); }
        """);

    [Fact]
    public Task Is_silent_for_another_member_of_the_type() => Silent("File.Exists(\"x\");");

#if ROSLYN_5
    [Fact]
    public Task Finds_an_extension_block_member() => Reports("""
        public static class Ext { extension(string s) { public void Shout() { } public static void Whisper() { } } }
        public class C { void F() { [|"x".Shout()|]; [|string.Whisper()|]; [|Ext.Shout("x")|]; } }
        """);
#endif

    private sealed record Row;

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    public sealed class Probe() : Rule(Spec)
    {
        private static readonly RuleSpec Spec = new("AIS0002", "probe", "Probe", "found", Level.Minimal, []);

        private static readonly FactTable<Row> Table = new("probe")
        {
            { "System.IO.File", "Delete", new Row() },
            { "System.Data.Common.DbConnection", "Open?", new Row() },
            { "System.IO.Stream", "Flush", new Row() },
            { "System.IDisposable", "Dispose", new Row() },
            { "System.Collections.Generic.List`1", "Cle*", new Row() },
            { "Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions", "AsNoTracking", new Row() },
            { "Ext", "Shout", new Row() },
            { "Ext", "Whisper", new Row() },
            { "Missing.Type", "Delete", new Row() },
        };

        private protected override void Start(RuleContext rule) =>
            rule.OnCall(Table, static (call, _, site) => site.Report(call.Syntax.GetLocation()));
    }
}
