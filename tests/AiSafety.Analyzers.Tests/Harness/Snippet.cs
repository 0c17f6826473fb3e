using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Tests.Harness;

/// <summary>
/// Turns a snippet into a file. Statements are put into one async method with a small cast in reach (see
/// <see cref="Cast"/>); members (methods, properties, fields) are put into a class with the same cast; anything that
/// declares a type, or begins with a using, is taken as a whole file. The cast's types and usings are in a file of their own.
/// </summary>
internal static class Snippet
{
    /// <summary>What every snippet can use. Fields: log, db, billing, http, connection. Parameters of the method: order, id, name, token.</summary>
    public const string Cast = """
        global using System;
        global using System.Collections.Generic;
        global using System.Data;
        global using System.Data.Common;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Text;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.Extensions.Logging;

        public class Order
        {
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public decimal Total { get; set; }
            public bool Paid { get; set; }
            public DateTime Created { get; set; }
            public List<string> Lines { get; } = new();
        }

        public interface IBilling
        {
            void Charge(Order order);
            Task ChargeAsync(Order order, CancellationToken cancellationToken = default);
            Task<Order> FindAsync(int id, CancellationToken cancellationToken = default);
            Order Find(int id);
        }
        """;

    /// <summary>The EF Core part of the cast; absent where only the framework is referenced.</summary>
    public const string EfCast = """
        global using Microsoft.EntityFrameworkCore;

        public class ShopDb : DbContext
        {
            public DbSet<Order> Orders => Set<Order>();
        }
        """;

    private const string Fields = "private readonly ILogger log = null!; private readonly IBilling billing = null!; "
        + "private readonly HttpClient http = new(); private readonly DbConnection connection = null!; ";

    private const string EfFields = "private readonly ShopDb db = null!; ";

    public static string ToFile(string snippet, bool withEf)
    {
        // Markup would disturb the parse; positions do not matter here.
        var plain = snippet.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);
        var unit = SyntaxFactory.ParseCompilationUnit(plain);
        var fields = Fields + (withEf ? EfFields : "");
        if (unit.Usings.Count > 0 || unit.Externs.Count > 0 || unit.AttributeLists.Count > 0
            || unit.Members.Any(member => member is BaseTypeDeclarationSyntax or BaseNamespaceDeclarationSyntax or DelegateDeclarationSyntax))
            return snippet;
        if (IsMembers(plain))
            return $"public class Sample\n{{\n    {fields}\n{Indent(snippet, 4)}\n}}\n";
        return $"public class Sample\n{{\n    {fields}\n    public async Task Run(Order order, int id, string name, CancellationToken token)\n    {{\n{Indent(snippet, 8)}\n    }}\n}}\n";
    }

    // Indented as the formatter would, so that a fix's expected text can be written as it looks.
    private static string Indent(string snippet, int spaces) =>
        string.Join('\n', snippet.Split('\n').Select(line => line.Length == 0 ? line : new string(' ', spaces) + line));

    private static bool IsMembers(string plain)
    {
        // Members are recognised by an access modifier or an attribute: "async Task F() {}" alone would be a local function.
        var first = plain.TrimStart();
        return first.StartsWith("public ", StringComparison.Ordinal) || first.StartsWith("private ", StringComparison.Ordinal)
            || first.StartsWith("protected ", StringComparison.Ordinal) || first.StartsWith("internal ", StringComparison.Ordinal)
            || first.StartsWith('~') || (first.StartsWith('[') && !first.StartsWith("[|", StringComparison.Ordinal));
    }
}
