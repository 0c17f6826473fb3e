using System.Text;

namespace AiSafety.Analyzers.Tests.Engine;

/// <summary>Ordinary code must not cause expensive work: counted, not timed.</summary>
public sealed class WorkCountTests
{
    [Fact]
    public async Task Ordinary_code_asks_for_no_graph_and_reads_no_other_body()
    {
        var text = new StringBuilder("public class C(IBilling billing, ILogger log) {\n");
        for (var i = 0; i < 300; i++)
        {
            text.Append($$"""
                public async Task<int> M{{i}}(Order order, CancellationToken token)
                {
                    try
                    {
                        await billing.ChargeAsync(order, token);
                        await billing.ChargeAsync(order, token).ConfigureAwait(false);
                        await new ValueTask(billing.ChargeAsync(order, token)).AsTask();
                        await RestAsync(order);
                        log.LogInformation("Charged {Order} in {Name}", order.Id, "M{{i}}");
                        return order.Lines.Where(line => line.Length > {{i}}).Select(line => line.Length).Sum() + Helper(order);
                    }
                    catch (InvalidOperationException exception)
                    {
                        log.LogError(exception, "charge failed");
                        throw;
                    }
                }

                """);
        }

        text.Append("private static int Helper(Order order) => order.Id;\nprivate Task RestAsync(Order order) => billing.ChargeAsync(order, CancellationToken.None);\n}");
        var analysis = await Analysis.RunAsync([("/C.cs", text.ToString())], Analysis.AllRules, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);
        Assert.Empty(analysis.Findings);
        Assert.Equal(0, analysis.Counts.Graphs);
        Assert.Equal(0, analysis.Counts.Summaries);
        Assert.Equal(0, analysis.Counts.Lookups);
    }

    [Fact]
    public async Task Extensions_that_take_a_token_are_looked_up_once_per_method_and_file()
    {
        var file = new StringBuilder("using Microsoft.AspNetCore.Authorization;\nusing System.Security.Claims;\npublic class C0(IAuthorizationService service) {\n");
        for (var i = 0; i < 50; i++)
            file.Append($"public async Task M{i}(ClaimsPrincipal user, CancellationToken token) => await service.AuthorizeAsync(user, null, \"policy\");\n");
        file.Append('}');
        var text = file.ToString();
        var analysis = await Analysis.RunAsync(
            [("/C0.cs", text), ("/C1.cs", text.Replace("C0", "C1", StringComparison.Ordinal))], Analysis.AllRules, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);

        // Threads that meet at the first call of a file may each look; the other calls find the answer.
        Assert.InRange(analysis.Counts.Lookups, 2, 2 * Environment.ProcessorCount);
    }

    [Fact]
    public async Task A_candidate_costs_a_bounded_amount()
    {
        var text = new StringBuilder("public class C(ShopDb db) {\n");
        for (var i = 0; i < 50; i++)
            text.Append($"public async Task M{i}(int shop, CancellationToken token) {{ IQueryable<Order> q = db.Orders; if (shop > 0) q = q.Where(o => o.Id == {i}); await q.ExecuteDeleteAsync(token); }}\n");
        text.Append('}');
        var analysis = await Analysis.RunAsync([("/C.cs", text.ToString())], Analysis.AllRules, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);

        // Asked for, not built: the driver keeps one graph per body. Each step of judging a candidate asks once.
        Assert.InRange(analysis.Counts.Graphs, 1, 50 * 12);
    }
}
