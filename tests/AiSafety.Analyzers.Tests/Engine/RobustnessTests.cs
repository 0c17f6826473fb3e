using System.Text;
using AiSafety.Analyzers.Catalog;
using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Tests.Engine;

/// <summary>All rules together on code that is broken, odd or huge: no exception ever leaves an analyzer.</summary>
public sealed class RobustnessTests
{
    private static readonly string[] CorpusFiles =
        [.. Directory.GetFiles(Repository.Combine("tests", "Corpus"), "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private static async Task SurvivesAsync(string text)
    {
        var analysis = await Analysis.RunAsync(
            [("/File.cs", text)], Analysis.AllRules, Preset.Strict, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.Crashes);
        Assert.DoesNotContain(analysis.Findings, finding => finding.Id == "AD0001");
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 24)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Half_typed_code(int seed)
    {
        // Deterministic: the seed picks the file and the damage.
        var random = new Random(seed);
        var text = new StringBuilder(await File.ReadAllTextAsync(CorpusFiles[seed % CorpusFiles.Length], TestContext.Current.CancellationToken));
        switch (seed % 3)
        {
            case 0:
                text.Length = random.Next(text.Length);
                break;
            case 1:
                for (var i = 0; i < 12; i++)
                    text.Remove(random.Next(text.Length - 20), random.Next(1, 20));
                break;
            default:
                for (var i = 0; i < 30; i++)
                    text.Insert(random.Next(text.Length), "(){};\"=>.,await catch _ = ? :"[random.Next(20)]);
                break;
        }

        await SurvivesAsync(text.ToString());
    }

    [Theory]
    [InlineData("class C { async System.Threading.Tasks.Task F() { await G()!; } System.Threading.Tasks.Task? G() => null; }")]
    [InlineData("class C { void F() { try { } catch } }")]
    [InlineData("class C { void F() { try { } catch (Missing e) when ( { } } }")]
    [InlineData("class C { void F() { _ = ; _ = Missing(); _ = this?.Missing()?.Missing(); } }")]
    [InlineData("[System.Obsolete(nameof(C.F) + (1 + )] class C(int x = default(D), ) { public int F = F + x; }")]
    [InlineData("try { } catch { } await foreach (var x in ) { } return;")]
    [InlineData("class C { dynamic d = null!; async void F() { try { await d.X(d.Y); _ = d.Z(); } catch { return; } } }")]
    [InlineData("record R(System.Threading.CancellationToken T) { public R() : this(default) { _ = System.Threading.Tasks.Task.Run(() => T); } }")]
    [InlineData("class C { string s = \"DELETE FROM\"; void F(System.Data.IDbCommand c) { c.CommandText = $\"DELETE FROM {s} {; } }")]
    [InlineData("class C { System.Linq.Expressions.Expression<System.Action> e = () => System.Threading.Tasks.Task.Delay(1); }")]
    [InlineData("class C { int P { get { try { return 1; } catch { return 0; } } set => field = value; } }")]
    [InlineData("static class E { extension(string s) { public System.Threading.Tasks.Task F() { _ = s.F(); return null!; } } }")]
    [InlineData("namespace N; public partial class C { public partial void F(); } public partial class C { public partial void F() { try { F(); } catch { } } }")]
    public Task Odd_shapes(string text) => SurvivesAsync(text);

    [Fact]
    public Task Deeply_nested_code() => SurvivesAsync(
        "class C { int F(int x) { " + string.Concat(Enumerable.Repeat("try { if (x > 0) { ", 60)) + "x++;"
        + string.Concat(Enumerable.Repeat(" } } catch (System.Exception) { return 0; } ", 60)) + " return x; } }");

    [Fact]
    public Task A_very_long_chain() => SurvivesAsync(
        "class C { void F(System.Linq.IQueryable<Order> q, ShopDb db) { q" + string.Concat(Enumerable.Repeat(".Where(o => o.Id > 0)", 400))
        + ".ExecuteDelete(); db.Database.ExecuteSqlRaw(\"DELETE\"" + string.Concat(Enumerable.Repeat(" + \" FROM x\"", 400)) + "); } }");

    [Fact]
    public async Task A_literal_of_two_megabytes()
    {
        var sql = "DELETE FROM t WHERE x IN (" + string.Join(",", Enumerable.Repeat("'a''b'", 350_000)) + ")";
        await SurvivesAsync("class C { void F(ShopDb db) { db.Database.ExecuteSqlRaw(\"" + sql + "\"); } }");
    }

    [Fact]
    public Task A_method_with_thousands_of_statements() => SurvivesAsync(
        "class C { async System.Threading.Tasks.Task F(ShopDb db, CancellationToken token) { IQueryable<Order> q = db.Orders; var sql = \"\";"
        + string.Concat(Enumerable.Range(0, 3_000).Select(i => $"if (sql.Length == {i}) {{ q = q.Where(o => o.Id > {i}); sql += \"x\"; }} "))
        + "await q.ExecuteDeleteAsync(); await db.Database.ExecuteSqlRawAsync(\"DELETE FROM t \" + sql); } }");

    [Fact]
    public async Task Cancellation_at_any_moment_is_not_a_crash()
    {
        var files = CorpusFiles.Select(path => (path, File.ReadAllText(path))).ToArray();
        for (var delay = 1; delay <= 256; delay *= 2)
        {
            using var source = new CancellationTokenSource(TimeSpan.FromMilliseconds(delay));
            try
            {
                var analysis = await Analysis.RunAsync(files, Analysis.AllRules, Preset.Strict, cancellationToken: source.Token);
                Assert.Empty(analysis.Crashes);
            }
            catch (OperationCanceledException)
            {
                Assert.True(source.IsCancellationRequested);
            }
        }
    }
}
