using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3012_OuterTokenInInnerScopeTests : RuleTests<OuterTokenInInnerScopeRule, OuterTokenInInnerScopeFix>
{
    /// <summary>Helpers that call back with a token.</summary>
    private const string Helpers = """
        public interface IQueue { void Enqueue(Func<CancellationToken, Task> work); }

        public static class Retry
        {
            public static Task RunAsync(Func<CancellationToken, Task> work, CancellationToken token = default) => work(token);
        }

        """;

    [Fact]
    public Task Says_which_token_comes_from_outside() => ReportsWith(
        "'token' comes from outside, and the token that this function is given is not used, so what cancels only this function stops nothing; pass 'inner'",
        "await Parallel.ForEachAsync(order.Lines, token, async (line, inner) => await billing.FindAsync(line.Length, [|token|]));");

    [Fact]
    public Task Says_that_a_discarded_one_is_the_functions_own() => ReportsWith(
        "'token' comes from outside, and the token that this function is given is not used, so what cancels only this function stops nothing; pass its own",
        "await Parallel.ForEachAsync(order.Lines, token, async (line, _) => await billing.FindAsync(line.Length, [|token|]));");

    [Fact]
    public Task Row_wrong_token_when_several_are_in_scope() => Reports("""
        await Parallel.ForEachAsync(order.Lines, new ParallelOptions { CancellationToken = token }, async (line, inner) =>
        {
            var found = await billing.FindAsync(line.Length, [|token|]);
            await billing.ChargeAsync(found, cancellationToken: [|token|]);
        });
        """);

    [Fact]
    public Task Reports_work_for_a_queue() => Reports(Helpers + """
        public class Sender(IQueue queue, IBilling billing)
        {
            public void Send(Order order, CancellationToken token) => queue.Enqueue(async inner => await billing.ChargeAsync(order, [|token|]));
        }
        """);

    [Fact]
    public Task Reports_local_functions() => Fixes(
        """
        await Charge(order, token);

        async Task Charge(Order each, CancellationToken inner) => await billing.ChargeAsync(each, [|token|]);
        """,
        """
        await Charge(order, token);

        async Task Charge(Order each, CancellationToken inner) => await billing.ChargeAsync(each, inner);
        """);

    [Fact]
    public Task Reports_a_local_function_that_is_handed_over() => Reports("""
        await Parallel.ForEachAsync(order.Lines, token, Find);

        async ValueTask Find(string line, CancellationToken inner) => await billing.FindAsync(line.Length, [|token|]);
        """);

    [Fact]
    public Task Reports_the_token_of_a_source_and_of_a_local() => Reports("""
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
        await Parallel.ForEachAsync(order.Lines, linked.Token, async (line, inner) => await billing.FindAsync(line.Length, [|linked.Token|]));
        var stop = linked.Token;
        await Parallel.ForEachAsync(order.Lines, stop, async (line, inner) => await billing.FindAsync(line.Length, [|stop|]));
        """);

    [Fact]
    public Task Reports_the_token_of_an_outer_lambda() => Reports("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, middle) =>
            await Parallel.ForEachAsync(order.Lines, middle, async (other, inner) => await billing.FindAsync(other.Length, [|middle|])));
        """);

    [Fact]
    public Task Reports_in_a_lambda_without_a_token_inside_one_that_has_one() => Reports("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
            await Task.WhenAll(order.Lines.Select(each => billing.FindAsync(each.Length, [|token|]))));
        """);

    [Fact]
    public Task Stays_silent_when_the_function_uses_its_own_as_well() => Silent("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            await billing.FindAsync(line.Length, inner);
            await billing.FindAsync(line.Length, token);
        });
        """);

    [Fact]
    public Task Reports_at_strict_when_the_function_uses_its_own_as_well() => Reports(
        """
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            await billing.FindAsync(line.Length, inner);
            await billing.FindAsync(line.Length, [|token|]);
        });
        """,
        AtStrict);

    [Fact]
    public Task Reports_nameof_as_no_use() => Reports("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            log.LogDebug(nameof(inner));
            await billing.FindAsync(line.Length, [|token|]);
        });
        """);

    [Fact]
    public Task Stays_silent_for_linking_and_for_saying_whose_cancellation_it_was() => Silent("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(token, inner);
            await billing.FindAsync(line.Length, both.Token);
        });
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            if (token.IsCancellationRequested)
                throw new OperationCanceledException(token);
            await Task.FromCanceled(token);
        });
        """);

    [Fact]
    public Task Stays_silent_where_the_token_of_the_call_itself_was_left_out() => Silent(Helpers + """
        public class Sender(IBilling billing)
        {
            public async Task Send(Order order, CancellationToken token)
            {
                await Retry.RunAsync(_ => billing.ChargeAsync(order, token));
                await Retry.RunAsync(_ => billing.ChargeAsync(order, token), CancellationToken.None);
                await Parallel.ForEachAsync(order.Lines, async (line, _) => await billing.FindAsync(1, token));
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_local_function_that_is_called_without_a_token() => Silent("""
        await Charge(order);

        async Task Charge(Order each, CancellationToken inner = default) => await billing.ChargeAsync(each, token);
        """);

    [Fact]
    public Task Stays_silent_for_a_delegate_that_nobody_is_seen_to_call() => Silent("""
        Func<CancellationToken, Task> work = _ => billing.ChargeAsync(order, token);
        await work(token);
        """);

    [Fact]
    public Task Reports_such_a_delegate_at_strict() => Reports(
        """
        Func<CancellationToken, Task> work = _ => billing.ChargeAsync(order, [|token|]);
        await work(token);
        """,
        AtStrict);

    [Fact]
    public Task Stays_silent_for_none_fields_and_unknown_tokens() => Silent("""
        private readonly CancellationToken stopping;

        private async Task Run(Order order, CancellationToken token, bool isUrgent)
        {
            var none = CancellationToken.None;
            var chosen = isUrgent ? token : none;
            await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
            {
                await billing.FindAsync(1, none);
                await billing.FindAsync(2, stopping);
                await billing.FindAsync(3, chosen);
                await billing.FindAsync(4, CancellationToken.None);
            });
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_primary_constructors_token() => Silent("""
        public class Worker(IBilling billing, CancellationToken stopping)
        {
            public async Task Run(Order order, CancellationToken token) =>
                await Parallel.ForEachAsync(order.Lines, token, async (line, inner) => await billing.FindAsync(1, stopping));
        }
        """);

    [Fact]
    public Task Stays_silent_for_functions_with_two_tokens_or_none() => Silent("""
        await Task.Run(async () => await billing.ChargeAsync(order, token), token);
        await Two(token, token);

        async Task Two(CancellationToken one, CancellationToken other) => await billing.ChargeAsync(order, token);
        """);

    [Fact]
    public Task Stays_silent_in_expression_trees_and_for_look_alikes() => Silent("""
        namespace Mine
        {
            public struct CancellationToken { }

            public class Runner
            {
                public void Run(CancellationToken token) => Call(inner => Use(token), token);

                public void Tree(System.Threading.CancellationToken token)
                {
                    System.Linq.Expressions.Expression<Func<System.Threading.CancellationToken, Task>> tree = inner => Task.Delay(1, token);
                }

                private static void Call(Action<CancellationToken> action, CancellationToken token) { }
                private static void Use(CancellationToken token) { }
            }
        }
        """);

    [Fact]
    public Task Leaves_clean_up_to_AIS3008() => Silent("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            try { order.Lines.Clear(); }
            finally { await billing.ChargeAsync(order, token); }
        });
        """);

    [Fact]
    public Task Reports_an_anonymous_method_and_an_argument_in_parentheses() => Reports("""
        await Parallel.ForEachAsync(order.Lines, token, async delegate(string line, CancellationToken inner)
        {
            await billing.FindAsync(line.Length, cancellationToken: ([|token|]));
        });
        """);

    [Fact]
    public Task Reports_a_command_definition() => Reports("""
        using Dapper;

        public class Store(DbConnection connection)
        {
            public async Task Touch(int[] ids, CancellationToken token) => await Parallel.ForEachAsync(ids, token, async (id, _) =>
                await connection.ExecuteAsync(new CommandDefinition("update orders set paid = 1 where id = @id", new { id }, cancellationToken: [|token|])));
        }
        """);

    [Fact]
    public Task Survives_unfinished_code() => Silent(
        "await Parallel.ForEachAsync(order.Lines, token, async (line, inner) => await billing.FindAsync(, token));",
        new Setup { AllowsErrors = true });

    [Fact]
    public Task Reports_in_a_top_level_program() => Reports(
        """
        using System.Threading;
        using System.Threading.Tasks;

        using var source = new CancellationTokenSource(1000);
        await Parallel.ForEachAsync(args, source.Token, async (line, inner) => await Task.Delay(10, [|source.Token|]));
        """,
        new Setup { TopLevelProgram = true });

    [Fact]
    public Task Fixes_several_in_one_function() => Fixes(
        """
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            await billing.FindAsync(line.Length, [|token|]);
            await billing.FindAsync(1, [|token|]);
        });
        """,
        """
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) =>
        {
            await billing.FindAsync(line.Length, inner);
            await billing.FindAsync(1, inner);
        });
        """);

    [Fact]
    public Task Fixes_a_discarded_parameter_by_naming_it() => Fixes(
        "await Parallel.ForEachAsync(order.Lines, token, async (line, _) => await billing.FindAsync(line.Length, [|token|]));",
        "await Parallel.ForEachAsync(order.Lines, token, async (line, cancellationToken) => await billing.FindAsync(line.Length, cancellationToken));");

    [Fact]
    public Task Fixes_two_discards_and_several_uses() => Fixes(
        """
        await Parallel.ForEachAsync(order.Lines, token, async (_, _) =>
        {
            await billing.FindAsync(1, [|token|]);
            await billing.FindAsync(2, [|token|]);
        });
        """,
        """
        await Parallel.ForEachAsync(order.Lines, token, async (_, cancellationToken) =>
        {
            await billing.FindAsync(1, cancellationToken);
            await billing.FindAsync(2, cancellationToken);
        });
        """);

    [Fact]
    public Task Fixes_with_another_name_where_the_first_is_taken() => Fixes(
        """
        private async Task Run(Order order, CancellationToken cancellationToken) =>
            await Parallel.ForEachAsync(order.Lines, cancellationToken, async (line, _) => await billing.FindAsync(1, [|cancellationToken|]));
        """,
        """
        private async Task Run(Order order, CancellationToken cancellationToken) =>
            await Parallel.ForEachAsync(order.Lines, cancellationToken, async (line, innerToken) => await billing.FindAsync(1, innerToken));
        """);

    [Fact]
    public Task Offers_no_fix_where_the_outer_token_would_be_lost() => OffersNoFix(Helpers + """
        public class Sender(IQueue queue, IBilling billing)
        {
            public void Send(Order order, CancellationToken token) => queue.Enqueue(inner => billing.ChargeAsync(order, [|token|]));
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        "await Parallel.ForEachAsync(order.Lines, token, async (line, _) => await billing.FindAsync(1, token));",
        new Setup { FileName = "/Sample.g.cs" });
}
