using AiSafety.Analyzers.Catalog;

namespace AiSafety.Analyzers.Tests.Catalogue;

/// <summary>Where the compiler, or an analyzer of the SDK that is on by default, warns already, no rule says the same a second time.</summary>
public sealed class OtherWarningsTests
{
    [Fact]
    public async Task CS4014_a_call_that_is_not_awaited()
    {
        var analysis = await RunAsync("""
            public async Task Pay(Order order)
            {
                billing.ChargeAsync(order);
                await Task.Yield();
            }
            """);
        Assert.Equal("CS4014", Assert.Single(Warnings(analysis)));
        Assert.Empty(analysis.Findings);
    }

    [Fact]
    public async Task CS8425_a_stream_whose_token_cannot_be_given()
    {
        var analysis = await RunAsync("""
            public async IAsyncEnumerable<Order> All(CancellationToken token = default)
            {
                yield return await billing.FindAsync(1, token);
            }
            """);
        Assert.Equal("CS8425", Assert.Single(Warnings(analysis)));
        Assert.Empty(analysis.Findings);
    }

    // Newer compilers are silent here.
    [Fact]
    public async Task CS1998_an_async_method_that_awaits_nothing()
    {
        var analysis = await RunAsync("""
            public async Task<decimal> Sum(List<Order> orders, CancellationToken token)
            {
                return orders.Sum(order => order.Total);
            }
            """);
        Assert.DoesNotContain(Warnings(analysis), id => id != "CS1998");
        Assert.Empty(analysis.Findings);
    }

    [Fact]
    public async Task CS0168_an_exception_that_is_named_and_not_used()
    {
        var analysis = await RunAsync("""
            public void Pay(Order order)
            {
                try { billing.Charge(order); }
                catch (IOException ex) { order.Name = "later"; }
            }
            """);
        Assert.Equal("CS0168", Assert.Single(Warnings(analysis)));
        Assert.Empty(analysis.Findings);
    }

    [Fact]
    public async Task SYSLIB0006_a_thread_that_is_aborted()
    {
        var analysis = await RunAsync("""
            public void Stop(Thread worker)
            {
                worker.Abort();
            }
            """);
        Assert.Equal("SYSLIB0006", Assert.Single(Warnings(analysis)));
        Assert.Empty(analysis.Findings);
    }

    [Theory]
    [InlineData("CA2022", "public void Read(Stream stream, byte[] buffer) { stream.Read(buffer, 0, buffer.Length); }")]
    [InlineData("CA2024", "private async Task Read(StreamReader reader) { while (!reader.EndOfStream) Console.WriteLine(await reader.ReadLineAsync()); }")]
    [InlineData("CA2200", "public void Pay(Order order) { try { billing.Charge(order); } catch (Exception ex) { log.LogError(ex, \"not charged\"); throw ex; } }")]
    [InlineData("CA2247", "public object Source() => new TaskCompletionSource<int>(TaskContinuationOptions.RunContinuationsAsynchronously);")]
    public async Task What_the_SDK_reports_by_default(string id, string member)
    {
        var analysis = await RunAsync(member);
        Assert.True(analysis.Findings.IsEmpty, id + ": " + string.Join("; ", analysis.Findings));
    }

    // Without those about fields of the cast that a snippet does not use.
    private static IEnumerable<string> Warnings(Analysis analysis) =>
        analysis.CompilerWarnings.Select(warning => warning.Id).Where(id => id != "CS0414");

    private static async Task<Analysis> RunAsync(string members)
    {
        var analysis = await Analysis.RunAsync(
            [("/Sample.cs", Snippet.ToFile(members, withEf: true))], Analysis.AllRules, Preset.Strict, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);
        Assert.Empty(analysis.Crashes);
        return analysis;
    }
}
