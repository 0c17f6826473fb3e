using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3006_IgnoredTokenParameterTests : RuleTests<IgnoredTokenParameterRule>
{
    // The services of the cast take tokens; what takes none is the point here.
    private const string Store = "public interface IStore { Task SaveAsync(Order order); Task<Order> NextAsync(); Order Next(); }\n\n";

    [Fact]
    public Task Says_what_could_look_at_it() => ReportsWith(
        "'token' is never looked at, so a caller who cancels still waits for all of the work; test it in each round of the loop",
        Store + """
        public class Importer(IStore store)
        {
            public async Task Run(List<Order> orders, CancellationToken [|token|])
            {
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }
        }
        """);

    [Fact]
    public Task Row_token_parameter_accepted_and_never_used() => Reports(Store + """
        public class Importer(IStore store) : Microsoft.Extensions.Hosting.BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken [|stoppingToken|])
            {
                for (var i = 0; i < 1000; i++)
                    await store.NextAsync();
            }

            public async Task<int> Until(int total, CancellationToken [|cancellationToken|] = default)
            {
                var count = 0;
                while (count < total)
                    count += (await store.NextAsync()).Id;
                return count;
            }
        }
        """);

    [Fact]
    public Task Reports_waiting_for_a_signal() => ReportsWith(
        "'token' is never looked at, so a caller who cancels still waits for all of the work; wait for the signal with 'WaitAsync'",
        """
        private readonly TaskCompletionSource<int> ready = new();

        private async Task<int> Wait(CancellationToken [|token|])
        {
            log.LogDebug("Waiting");
            return await ready.Task.ConfigureAwait(false);
        }
        """);

    [Fact]
    public Task Reports_local_functions_and_lambdas() => Reports(Store + """
        public class Importer(IStore store)
        {
            public async Task Run(List<Order> orders, CancellationToken token)
            {
                await All(token);
                Func<CancellationToken, Task> callback = async [|inner|] => { foreach (var order in orders) await store.SaveAsync(order); };
                await callback(token);

                async Task All(CancellationToken [|inner|])
                {
                    foreach (var order in orders)
                        await store.SaveAsync(order);
                }
            }
        }
        """);

    [Fact]
    public Task Reports_a_token_that_is_only_named_or_overwritten() => Reports(Store + """
        public class Importer(IStore store)
        {
            public async Task Named(List<Order> orders, CancellationToken [|token|])
            {
                Console.WriteLine(nameof(token));
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }

            public async Task Overwritten(List<Order> orders, CancellationToken [|token|])
            {
                token = new CancellationToken(canceled: false);
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }
        }
        """);

    [Fact]
    public Task Reports_a_loop_that_only_computes_at_strict_only()
    {
        const string Code = """
            private int Sum(int[] numbers, CancellationToken {0}token{1})
            {
                var sum = 0;
                foreach (var number in numbers)
                    sum += number;
                return sum;
            }
            """;
        return Task.WhenAll(
            Silent(Code.Replace("{0}", "", StringComparison.Ordinal).Replace("{1}", "", StringComparison.Ordinal)),
            Reports(Code.Replace("{0}", "[|", StringComparison.Ordinal).Replace("{1}", "|]", StringComparison.Ordinal), AtStrict));
    }

    [Fact, Regression("workflow engine: caches are emptied after a deletion that has happened already")]
    public Task Reports_a_loop_for_an_event_at_strict_only()
    {
        const string Code = Store + """
            public sealed record OrdersDeleted(List<Order> Orders);

            public class Cache(IStore store)
            {
                public async Task HandleAsync(OrdersDeleted notification, CancellationToken {0}token{1})
                {
                    foreach (var order in notification.Orders)
                        await store.SaveAsync(order);
                }
            }
            """;
        return Task.WhenAll(
            Silent(Code.Replace("{0}", "", StringComparison.Ordinal).Replace("{1}", "", StringComparison.Ordinal)),
            Reports(Code.Replace("{0}", "[|", StringComparison.Ordinal).Replace("{1}", "|]", StringComparison.Ordinal), AtStrict));
    }

    [Fact, Regression("workflow engine, shop, scheduler: stores in memory and callbacks get a token that they have no use for")]
    public Task Stays_silent_for_a_loop_that_only_computes_where_the_signature_is_fixed() => Silent("""
        public interface ITotals { Task<decimal> Sum(List<Order> orders, CancellationToken token); }

        public class Totals : ITotals
        {
            public Func<List<Order>, CancellationToken, Task> Callback => (orders, token) =>
            {
                foreach (var order in orders)
                    order.Paid = true;
                return Task.CompletedTask;
            };

            public Task<decimal> Sum(List<Order> orders, CancellationToken token)
            {
                var sum = 0m;
                foreach (var order in orders)
                    sum += order.Total;
                return Task.FromResult(sum);
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_when_it_is_read() => Silent(Store + """
        public class Importer(IStore store)
        {
            public async Task Tested(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                {
                    if (token.IsCancellationRequested)
                        return;
                    await store.SaveAsync(order);
                }
            }

            public async Task InLambda(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                    await Task.Run(() => store.SaveAsync(order), token);
            }

            public async Task Linked(List<Order> orders, CancellationToken token)
            {
                using var source = CancellationTokenSource.CreateLinkedTokenSource(token);
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }

            public async Task Kept(List<Order> orders, CancellationToken token)
            {
                _ = token;
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_when_nothing_could_take_it() => Silent(Store + """
        public class Importer(IStore store)
        {
            public async Task One(Order order, CancellationToken token) => await store.SaveAsync(order);
            public Task Returned(Order order, CancellationToken token) => store.SaveAsync(order);
            public Task<int> Computed(CancellationToken token) => Task.FromResult(1);
            public Task Missing(CancellationToken token) => throw new NotImplementedException();
        }
        """);

    [Fact]
    public Task Stays_silent_where_a_call_or_a_loop_is_reported() => Silent(Store + """
        public class Importer(IStore store, IBilling billing)
        {
            public async Task Dropped(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                    await billing.ChargeAsync(order);
            }

            public async Task Deaf(Order order, CancellationToken token)
            {
                while (true)
                    await store.SaveAsync(order);
            }

            public async Task Stream(IAsyncEnumerable<Order> orders, CancellationToken token)
            {
                await foreach (var order in orders)
                    await store.SaveAsync(order);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_an_inner_function_uses_the_outer_token() => Silent(Store + """
        public class Importer(IStore store)
        {
            public async Task Run(List<Order> orders, CancellationToken token) =>
                await Parallel.ForEachAsync(orders, token, async (order, inner) =>
                {
                    foreach (var line in order.Lines)
                    {
                        token.ThrowIfCancellationRequested();
                        await store.SaveAsync(order);
                    }
                });
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_decision_that_can_be_seen() => Silent(Store + """
        public class Importer(IStore store, IBilling billing)
        {
            public async Task Explicit(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                    await billing.ChargeAsync(order, CancellationToken.None);
            }

            public async Task Named(List<Order> orders, CancellationToken _)
            {
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }

            public async Task Unused(List<Order> orders, CancellationToken unusedToken)
            {
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_stopping_is_not_safe() => Silent(Store + """
        public class Importer(IStore store)
        {
            public async Task StopAsync(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }

            public async Task Compensated(List<Order> orders, CancellationToken token)
            {
                try { await store.NextAsync(); }
                catch (IOException)
                {
                    foreach (var order in orders)
                        await store.SaveAsync(order);
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_another_target_framework_uses_it() => Silent(Store + """
        public class Importer(IStore store)
        {
            public async Task Run(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                {
        #if NETFRAMEWORK
                    token.ThrowIfCancellationRequested();
        #endif
                    await store.SaveAsync(order);
                }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_look_alike_token() => Silent(Store + """
        public struct CancellationToken { }

        public class Importer(IStore store)
        {
            public async Task Run(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("// <auto-generated/>\n" + Store + """
        public class Importer(IStore store)
        {
            public async Task Run(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent(Store + """
        public class Importer(IStore store)
        {
            public async Task Run(List<Order> orders, CancellationToken token)
            {
                foreach (var order in orders)
                    await store.SaveAsync(order);
            }
        }
        """, new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Silent("""
        private async Task Run(CancellationToken token)
        {
            foreach (
        """, new Setup { AllowsErrors = true });
}
