using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3002_SwallowedCancellationTests : RuleTests<SwallowedCancellationRule, SwallowedCancellationFix>
{
    [Fact]
    public Task Says_what_becomes_of_the_cancellation() => ReportsWith(
        "This catch takes cancellation, too, so a cancelled operation is logged as a failure; let it pass with 'when (exception is not OperationCanceledException)'",
        """
        try { await billing.ChargeAsync(order, token); }
        [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
        """);

    [Fact]
    public Task Says_when_it_is_answered() => ReportsWith(
        "This catch takes cancellation, too, so a cancelled operation is answered as if there were nothing; let it pass with 'when (exception is not OperationCanceledException)'",
        """
        public async Task<Order?> Load(int id, CancellationToken token)
        {
            try { return await billing.FindAsync(id, token); }
            [|catch|] (Exception ex) { log.LogError(ex, "failed"); return null; }
        }
        """);

    [Fact]
    public Task Says_when_it_is_retried() => ReportsWith(
        "This catch takes cancellation, too, so a cancelled operation is tried again; let it pass with 'when (exception is not OperationCanceledException)'",
        """
        for (var i = 0; i < 3; i++)
        {
            try { await billing.ChargeAsync(order, token); break; }
            [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
        }
        """);

    [Fact]
    public Task Tells_a_time_limit_apart() => ReportsWith(
        "This catch takes cancellation, too, so a cancelled operation is logged as a failure; rethrow it first when the caller's token is cancelled, and keep handling the time limit here",
        """
        try { await http.GetStringAsync("https://shop", token); }
        [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
        """);

    // ---- rows of docs/coverage.md

    [Fact]
    public Task Row_broad_catch_takes_the_cancellation() => Reports("""
        public async Task<IReadOnlyList<Order>> Search(string name, CancellationToken token)
        {
            try { return await db.Orders.Where(o => o.Name == name).ToListAsync(token); }
            [|catch|] (Exception ex)
            {
                log.LogError(ex, "search for {Name} failed", name);
                return [];
            }
        }
        """);

    [Fact]
    public Task Row_a_handler_of_cancellations_may_take_anybodys() => Silent("""
        try { await billing.ChargeAsync(order, token); }
        catch (OperationCanceledException) { log.LogInformation("cancelled"); }
        """, AtStrict);

    // ---- all others

    [Theory]
    [InlineData("await billing.ChargeAsync(order, token);")]
    [InlineData("await billing.ChargeAsync(order, token).ConfigureAwait(false);")]
    [InlineData("await (billing?.ChargeAsync(order, token) ?? Task.CompletedTask)!;")]
    [InlineData("await billing.ChargeAsync(order, cancellationToken: token);")]
    [InlineData("var task = billing.ChargeAsync(order, token); await task;")]
    [InlineData("token.ThrowIfCancellationRequested(); billing.Charge(order);")]
    [InlineData("await foreach (var each in Feed(token)) { }")]
    [InlineData("await foreach (var each in Feed().WithCancellation(token)) { }")]
    [InlineData("await billing.ChargeAsync(order, stopping);")]
    [InlineData("await billing.ChargeAsync(order, lifetime.Token);")]
    [InlineData("var own = token; await billing.ChargeAsync(order, own);")]
    [InlineData("await Dapper.SqlMapper.ExecuteAsync(connection, new Dapper.CommandDefinition(\"x\", cancellationToken: token));")]
    public Task Reports_visibly_cancellable_work(string work) => Reports($$"""
        public async Task Run(Order order, CancellationToken token)
        {
            try { {{work}} }
            [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
        }
        private readonly CancellationToken stopping; private readonly CancellationTokenSource lifetime = new();
        private IAsyncEnumerable<int> Feed(CancellationToken token = default) => throw new NotImplementedException();
        """);

    [Theory]
    [InlineData("catch { }")]
    [InlineData("catch { // a lost receipt is printed by the nightly job\n}")]
    [InlineData("catch { order.Paid = false; }")]
    [InlineData("catch (Exception) { order.Paid = false; }")]
    [InlineData("catch (SystemException) { order.Paid = false; }")]
    [InlineData("catch (IOException) { } catch (Exception ex) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) when (true) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) { errors.Add(ex.Message); }")]
    [InlineData("catch (Exception ex) { errors.Add(ex.ToString()); log.LogError(\"failed\"); }")]
    public Task Reports_every_form_of_catch_all(string clauses)
    {
        var last = clauses.LastIndexOf("catch", StringComparison.Ordinal);
        return Reports($$"""
            var errors = new List<string>();
            try { await billing.ChargeAsync(order, token); }
            {{clauses[..last]}}[|catch|]{{clauses[(last + 5)..]}}
            """);
    }

    [Theory]
    [InlineData("catch (Exception ex) { log.LogError(ex, \"failed\"); throw; }")]
    [InlineData("catch (Exception ex) { throw new InvalidOperationException(\"x\", ex); }")]
    [InlineData("catch (Exception ex) { if (ex is OperationCanceledException) throw; log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) { token.ThrowIfCancellationRequested(); log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) { if (token.IsCancellationRequested) return; log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) { if (ex is not TaskCanceledException) log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) { switch (ex) { case OperationCanceledException: return; default: log.LogError(ex, \"failed\"); break; } }")]
    [InlineData("catch (Exception ex) { new TaskCompletionSource().TrySetException(ex); }")]
    [InlineData("catch (Exception ex) { System.Threading.Channels.Channel.CreateUnbounded<int>().Writer.Complete(ex); }")]
    [InlineData("catch (Exception ex) { Handle(ex); }")]
    [InlineData("catch (Exception ex) { failure = ex; }")]
    [InlineData("catch (Exception ex) { failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(ex).SourceException; }")]
    [InlineData("catch (Exception ex) { Environment.FailFast(\"x\", ex); }")]
    [InlineData("catch (OperationCanceledException) { } catch (Exception ex) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (OperationCanceledException) when (token.IsCancellationRequested) { throw; } catch (Exception ex) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (TaskCanceledException) { } catch (Exception ex) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) when (ex is not OperationCanceledException) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) when (!token.IsCancellationRequested) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) when (IsTransient(ex)) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (Exception ex) when (ex is IOException) { log.LogError(ex, \"failed\"); }")]
    [InlineData("catch (IOException ex) { log.LogError(ex, \"failed\"); }")]
    public Task Stays_silent_when_cancellation_is_let_through_or_dealt_with(string clauses) => Silent($$"""
        public async Task Run(Order order, CancellationToken token)
        {
            try { await billing.ChargeAsync(order, token); }
            {{clauses}}
        }
        private Exception? failure;
        public event Action<Exception>? Failed; private void Handle(Exception ex) => Failed?.Invoke(ex);
        private static bool IsTransient(Exception ex) => true;
        """, AtStrict);

    [Theory]
    [InlineData("await billing.ChargeAsync(order);")]
    [InlineData("await billing.ChargeAsync(order, CancellationToken.None);")]
    [InlineData("await billing.ChargeAsync(order, default);")]
    [InlineData("billing.Charge(order);")]
    [InlineData("Func<Task> later = () => billing.ChargeAsync(order, token);")]
    [InlineData("Func<Task> later = async () => { await billing.ChargeAsync(order, token); };")]
    [InlineData("async Task Later() => await billing.ChargeAsync(order, token); Console.WriteLine(nameof(token) + nameof(Later)); await Task.Yield();")]
    [InlineData("using var limit = new CancellationTokenSource(100); await billing.ChargeAsync(order, limit.Token);")]
    [InlineData("using var limit = new CancellationTokenSource(); limit.CancelAfter(100); await billing.ChargeAsync(order, limit.Token);")]
    [InlineData("try { await billing.ChargeAsync(order, token); } catch (OperationCanceledException) { }")]
    [InlineData("Console.WriteLine(token); await Task.Yield();")]
    public Task Needs_a_callers_token_in_an_awaited_operation(string work) => Silent($$"""
        try { {{work}} }
        catch (Exception ex) { log.LogError(ex, "failed"); }
        """, AtStrict);

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { WORK }")]
    [InlineData("while (await timer.WaitForNextTickAsync(token)) { WORK }")]
    [InlineData("await foreach (var each in channel.Reader.ReadAllAsync(token)) { WORK }")]
    [InlineData("while (true) { WORK await Task.Delay(100, token); }")]
    [InlineData("while (true) { token.ThrowIfCancellationRequested(); WORK }")]
    public async Task Reports_a_logged_round_of_a_loop_that_asks_again_at_strict_only(string loop)
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();
            {{loop.Replace("WORK", $"try {{ await billing.ChargeAsync(order, token); }} {keyword} (Exception ex) {{ log.LogError(ex, \"failed\"); }}", StringComparison.Ordinal)}}
            """;
    }

    [Fact]
    public Task Reports_a_loop_that_asks_again_when_the_handler_marks_a_failure() => Reports("""
        while (!token.IsCancellationRequested)
        {
            try { await billing.ChargeAsync(order, token); }
            [|catch|] (Exception ex) { log.LogError(ex, "failed"); order.Name = "failed"; }
        }
        """);

    [Theory]
    [InlineData("catch (Exception ex) when (i < 3) { log.LogError(ex, \"failed\"); order.Paid = false; }")]
    [InlineData("catch (Exception ex) { log.LogError(ex, \"failed\"); if (i == 2) throw; }")]
    public async Task Reports_retries_with_a_limit_at_strict_only(string clause)
    {
        await Silent(Code(clause));
        await Reports(Code("[|catch|]" + clause["catch".Length..]), AtStrict);

        static string Code(string clause) => $$"""
            for (var i = 0; ; i++)
            {
                try { await billing.ChargeAsync(order, token); break; }
                {{clause}}
            }
            """;
    }

    [Fact]
    public Task Stays_silent_when_the_next_statement_asks() => Silent("""
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex) { log.LogError(ex, "failed"); }
        if (token.IsCancellationRequested) return;
        """, AtStrict);

    [Fact, Regression("a back-off inside a condition, the test of the token behind it")]
    public Task Stays_silent_when_the_statement_behind_the_condition_asks() => Silent("""
        while (order.Paid)
        {
            if (id > 1)
            {
                try { await Task.Delay(id, token); }
                catch { }
            }

            token.ThrowIfCancellationRequested();
            billing.Charge(order);
        }
        """, AtStrict);

    [Theory, Regression("clean-up in a helper that throws the original failure at its end")]
    [InlineData("throw failure;")]
    [InlineData("System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(failure).Throw();")]
    public Task Stays_silent_when_a_throw_follows(string thrown) => Silent($$"""
        public async Task Undo(Order order, Exception failure, CancellationToken token)
        {
            try { await billing.ChargeAsync(order, token); }
            catch (Exception ex) { log.LogError(ex, "undo failed"); }
            {{thrown}}
        }
        """, AtStrict);

    [Fact, Regression("a rollback that is logged and passed over")]
    public Task Stays_silent_round_clean_up() => Silent("""
        var transaction = await connection.BeginTransactionAsync(token);
        try { await transaction.RollbackAsync(token); }
        catch (Exception ex) { log.LogError(ex, "rollback failed"); }
        log.LogInformation("done");
        """, AtStrict);

    [Fact, Regression("a throw helper at the end of a handler in a loop")]
    public Task Stays_silent_for_a_throw_helper() => Silent("""
        public static class ThrowHelper { public static void Failed(string text, Exception cause) => throw new InvalidOperationException(text, cause); }
        public class Cart(IBilling billing)
        {
            public async Task Add(Order order, CancellationToken token)
            {
                do
                {
                    try { await billing.ChargeAsync(order, token); break; }
                    catch (Exception ex) { ThrowHelper.Failed("not charged: " + ex.Message, ex); }
                }
                while (true);
            }
        }
        """, AtStrict);

    [Fact, Regression("a consumer that releases what it has reserved when the rest fails")]
    public async Task Reports_compensation_at_strict_only()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public async Task Reserve(Order order, CancellationToken token)
            {
                try { await billing.ChargeAsync(order, token); }
                {{keyword}} (Exception ex)
                {
                    log.LogWarning(ex, "not reserved");
                    ReleaseReservation(order);
                }
            }
            private void ReleaseReservation(Order order) { }
            """;
    }

    [Fact, Regression("documented as logged and swallowed")]
    public async Task Reports_documented_swallowing_at_strict_only()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public class Cart(IBilling billing, ILogger log)
            {
                /// <summary>Tells the shop. Errors are logged and swallowed so that they do not interrupt the caller.</summary>
                public async Task Tell(Order order, CancellationToken token)
                {
                    try { await billing.ChargeAsync(order, token); }
                    {{keyword}} (Exception ex) { log.LogWarning(ex, "not told"); }
                }
            }
            """;
    }

    [Fact]
    public Task Stays_silent_in_error_handling() => Silent("""
        try { await billing.ChargeAsync(order, token); }
        catch (IOException)
        {
            try { await billing.FindAsync(id, token); } catch (Exception ex) { log.LogError(ex, "failed"); }
            throw;
        }
        finally
        {
            try { await billing.FindAsync(id, token); } catch (Exception ex) { log.LogError(ex, "failed"); }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_at_the_end_of_a_hosted_service() => Silent("""
        using Microsoft.Extensions.Hosting;
        public class Worker(IBilling billing, ILogger<Worker> log) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                try
                {
                    while (true)
                        await billing.FindAsync(1, stoppingToken);
                }
                catch (Exception ex) { log.LogError(ex, "worker ended"); }
            }
            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                try { await base.StopAsync(cancellationToken); }
                catch (Exception ex) { log.LogError(ex, "stop failed"); }
                log.LogInformation("stopped");
            }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_inside_a_hosted_service() => Reports("""
        using Microsoft.Extensions.Hosting;
        public class Worker(IBilling billing, ILogger<Worker> log) : BackgroundService
        {
            private int failures;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (true)
                {
                    try { await billing.FindAsync(1, stoppingToken); }
                    [|catch|] (Exception ex) { log.LogError(ex, "round failed"); failures++; }
                }
            }
        }
        """);

    [Fact]
    public Task Reports_where_requests_are_handled() => Reports("""
        using Microsoft.AspNetCore.SignalR;
        public class ShopHub(IBilling billing, ILogger<ShopHub> log) : Hub
        {
            public async Task<Order?> Find(int id)
            {
                try { return await billing.FindAsync(id, Context.ConnectionAborted); }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); return null; }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_health_checks() => Silent("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        public class Check(IBilling billing) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try { await billing.FindAsync(1, cancellationToken); return HealthCheckResult.Healthy(); }
                catch (Exception ex) { return HealthCheckResult.Unhealthy(ex.Message); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Does_not_take_a_look_alike_for_a_token() => Silent("""
        namespace Shop
        {
            public struct CancellationToken { }
            public class Cart(ILogger log)
            {
                private Task Save(CancellationToken token) => Task.CompletedTask;
                public async Task Add(CancellationToken token)
                {
                    try { await Save(token); }
                    catch (Exception ex) { log.LogError(ex, "failed"); }
                }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Judges_lambdas_by_themselves() => Reports("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            try { await billing.ChargeAsync(order, inner); }
            [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
        });
        """);

    [Fact]
    public Task Skips_generated_code() => Silent("""
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex) { log.LogError(ex, "failed"); }
        """, AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Survives_half_typed_code() => Silent("""
        try { await billing.ChargeAsync(order, ; }
        catch (Exception ex) when ( { log.LogError(ex, ); }
        catch (
        """, AtStrict with { AllowsErrors = true });

    [Theory]
    [InlineData("(Exception ex)", "(Exception ex)", "ex")]
    [InlineData("(Exception)", "(Exception exception)", "exception")]
    [InlineData("", "(Exception exception)", "exception")]
    public Task Fixes_with_a_filter(string declaration, string named, string variable) => Fixes(
        $$"""
        try
        {
            await billing.ChargeAsync(order, token);
        }
        [|catch|]{{(declaration.Length > 0 ? " " : "")}}{{declaration}}
        {
            log.LogError("failed");
        }
        """,
        $$"""
        try
        {
            await billing.ChargeAsync(order, token);
        }
        catch {{named}} when ({{variable}} is not OperationCanceledException)
        {
            log.LogError("failed");
        }
        """);

    [Fact]
    public Task Fixes_with_a_preceding_clause_where_several_stand() => Fixes(
        """
        try
        {
            await billing.ChargeAsync(order, token);
        }
        catch (IOException)
        {
            order.Paid = false;
        }
        [|catch|] (Exception ex)
        {
            log.LogError(ex, "failed");
        }
        """,
        """
        try
        {
            await billing.ChargeAsync(order, token);
        }
        catch (IOException)
        {
            order.Paid = false;
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception ex)
        {
            log.LogError(ex, "failed");
        }
        """);

    [Theory]
    [InlineData("await http.GetStringAsync(\"https://shop\", token);")]
    [InlineData("using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);\n    limit.CancelAfter(100);\n    await billing.ChargeAsync(order, limit.Token);")]
    [InlineData("await billing.ChargeAsync(order, token).WaitAsync(TimeSpan.FromSeconds(1), token);")]
    public Task Fixes_a_time_limited_attempt_on_the_callers_token(string work) => Fixes(
        $$"""
        try
        {
            {{work}}
        }
        [|catch|] (Exception ex)
        {
            log.LogError(ex, "failed");
        }
        """,
        $$"""
        try
        {
            {{work}}
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception ex)
        {
            log.LogError(ex, "failed");
        }
        """);

    [Fact]
    public Task Fixes_without_a_using_for_the_type() => Fixes(
        """
        public class Cart(IBilling billing)
        {
            private int OperationCanceledException;
            public async Task Add(Order order, CancellationToken token)
            {
                try
                {
                    await billing.ChargeAsync(order, token);
                }
                [|catch|]
                {
                    OperationCanceledException++;
                }
            }
        }
        """,
        """
        public class Cart(IBilling billing)
        {
            private int OperationCanceledException;
            public async Task Add(Order order, CancellationToken token)
            {
                try
                {
                    await billing.ChargeAsync(order, token);
                }
                catch (Exception exception) when (exception is not System.OperationCanceledException)
                {
                    OperationCanceledException++;
                }
            }
        }
        """);

    [Fact]
    public Task Offers_no_fix_where_a_filter_stands() => OffersNoFix("""
        for (var i = 0; i < 3; i++)
        {
            try { await billing.ChargeAsync(order, token); }
            [|catch|] (Exception ex) when (i < 3) { log.LogError(ex, "failed"); }
        }
        """, AtStrict);

    [Fact, Regression("a scheduler that tells each of its listeners: one that stops must not keep the others from being told")]
    public async Task Stays_silent_when_each_of_several_listeners_is_called()
    {
        const string notifies = """
            public interface IListener { Task Told(Order order, CancellationToken cancellationToken); }
            public class Scheduler(IEnumerable<IListener> listeners, ILogger log)
            {
                public async Task Notify(Order order, CancellationToken cancellationToken)
                {
                    foreach (var listener in listeners)
                    {
                        try { await listener.Told(order, cancellationToken).ConfigureAwait(false); }
                        [|catch|] (Exception e) { log.LogError(e, "listener failed"); }
                    }
                }
            }
            """;
        await Silent(notifies.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
        await Reports(notifies, AtStrict);
    }

    [Theory]
    [InlineData("Note(e);")]
    [InlineData("log.Told(e);")]
    [InlineData("Ignore(e);")]
    public Task Reports_a_helper_that_only_logs(string call) => Reports(WithHelpers(call, "[|catch|]"));

    [Theory]
    [InlineData("NoteFailure(e);")]
    [InlineData("Keep(e);")]
    [InlineData("Fail(e);")]
    [InlineData("screen.Show(e);")]
    [InlineData("Unknown(e);")]
    public Task Stays_silent_for_a_helper_that_may_sort_it_out(string call) => Silent(WithHelpers(call, "catch"), AtStrict);

    private static string WithHelpers(string call, string @catch) => $$"""
        public interface IScreen { void Show(Exception e); }
        public static class Notes { public static void Told(this ILogger log, Exception e) => log.LogError(e, "failed"); }
        public class Orders(IBilling billing, ILogger<Orders> log, IScreen screen)
        {
            private Exception? last;
            protected virtual void Unknown(Exception e) { }
            private static void Ignore(Exception e) { }
            private void Note(Exception e) => log.LogError(e, "failed");
            private void NoteFailure(Exception e) { if (e is OperationCanceledException) return; log.LogError(e, "failed"); }
            private void Keep(Exception e) => last = e;
            private static void Fail(Exception e) => throw new InvalidOperationException("failed", e);
            public async Task<Order?> Find(int id, CancellationToken token)
            {
                try { return await billing.FindAsync(id, token); }
                {{@catch}} (Exception e) { {{call}} return null; }
            }
            public override string ToString() => "" + last + screen;
        }
        """;

    [Theory]
    [InlineData("catch (OperationCanceledException) when (!token.IsCancellationRequested) { order.Paid = false; }")]
    [InlineData("catch (TaskCanceledException) when (!token.IsCancellationRequested) { order.Paid = false; }")]
    [InlineData("catch (OperationCanceledException) when (!(token.IsCancellationRequested) && order.Paid) { order.Paid = false; }")]
    [InlineData("catch (TaskCanceledException ex) when (ex.InnerException is TimeoutException) { log.LogWarning(ex, \"slow\"); }")]
    [InlineData("catch (TaskCanceledException ex) when (ex.InnerException is TimeoutException inner) { log.LogWarning(inner, \"slow\"); }")]
    public Task Reports_the_callers_cancellation_behind_a_clause_for_the_time_limit(string limit) => Reports($$"""
        try { await http.GetStringAsync("https://shop", token); }
        {{limit}}
        [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
        """);

    [Theory]
    [InlineData("catch (OperationCanceledException) when (token.IsCancellationRequested) { return; }")]
    [InlineData("catch (OperationCanceledException) when (!limit.IsCancellationRequested) { return; }")]
    [InlineData("catch (OperationCanceledException) when (order.Paid) { return; }")]
    [InlineData("catch (OperationCanceledException ex) when (ex.InnerException is not TimeoutException) { return; }")]
    [InlineData("catch (OperationCanceledException ex) when (ex.InnerException is null) { return; }")]
    public Task Stays_silent_behind_a_clause_that_may_take_the_callers_cancellation(string earlier) => Silent($$"""
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(token);
        limit.CancelAfter(1000);
        try { await billing.ChargeAsync(order, limit.Token); }
        {{earlier}}
        catch (Exception ex) { log.LogError(ex, "failed"); }
        """, AtStrict);

    [Fact]
    public Task Fixes_behind_a_clause_for_the_time_limit() => Fixes(
        """
        try
        {
            await http.GetStringAsync("https://shop", token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            log.LogWarning("slow");
        }
        [|catch|] (Exception ex)
        {
            log.LogError(ex, "failed");
        }
        """,
        """
        try
        {
            await http.GetStringAsync("https://shop", token);
        }
        catch (OperationCanceledException) when (!token.IsCancellationRequested)
        {
            log.LogWarning("slow");
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception ex)
        {
            log.LogError(ex, "failed");
        }
        """);

    [Fact, Regression("an audit entry: it must be on record, whoever gives up")]
    public async Task Reports_audit_entries_at_strict_only()
    {
        const string audit = """
            public class AuditLog(IBilling billing, ILogger log)
            {
                public async Task Record(Order order, CancellationToken token)
                {
                    try { await billing.ChargeAsync(order, token); }
                    [|catch|] (Exception ex) { log.LogError(ex, "not recorded"); }
                }
            }
            """;
        await Silent(audit.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
        await Reports(audit, AtStrict);
    }

    [Fact, Regression("a timer's callback that asks its own token first: the work ends with it")]
    public Task Stays_silent_at_the_end_of_a_timers_callback() => Silent("""
        public class Schedule(IBilling billing, ILogger log)
        {
            private readonly System.Timers.Timer timer = new();
            private readonly CancellationTokenSource stop = new();
            public void Start() => timer.Elapsed += async (_, _) =>
            {
                var token = stop.Token;
                if (!token.IsCancellationRequested)
                {
                    try { await billing.FindAsync(1, token); }
                    catch (Exception ex) { log.LogError(ex, "round failed"); }
                    finally { timer.Start(); }
                }
            };
        }
        """, AtStrict);

    [Fact, Regression("plug-ins that are asked one by one: after a cancellation the answer lacks the rest and looks whole")]
    public Task Reports_when_each_of_several_is_asked_for_an_answer() => Reports("""
        public interface IProvider { Task Collect(List<string> into, CancellationToken cancellationToken); }
        public class Providers(IEnumerable<IProvider> providers)
        {
            public async Task<IReadOnlyList<string>> Actions(CancellationToken cancellationToken)
            {
                var actions = new List<string>();
                foreach (var provider in providers)
                {
                    try { await provider.Collect(actions, cancellationToken).ConfigureAwait(false); }
                    [|catch|] (Exception) { /* providers that need an editor are skipped */ }
                }

                return actions;
            }
        }
        """);

    [Theory, Regression("a recovery that goes on with the next item: neither its list nor its own calls ask again")]
    [InlineData("foreach (var line in await Lines(token)) { if (line.Length > 1) { TRY } }")]
    [InlineData("foreach (var line in await Lines(token)) { TRY }")]
    [InlineData("foreach (var line in order.Lines) { if (line.Length > 1) { TRY } }")]
    public Task Reports_a_loop_that_does_not_ask_again(string loop) => Reports($$"""
        public async Task Run(Order order, CancellationToken token)
        {
            {{loop.Replace("TRY", "try { await billing.ChargeAsync(order, token); } [|catch|] (Exception ex) { log.LogError(ex, \"failed\"); }", StringComparison.Ordinal)}}
        }
        private static Task<List<string>> Lines(CancellationToken token) => Task.FromResult(new List<string>());
        """);
}
