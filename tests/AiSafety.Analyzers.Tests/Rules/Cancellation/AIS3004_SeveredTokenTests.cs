using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3004_SeveredTokenTests : RuleTests<SeveredTokenRule>
{
    [Fact]
    public Task Says_that_no_token_is_given() => ReportsWith(
        "'ChargeAsync' is given no token although 'token' is at hand, so it goes on after the caller has given up; pass the token",
        "await [|billing.ChargeAsync(order, default)|];");

    [Fact]
    public Task Says_that_the_source_is_not_linked() => ReportsWith(
        "'FindAsync' is given a token that is not linked with it although 'token' is at hand, so it goes on after the caller has given up; link the source with CreateLinkedTokenSource",
        """
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        var found = await [|billing.FindAsync(id, limit.Token)|];
        """);

    [Fact]
    public Task Row_default_while_a_token_is_in_scope() => Reports("""
        await [|billing.ChargeAsync(order, default)|];
        await [|billing.ChargeAsync(order, default(CancellationToken))|];
        await [|billing.ChargeAsync(order, cancellationToken: new CancellationToken())|];
        CancellationToken none = default;
        await [|billing.ChargeAsync(order, none)|];
        """);

    [Fact]
    public Task Row_None_is_intent_at_Recommended() => Silent("""
        await billing.ChargeAsync(order, CancellationToken.None);
        await billing.ChargeAsync(order, new CancellationToken(false));
        """);

    [Fact]
    public Task Reports_None_at_strict() => ReportsWith(
        "'ChargeAsync' is given CancellationToken.None although 'token' is at hand, so it goes on after the caller has given up; pass the token",
        "await [|billing.ChargeAsync(order, CancellationToken.None)|];",
        AtStrict);

    [Fact]
    public Task Row_timeout_source_that_is_not_linked_to_the_callers_token() => Reports("""
        using var limit = new CancellationTokenSource();
        limit.CancelAfter(5000);
        var first = await [|billing.FindAsync(id, limit.Token)|];
        var stop = limit.Token;
        var second = await [|billing.FindAsync(id, stop)|].ConfigureAwait(false);
        if ((await [|billing.FindAsync(id, new CancellationTokenSource(1000).Token)|]).Paid)
            return;
        """);

    [Fact]
    public Task Stays_silent_for_a_limit_on_what_is_not_called_for_its_value() => Silent("""
        using var limit = new CancellationTokenSource(5000);
        await billing.ChargeAsync(order, limit.Token);
        await billing.FindAsync(id, limit.Token);
        """);

    [Fact]
    public Task Reports_such_a_limit_at_strict() => Reports(
        """
        using var limit = new CancellationTokenSource(5000);
        await [|billing.ChargeAsync(order, limit.Token)|];
        """,
        AtStrict);

    [Fact]
    public Task Regression_a_limit_of_its_own_once_the_caller_is_known_to_be_gone() => Silent(
        """
        if (!token.IsCancellationRequested)
        {
            await billing.ChargeAsync(order, token);
            return;
        }

        using var limit = new CancellationTokenSource(5000);
        await billing.FindAsync(id, limit.Token);
        """,
        AtStrict);

    [Fact]
    public Task Regression_a_limit_of_its_own_for_finishing_under_None() => Silent("""
        // The last entry has to be written in any case.
        await billing.ChargeAsync(order, CancellationToken.None);
        using var limit = new CancellationTokenSource(5000);
        while ((await billing.FindAsync(id, limit.Token)).Paid)
        {
        }
        """);

    [Fact]
    public Task Regression_a_reason_where_the_token_is_made_or_on_the_loop() => Silent(
        """
        // Browsers cancel their requests when the page is left; the work goes on.
        var stop = CancellationToken.None;
        await billing.ChargeAsync(order, stop);

        // Each entry is stored under its own limit, not linked with the caller's token: that one may be cancelled by now.
        foreach (var line in order.Lines)
        {
            using var limit = new CancellationTokenSource(5000);
            await billing.FindAsync(line.Length, limit.Token);
        }
        """,
        AtStrict);

    [Fact]
    public Task Reports_a_limit_in_a_loop_that_asks_the_token() => Reports("""
        // Goes through all the lines of the order.
        while (!token.IsCancellationRequested)
        {
            using var limit = new CancellationTokenSource(5000);
            order = await [|billing.FindAsync(id, limit.Token)|];
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_source_that_is_linked_or_steered() => Silent("""
        private async Task Linked(Order order, CancellationToken token)
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
            linked.CancelAfter(1000);
            await billing.ChargeAsync(order, linked.Token);
        }

        private async Task Registered(Order order, CancellationToken token)
        {
            using var source = new CancellationTokenSource(1000);
            using var registration = token.Register(() => source.Cancel());
            await billing.ChargeAsync(order, source.Token);
        }

        private async Task HandedOn(Order order, CancellationToken token)
        {
            using var source = new CancellationTokenSource(1000);
            using var registration = token.Register(static each => ((CancellationTokenSource)each!).Cancel(), source);
            await billing.ChargeAsync(order, source.Token);
        }

        private async Task Raced(Order order, CancellationToken token)
        {
            using var source = new CancellationTokenSource();
            var work = billing.ChargeAsync(order, source.Token);
            await Task.WhenAny(work, Task.Delay(Timeout.Infinite, token));
            source.Cancel();
        }
        """);

    [Fact]
    public Task Stays_silent_when_the_token_is_passed_or_left_out() => Silent("""
        await billing.ChargeAsync(order, token);
        await billing.ChargeAsync(order);
        """);

    [Fact]
    public Task Stays_silent_when_no_token_is_at_hand() => Silent("""
        private async Task Run(Order order) => await billing.ChargeAsync(order, default);

        private async Task Timed(Order order)
        {
            using var limit = new CancellationTokenSource(1000);
            var stop = limit.Token;
            await billing.ChargeAsync(order, stop);
            await billing.ChargeAsync(order, default);
        }

        private async Task Two(Order order, CancellationToken request, CancellationToken shutdown) => await billing.ChargeAsync(order, default);
        """);

    [Fact]
    public Task Reports_with_a_token_of_the_type() => Reports("""
        public sealed class Worker(IBilling billing, CancellationToken stopping)
        {
            public async Task Run(Order order) => await [|billing.ChargeAsync(order, default)|];
        }

        public sealed class Holder(IBilling billing)
        {
            private readonly CancellationToken stopping = new(true);
            public async Task Run(Order order) => await [|billing.ChargeAsync(order, default)|];
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_token_that_another_object_carries() => Silent("""
        private async Task Run(Order order, Microsoft.AspNetCore.Http.HttpContext context) => await billing.ChargeAsync(order, default);
        """);

    [Fact]
    public Task Reports_a_carried_token_at_strict() => Reports(
        """
        private async Task Run(Order order, Microsoft.AspNetCore.Http.HttpContext context) => await [|billing.ChargeAsync(order, default)|];
        """,
        AtStrict);

    [Fact]
    public Task Stays_silent_in_clean_up() => Silent(
        """
        private async Task Run(Order order, DbTransaction transaction, CancellationToken token)
        {
            try { await billing.FindAsync(1, token); }
            catch { await billing.ChargeAsync(order, default); throw; }
            finally { await billing.ChargeAsync(order, CancellationToken.None); }
        }

        private async Task StopAsync(Order order, CancellationToken token) => await billing.ChargeAsync(order, default);

        private async Task DisposeAsync(Order order, CancellationToken token) => await billing.ChargeAsync(order, CancellationToken.None);

        private async Task Back(DbTransaction transaction, CancellationToken token) => await transaction.RollbackAsync(default);
        """,
        AtStrict);

    [Fact]
    public Task Stays_silent_after_a_commit_point() => Silent(
        """
        await db.SaveChangesAsync(token);
        await billing.ChargeAsync(order, default);
        await billing.ChargeAsync(order, CancellationToken.None);
        """,
        AtStrict);

    [Fact]
    public Task Stays_silent_for_work_that_outlives_the_request() => Silent(
        """
        private Task running = Task.CompletedTask;

        private void Run(Order order, CancellationToken token)
        {
            _ = billing.ChargeAsync(order, CancellationToken.None);
            _ = Task.Run(() => billing.ChargeAsync(order, CancellationToken.None));
            _ = running.ContinueWith(_ => { }, CancellationToken.None);
            running = billing.ChargeAsync(order, default);
        }
        """,
        AtStrict);

    [Fact]
    public Task Stays_silent_for_scheduling_and_settling() => Silent(
        """
        await Task.Run(() => billing.Charge(order), CancellationToken.None);
        await Task.Factory.StartNew(() => billing.Charge(order), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        await Task.CompletedTask.ContinueWith(_ => { }, CancellationToken.None);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(token, CancellationToken.None);
        new TaskCompletionSource().TrySetCanceled(default);
        if (token.Equals(default))
            return;
        """,
        AtStrict);

    [Fact]
    public Task Stays_silent_for_probes() => Silent(
        """
        using var gate = new SemaphoreSlim(1);
        if (await gate.WaitAsync(0, default) || await gate.WaitAsync(TimeSpan.Zero, default))
            return;
        """,
        AtStrict);

    [Fact]
    public Task Reports_in_an_endless_loop_that_says_it_wants_no_token() => Reports("""
        while (true)
        {
            await billing.ChargeAsync(order, token);
            await [|Task.Delay(1000, default)|];
        }
        """);

    [Fact]
    public Task Stays_silent_for_audits_and_for_the_overload_without_a_token() => Silent(
        """
        private readonly CancellationToken stopping;

        private async Task Run(Order order, CancellationToken token) => await WriteAuditAsync(order, default);

        private Task WriteAuditAsync(Order order, CancellationToken token) => Task.CompletedTask;

        private Task ShipAsync(Order order) => ShipAsync(order, CancellationToken.None);

        private Task ShipAsync(Order order, CancellationToken token) => Task.CompletedTask;
        """,
        AtStrict);

    [Fact]
    public Task Stays_silent_when_a_comment_gives_a_reason() => Silent(
        """
        // The reservation has to stand even when the browser is closed.
        await billing.ChargeAsync(order, CancellationToken.None);
        await billing.ChargeAsync(order, default); // must not be torn by a closed browser
        """,
        AtStrict);

    [Fact]
    public Task Reports_when_a_comment_gives_no_reason() => Reports("""
        // charge
        await [|billing.ChargeAsync(order, default)|];
        """);

    [Fact]
    public Task Reports_in_lambdas_that_run_within() => Reports("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) => await [|billing.FindAsync(line.Length, default)|]);
        await Charge();

        async Task Charge() => await [|billing.ChargeAsync(order, default)|];
        """);

    [Fact]
    public Task Leaves_an_outer_source_in_an_inner_function_to_AIS3012() => Silent("""
        using var source = new CancellationTokenSource(1000);
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) => await billing.FindAsync(line.Length, source.Token));
        """);

    [Fact]
    public Task Reports_through_odd_shapes() => Reports("""
        private async Task Run(IBilling? billing, Order order, CancellationToken token)
        {
            await (billing?[|.ChargeAsync(order, default)|] ?? Task.CompletedTask);
            await ([|billing!.ChargeAsync(order, (default))|]).ConfigureAwait(false);
            await Task.WhenAll([|billing!.ChargeAsync(order, default)|]);
        }

        private Task<Order> Find(int id, CancellationToken token) => [|billing.FindAsync(id, default)|];

        private async IAsyncEnumerable<int> Each([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            yield return (await [|billing.FindAsync(1, default)|]).Id;
        }
        """);

    [Fact]
    public Task Reports_a_command_definition() => Reports("""
        using Dapper;

        public class Store(DbConnection connection)
        {
            public async Task Touch(CancellationToken token) =>
                await [|connection.ExecuteAsync(new CommandDefinition("update orders set paid = 1 where id = 1", cancellationToken: default))|];
        }
        """);

    [Fact]
    public Task Reports_a_synchronous_method_of_the_project_at_strict_only() => Silent("""
        private void Run(Order order, CancellationToken token) => Count(order, default);

        private static int Count(Order order, CancellationToken token) => 1;
        """);

    [Fact]
    public Task Stays_silent_for_a_look_alike_token() => Silent("""
        namespace Mine
        {
            public struct CancellationToken { }

            public class Runner
            {
                public async System.Threading.Tasks.Task Run(CancellationToken token) => await Do(default);

                private static System.Threading.Tasks.Task Do(CancellationToken token) => System.Threading.Tasks.Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Reports_an_aliased_type_and_a_primary_constructor() => Reports("""
        using Stop = System.Threading.CancellationToken;

        public class Store(IBilling billing)
        {
            public async Task Run(Order order, Stop stop) => await [|billing.ChargeAsync(order, default(Stop))|];
        }
        """);

    [Fact]
    public Task Stays_silent_for_dynamic_calls_and_expression_trees() => Silent("""
        dynamic gate = order;
        await gate.LeaveAsync(default(CancellationToken));
        System.Linq.Expressions.Expression<Func<Task>> tree = () => billing.ChargeAsync(order, default);
        """);

    [Fact]
    public Task Survives_unfinished_code() => Reports(
        "await [|billing.ChargeAsync(order, default)|]; await billing.ChargeAsync(, default",
        new Setup { AllowsErrors = true });

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        "await billing.ChargeAsync(order, default);",
        new Setup { FileName = "/Sample.g.cs" });
}
