using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3005_DeafLoopTests : RuleTests<DeafLoopRule, DeafLoopFix>
{
    private const string Worker = """
        using Microsoft.Extensions.Hosting;

        public sealed class Worker(IBilling billing, Order order) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {0} (true)
                {
                    await billing.ChargeAsync(order);
                    await Task.Delay(1000);
                }
            }
        }
        """;

    [Fact]
    public Task Says_which_token_the_loop_never_looks_at() => ReportsWith(
        "This loop has no end and never looks at 'stoppingToken', so it goes on after it was asked to stop; test the token in its condition and pass it to what the loop awaits",
        Worker.Replace("{0}", "[|while|]", StringComparison.Ordinal));

    [Fact]
    public Task Row_background_service_ignores_its_stopping_token() => Reports(Worker.Replace("{0}", "[|while|]", StringComparison.Ordinal));

    [Fact]
    public Task Row_endless_loop_with_a_token_in_scope() => Reports("""
        [|for|] (;;)
        {
            billing.Charge(order);
        }
        """);

    [Fact]
    public Task Reports_do_while_and_constant_conditions() => Reports("""
        private async Task Do(Order order, CancellationToken token)
        {
            [|do|]
            {
                await billing.ChargeAsync(order);
            }
            while (true);
        }

        private async Task Constant(Order order, CancellationToken token)
        {
            const bool Forever = true;
            [|while|] (Forever && 1 == 1)
                await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Reports_timer_loops() => Reports("""
        private async Task Ticks(PeriodicTimer timer, Order order, CancellationToken token)
        {
            [|while|] (await timer.WaitForNextTickAsync().ConfigureAwait(false))
                await billing.ChargeAsync(order);
        }

        private async Task Inside(PeriodicTimer timer, Order order, CancellationToken token)
        {
            [|while|] (true)
            {
                await timer.WaitForNextTickAsync();
                await billing.ChargeAsync(order);
            }
        }
        """);

    [Fact]
    public Task Reports_a_polling_loop_that_ends_only_with_its_data() => Reports("""
        private async Task<Order> Poll(int id, CancellationToken token)
        {
            [|while|] (true)
            {
                var order = await billing.FindAsync(id);
                if (order.Paid)
                    return order;
                await Task.Delay(1000);
            }
        }

        private async Task<Order> Retry(int id, CancellationToken token)
        {
            [|while|] (true)
            {
                try { return await billing.FindAsync(id); }
                catch (HttpRequestException) { await Task.Delay(1000); }
            }
        }
        """);

    [Fact]
    public Task Reports_in_lambdas_and_local_functions() => Reports("""
        await Task.Run(async () =>
        {
            [|while|] (true)
                await billing.ChargeAsync(order);
        }, token);
        await Loop(token);

        async Task Loop(CancellationToken inner)
        {
            [|while|] (true)
                await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Reports_with_the_token_of_a_field_or_a_request() => Reports("""
        public sealed class Pump(IBilling billing)
        {
            private readonly CancellationToken stopping;

            public async Task Run(Order order)
            {
                [|while|] (true)
                    await billing.ChargeAsync(order);
            }

            public static async Task Stream(Microsoft.AspNetCore.Http.HttpContext context, IBilling billing, Order order)
            {
                [|while|] (true)
                    await billing.ChargeAsync(order);
            }
        }
        """);

    [Fact]
    public Task Reports_an_asynchronous_iterator_that_never_ends() => Reports("""
        private async IAsyncEnumerable<Order> Orders(int id, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            [|while|] (true)
            {
                yield return await billing.FindAsync(id);
                await Task.Delay(1000);
            }
        }
        """);

    [Fact]
    public Task Reports_a_loop_that_spins_once_the_inner_loop_was_cancelled() => Reports("""
        [|while|] (true)
        {
            while (!token.IsCancellationRequested)
                await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Reports_a_token_that_is_only_named() => Reports("""
        [|while|] (true)
        {
            log.LogDebug(nameof(token));
            await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Stays_silent_when_the_token_is_tested_thrown_on_or_passed() => Silent("""
        private async Task Tested(Order order, CancellationToken token)
        {
            while (true)
            {
                if (token.IsCancellationRequested)
                    break;
                await billing.ChargeAsync(order);
            }
        }

        private async Task Thrown(Order order, CancellationToken token)
        {
            for (;;)
            {
                token.ThrowIfCancellationRequested();
                await billing.ChargeAsync(order);
            }
        }

        private async Task Passed(Order order, PeriodicTimer timer, CancellationToken token)
        {
            while (true)
                await billing.ChargeAsync(order, (token));
        }

        private async Task Ticks(Order order, PeriodicTimer timer, CancellationToken token)
        {
            while (await timer.WaitForNextTickAsync(token))
                await billing.ChargeAsync(order);
        }

        private async Task InLambda(Order order, CancellationToken token)
        {
            while (true)
                await Task.Run(() => billing.ChargeAsync(order, token));
        }
        """);

    [Fact]
    public Task Stays_silent_when_the_source_is_tested() => Silent("""
        private readonly CancellationTokenSource stop = new();

        private async Task Run(Order order, CancellationToken token)
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
            while (true)
            {
                if (linked.IsCancellationRequested)
                    return;
                await billing.ChargeAsync(order);
            }
        }

        private async Task Other(Order order, CancellationToken token)
        {
            while (true)
                await billing.ChargeAsync(order, stop.Token);
        }
        """);

    [Fact]
    public Task Stays_silent_when_something_made_with_the_token_takes_part() => Silent("""
        public class Loops(IBilling billing)
        {
            private async Task LocalFunction(Order order, CancellationToken token)
            {
                while (true)
                    await Step();

                async Task Step() => await billing.ChargeAsync(order, token);
            }

            private async Task Callback(Order order, CancellationToken token)
            {
                Func<Task> step = () => billing.ChargeAsync(order, token);
                while (true)
                    await step();
            }

            private async Task Registration(Order order, Stream stream, CancellationToken token)
            {
                using var closes = token.Register(stream.Close);
                while (true)
                    stream.ReadByte();
            }

            private async Task Options(Order order, CancellationToken token)
            {
                var options = new ParallelOptions { CancellationToken = token };
                while (true)
                    await Parallel.ForEachAsync(order.Lines, options, (_, _) => default);
            }

            private async Task Carrier(Order order, CancellationToken token)
            {
                var reader = new OrderReader(token);
                while (true)
                    await reader.Next();
            }

            private sealed class OrderReader(CancellationToken token)
            {
                public Task Next() => Task.Delay(1, token);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_loops_that_end() => Silent("""
        private async Task Data(TextReader reader, CancellationToken token)
        {
            while (true)
            {
                var line = await reader.ReadLineAsync();
                if (line is null)
                    break;
            }
        }

        private int Parse(string text, CancellationToken token)
        {
            var at = 0;
            while (true)
            {
                switch (text[at++])
                {
                    case ' ': return at;
                    default: break;
                }
            }
        }

        private IEnumerable<int> Numbers(CancellationToken token)
        {
            var number = 0;
            while (true)
                yield return number++;
        }

        private async Task Counted(Order order, CancellationToken token)
        {
            for (var i = 0; i < 10; i++)
                await billing.ChargeAsync(order);
            while (!order.Paid)
                await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Stays_silent_for_loops_with_a_limit() => Silent("""
        private bool disposed;

        private async Task Attempts(Order order, CancellationToken token)
        {
            var attempt = 0;
            while (true)
            {
                try { await billing.ChargeAsync(order); return; }
                catch (HttpRequestException) when (attempt < 3) { attempt++; }
                await Task.Delay(1000);
            }
        }

        private async Task Rounds(Order order, CancellationToken token)
        {
            for (var i = 0; ; i++)
            {
                await billing.ChargeAsync(order);
                if (i == 10)
                    throw new TimeoutException();
                await Task.Delay(1000);
            }
        }

        private async Task Deadline(Order order, CancellationToken token)
        {
            var until = DateTime.UtcNow.AddMinutes(1);
            while (true)
            {
                if (DateTime.UtcNow > until)
                    break;
                await Task.Delay(1000);
            }
        }

        private async Task Flag(Order order, CancellationToken token)
        {
            while (true)
            {
                if (disposed)
                    return;
                await Task.Delay(1000);
            }
        }

        private async Task LocalFlag(Order order, CancellationToken token)
        {
            var stop = false;
            Console.CancelKeyPress += (_, _) => stop = true;
            while (true)
            {
                if (stop)
                    return;
                await Task.Delay(1000);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_without_a_token_in_reach_or_with_several() => Silent("""
        private async Task None(Order order)
        {
            while (true)
                await Task.Delay(1000);
        }

        private async Task Several(Order order, CancellationToken one, CancellationToken two)
        {
            while (true)
                await Task.Delay(1000);
        }
        """);

    [Fact]
    public Task Stays_silent_where_the_code_says_that_there_is_no_token() => Silent("""
        private async Task Run(Order order, CancellationToken token)
        {
            while (true)
                await billing.ChargeAsync(order, CancellationToken.None);
        }
        """);

    [Fact]
    public Task Stays_silent_where_a_method_of_the_type_may_look_at_its_token() => Silent("""
        private readonly CancellationToken stopping;

        private async Task Run(Order order)
        {
            while (true)
                await Step(order);
        }

        private Task Step(Order order) => billing.ChargeAsync(order, stopping);
        """);

    [Fact]
    public Task Stays_silent_in_clean_up() => Silent("""
        private async Task StopAsync(Order order, CancellationToken token)
        {
            while (true)
                await billing.ChargeAsync(order);
        }

        private async Task Drain(Order order, CancellationToken token)
        {
            try { await billing.ChargeAsync(order, token); }
            finally
            {
                while (true)
                    await billing.ChargeAsync(order);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_look_alike_timers_and_delays() => Silent("""
        public sealed class PeriodicTimer { public Task<bool> WaitForNextTickAsync() => Task.FromResult(false); }

        public static class Task2 { public static Task Delay(int time) => Task.CompletedTask; }

        public class Loops
        {
            public async Task Run(PeriodicTimer timer, IBilling billing, CancellationToken token)
            {
                while (await timer.WaitForNextTickAsync())
                    await billing.FindAsync(1);
                while (true)
                {
                    await Task2.Delay(1);
                    if ((await billing.FindAsync(1)).Paid)
                        break;
                }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_look_alike_token() => Silent("""
        public struct CancellationToken { public bool IsCancellationRequested => false; }

        public class Loops
        {
            public async Task Run(IBilling billing, CancellationToken token)
            {
                while (true)
                    await billing.FindAsync(1);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("""
        // <auto-generated/>
        public class Loops
        {
            public async Task Run(IBilling billing, CancellationToken token)
            {
                while (true)
                    await billing.FindAsync(1);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent(Worker.Replace("{0}", "while", StringComparison.Ordinal), new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Silent("""
        while (
        """, new Setup { AllowsErrors = true });

    [Fact]
    public Task Row_delay_without_the_token_in_an_endless_loop() => Reports("""
        using Stop = System.Threading.CancellationToken;

        public class Loops(IBilling? billing)
        {
            public async Task Run(Order order, Stop stop)
            {
                [|while|] ((true))
                {
                    await (billing?.ChargeAsync(order) ?? Task.CompletedTask);
                    await Task.Delay(1000).ConfigureAwait(false);
                }
            }
        }
        """);

    [Fact]
    public Task Reports_in_a_top_level_program() => Reports("""
        using System.Threading.Channels;

        using var source = new CancellationTokenSource();
        var token = source.Token;
        [|while|] (true)
            await Task.Delay(1000);
        """, new Setup { TopLevelProgram = true });

    [Fact]
    public async Task One_loop_is_one_finding()
    {
        string[] expected = ["AIS3005"];
        var analysis = await Analysis.RunAsync(
            [("/Worker.cs", Worker.Replace("{0}", "while", StringComparison.Ordinal))], [new DeafLoopRule(), new DroppedTokenRule(), new IgnoredTokenParameterRule(), new SwallowedCancellationRule()],
            AiSafety.Analyzers.Catalog.Preset.Strict, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, analysis.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public Task Fixes_the_condition() => Fixes(
        Worker.Replace("{0}", "[|while|]", StringComparison.Ordinal),
        Worker.Replace("{0} (true)", "while (!stoppingToken.IsCancellationRequested)", StringComparison.Ordinal));

    [Fact]
    public Task Fixes_for_and_do() => Fixes(
        """
        private async Task For(Order order, CancellationToken token)
        {
            [|for|] (;;)
                await billing.ChargeAsync(order);
        }

        private async Task Counting(Order order, CancellationToken token)
        {
            [|for|] (var i = 0; true; i++)
                await billing.ChargeAsync(order);
        }

        private async Task Do(Order order, CancellationToken token)
        {
            [|do|]
            {
                await billing.ChargeAsync(order);
            }
            while (true);
        }
        """,
        """
        private async Task For(Order order, CancellationToken token)
        {
            for (; !token.IsCancellationRequested;)
                await billing.ChargeAsync(order);
        }

        private async Task Counting(Order order, CancellationToken token)
        {
            for (var i = 0; !token.IsCancellationRequested; i++)
                await billing.ChargeAsync(order);
        }

        private async Task Do(Order order, CancellationToken token)
        {
            do
            {
                await billing.ChargeAsync(order);
            }
            while (!token.IsCancellationRequested);
        }
        """);

    [Fact]
    public Task Fixes_a_timer_by_its_token() => Fixes(
        """
        private async Task Ticks(PeriodicTimer timer, Order order, CancellationToken token)
        {
            [|while|] (await timer.WaitForNextTickAsync().ConfigureAwait(false))
                await billing.ChargeAsync(order);
        }
        """,
        """
        private async Task Ticks(PeriodicTimer timer, Order order, CancellationToken token)
        {
            while (await timer.WaitForNextTickAsync(token).ConfigureAwait(false))
                await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Fixes_by_throwing_where_the_end_of_the_loop_means_a_result() => Fixes(
        """
        private async Task<Order> Poll(int id, CancellationToken token)
        {
            [|while|] (true)
            {
                var order = await billing.FindAsync(id);
                if (order.Paid)
                    return order;
                await Task.Delay(1000);
            }
        }

        private async Task Wait(int id, CancellationToken token)
        {
            [|while|] (true)
            {
                if ((await billing.FindAsync(id)).Paid)
                    break;
                await Task.Delay(1000);
            }

            log.LogInformation("Paid");
        }
        """,
        """
        private async Task<Order> Poll(int id, CancellationToken token)
        {
            while (true)
            {
                token.ThrowIfCancellationRequested();
                var order = await billing.FindAsync(id);
                if (order.Paid)
                    return order;
                await Task.Delay(1000);
            }
        }

        private async Task Wait(int id, CancellationToken token)
        {
            while (true)
            {
                token.ThrowIfCancellationRequested();
                if ((await billing.FindAsync(id)).Paid)
                    break;
                await Task.Delay(1000);
            }

            log.LogInformation("Paid");
        }
        """);
}
