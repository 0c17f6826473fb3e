using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3003_NarrowCancellationCatchTests : RuleTests<NarrowCancellationCatchRule, NarrowCancellationCatchFix>
{
    [Fact]
    public Task Says_what_becomes_of_the_others() => ReportsWith(
        "Cancellation also arrives as OperationCanceledException, the base class, which this catch misses, so a cancellation goes on to the caller as if it were a failure; catch OperationCanceledException",
        """
        try { await billing.ChargeAsync(order, token); }
        [|catch|] (TaskCanceledException) { log.LogInformation("stopped"); }
        """);

    [Fact]
    public Task Says_that_the_catch_all_takes_them() => ReportsWith(
        "Cancellation also arrives as OperationCanceledException, the base class, which this catch misses, so the catch-all after it takes a cancellation for a failure; catch OperationCanceledException",
        """
        try { await billing.ChargeAsync(order, token); }
        [|catch|] (TaskCanceledException) { return; }
        catch (Exception ex) { log.LogError(ex, "failed"); }
        """);

    [Fact]
    public Task Says_that_they_leave_the_loop() => ReportsWith(
        "Cancellation also arrives as OperationCanceledException, the base class, which this catch misses, so a cancellation leaves the loop as if it were a failure; catch OperationCanceledException",
        """
        while (!token.IsCancellationRequested)
        {
            try { await billing.ChargeAsync(order, token); }
            [|catch|] (TaskCanceledException) { break; }
        }
        """);

    [Theory]
    [InlineData("await billing.ChargeAsync(order, token);")]
    [InlineData("await (billing?.ChargeAsync(order, token) ?? Task.CompletedTask)!;")]
    [InlineData("await billing.ChargeAsync(order, cancellationToken: (token)).ConfigureAwait(false);")]
    [InlineData("token.ThrowIfCancellationRequested(); billing.Charge(order);")]
    [InlineData("await foreach (var each in Feed(token)) { }")]
    [InlineData("using var limit = new CancellationTokenSource(100); await billing.ChargeAsync(order, limit.Token);")]
    [InlineData("await http.GetStringAsync(\"https://shop\", token); await billing.ChargeAsync(order, token);")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); await timer.WaitForNextTickAsync(token);")]
    [InlineData("await db.Orders.ToListAsync(token);")]
    public Task Row_catch_of_TaskCanceledException_only(string work) => Reports($$"""
        public async Task Run(Order order, CancellationToken token)
        {
            try { {{work}} }
            [|catch|] (TaskCanceledException) { log.LogInformation("stopped"); }
        }
        private IAsyncEnumerable<int> Feed(CancellationToken token = default) => throw new NotImplementedException();
        """);

    [Theory]
    [InlineData("[|catch|] (TaskCanceledException) { throw; } catch (Exception ex) { log.LogError(ex, \"failed\"); }")]
    [InlineData("[|catch|] (System.Threading.Tasks.TaskCanceledException ex) { log.LogInformation(ex, \"stopped\"); throw; }")]
    [InlineData("catch (IOException) { } [|catch|] (TaskCanceledException) { } catch { order.Paid = false; }")]
    [InlineData("[|catch|] (TaskCanceledException) { } catch (Exception ex) when (ex is not OperationCanceledException) { log.LogError(ex, \"failed\"); }")]
    [InlineData("[|catch|] (TaskCanceledException) when (order.Paid) { }")]
    [InlineData("[|catch|] (TaskCanceledException) { } catch (HttpRequestException) { } catch (TimeoutException) { }")]
    public Task Reports_every_form_of_the_clause(string clauses) => Reports($$"""
        try { await billing.ChargeAsync(order, token); }
        {{clauses}}
        """);

    [Theory]
    [InlineData("catch (OperationCanceledException) { }")]
    [InlineData("catch (TaskCanceledException) { } catch (OperationCanceledException) { throw; }")]
    [InlineData("catch (OperationCanceledException) when (token.IsCancellationRequested) { throw; } catch (TaskCanceledException) { }")]
    [InlineData("catch (TaskCanceledException) { } catch (Exception ex) { if (ex is OperationCanceledException) return; log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (TaskCanceledException) { } catch (Exception ex) { token.ThrowIfCancellationRequested(); log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (TaskCanceledException) { } catch (Exception ex) when (ex is OperationCanceledException) { }")]
    [InlineData("catch (TaskCanceledException) { } catch (Exception ex) { reports.Report(ex); }")]
    [InlineData("catch (TaskCanceledException ex) when (ex.InnerException is TimeoutException) { } catch (Exception ex) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (TaskCanceledException) when (!token.IsCancellationRequested) { }")]
    [InlineData("catch (TaskCanceledException ex) when (ex.CancellationToken == token) { }")]
    [InlineData("catch (TaskCanceledException ex) when (IsOurs(ex)) { }")]
    [InlineData("catch (TaskCanceledException) { throw; }")]
    public Task Stays_silent_when_the_others_are_taken_or_sorted_out(string clauses) => Silent($$"""
        public async Task Run(Order order, CancellationToken token)
        {
            try { await billing.ChargeAsync(order, token); }
            {{clauses}}
        }
        private readonly IProgress<Exception> reports = null!;
        private static bool IsOurs(Exception ex) => true;
        """, AtStrict);

    [Fact]
    public Task Stays_silent_when_a_try_around_it_takes_the_others() => Silent("""
        try
        {
            try { await billing.ChargeAsync(order, token); }
            catch (TaskCanceledException) { log.LogInformation("stopped"); }
        }
        catch (OperationCanceledException) { return; }
        """, AtStrict);

    [Theory]
    [InlineData("await billing.ChargeAsync(order);")]
    [InlineData("await billing.ChargeAsync(order, CancellationToken.None);")]
    [InlineData("await billing.ChargeAsync(order, default);")]
    [InlineData("await http.GetStringAsync(\"https://shop\");")]
    [InlineData("Func<Task> later = () => billing.ChargeAsync(order, token);")]
    [InlineData("await Task.WhenAll(Task.CompletedTask); Console.WriteLine(nameof(token));")]
    public Task Needs_a_token_in_the_try(string work) => Silent($$"""
        try { {{work}} }
        catch (TaskCanceledException) { log.LogInformation("stopped"); }
        """, AtStrict);

    [Theory]
    [InlineData("await Task.Delay(100, token);")]
    [InlineData("await http.GetStringAsync(\"https://shop\", token);")]
    [InlineData("using var answer = await http.GetAsync(\"https://shop\", token); await answer.Content.ReadAsStringAsync(token);")]
    [InlineData("await work.WaitAsync(token);")]
    public async Task Reports_what_ends_so_by_how_it_is_built_at_strict_only(string work)
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            public async Task Run(Task work, CancellationToken token)
            {
                try { {{work}} }
                {{keyword}} (TaskCanceledException) { log.LogInformation("stopped"); }
            }
            """;
    }

    [Fact]
    public Task Reports_a_worker_with_its_own_pause() => Reports("""
        using Microsoft.Extensions.Hosting;
        public class Worker(IBilling billing, ILogger<Worker> log) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    try
                    {
                        await billing.FindAsync(1, stoppingToken);
                        await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
                    }
                    [|catch|] (TaskCanceledException) { break; }
                    catch (Exception ex) { log.LogError(ex, "round failed"); }
                }
            }
        }
        """);

    [Fact]
    public Task Judges_lambdas_by_themselves() => Reports("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            try { await billing.ChargeAsync(order, inner); }
            [|catch|] (TaskCanceledException) { log.LogInformation("stopped"); }
        });
        """);

    [Fact]
    public Task Reports_in_a_top_level_program() => Reports("""
        using var stop = new CancellationTokenSource();
        async Task Work(IBilling billing, CancellationToken token)
        {
            try { await billing.FindAsync(1, token); }
            [|catch|] (TaskCanceledException) { Console.WriteLine("stopped"); }
        }
        await Work(null!, stop.Token);
        enum Kind { }
        """, new Setup { TopLevelProgram = true });

    [Fact]
    public Task Takes_an_alias_for_what_it_is() => Reports("""
        using Stopped = System.Threading.Tasks.TaskCanceledException;
        public class Cart(IBilling billing, ILogger log)
        {
            public async Task Add(Order order, CancellationToken token)
            {
                try { await billing.ChargeAsync(order, token); }
                [|catch|] (Stopped) { log.LogInformation("stopped"); }
            }
        }
        """);

    [Fact]
    public Task Does_not_take_a_look_alike_for_the_exception() => Silent("""
        namespace Shop
        {
            public class TaskCanceledException : Exception { }
            public class Cart(IBilling billing, ILogger log)
            {
                public async Task Add(Order order, CancellationToken token)
                {
                    try { await billing.ChargeAsync(order, token); }
                    catch (TaskCanceledException) { log.LogInformation("stopped"); }
                }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Skips_generated_code() => Silent("""
        try { await billing.ChargeAsync(order, token); }
        catch (TaskCanceledException) { }
        """, AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Survives_half_typed_code() => Silent("""
        try { await billing.ChargeAsync(order, ; }
        catch (TaskCanceledException
        """, AtStrict with { AllowsErrors = true });

    [Theory]
    [InlineData("(TaskCanceledException)", "(OperationCanceledException)")]
    [InlineData("(System.Threading.Tasks.TaskCanceledException ex) when (order.Paid)", "(OperationCanceledException ex) when (order.Paid)")]
    public Task Fixes_by_catching_the_base_class(string narrow, string wide) => Fixes(
        $$"""
        try
        {
            await billing.ChargeAsync(order, token);
        }
        [|catch|] {{narrow}}
        {
            log.LogInformation("stopped");
        }
        catch (Exception)
        {
            log.LogError("failed");
        }
        """,
        $$"""
        try
        {
            await billing.ChargeAsync(order, token);
        }
        catch {{wide}}
        {
            log.LogInformation("stopped");
        }
        catch (Exception)
        {
            log.LogError("failed");
        }
        """);

    [Fact]
    public Task Fixes_all_at_once() => Fixes(
        """
        try { await billing.ChargeAsync(order, token); }
        [|catch|] (TaskCanceledException) { return; }
        try { await billing.FindAsync(id, token); }
        [|catch|] (TaskCanceledException) { return; }
        """,
        """
        try { await billing.ChargeAsync(order, token); }
        catch (OperationCanceledException) { return; }
        try { await billing.FindAsync(id, token); }
        catch (OperationCanceledException) { return; }
        """);

    [Fact]
    public Task Offers_no_fix_when_the_handler_needs_the_narrow_type() => OffersNoFix("""
        try { await billing.ChargeAsync(order, token); }
        [|catch|] (TaskCanceledException ex) { log.LogInformation("stopped {Task}", ex.Task?.Id); }
        """);
}
