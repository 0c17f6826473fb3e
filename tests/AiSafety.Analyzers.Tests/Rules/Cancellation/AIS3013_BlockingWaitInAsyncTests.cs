using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3013_BlockingWaitInAsyncTests : RuleTests<BlockingWaitInAsyncRule>
{
    [Fact]
    public Task Says_what_is_held_and_what_to_do() => ReportsWith(
        "'Thread.Sleep' holds the thread of an asynchronous method for the whole pause, and no cancellation can end it; await Task.Delay with the token",
        "[|Thread.Sleep(1000)|]; await billing.ChargeAsync(order, token);");

    [Fact]
    public Task Says_that_a_host_waits() => ReportsWith(
        "'WaitHandle.WaitOne' holds the thread of a hosted service until somebody signals, and no cancellation can end it; give it a limit or a token, or await a TaskCompletionSource or a SemaphoreSlim",
        """
        using Microsoft.Extensions.Hosting;
        public class Worker(AutoResetEvent wake) : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                    [|wake.WaitOne()|];
                return Task.CompletedTask;
            }
        }
        """);

    [Theory]
    [InlineData("Thread.Sleep(1000)")]
    [InlineData("Thread.Sleep(id)")]
    [InlineData("Thread.Sleep(TimeSpan.FromSeconds(5))")]
    [InlineData("Thread.Sleep(timeout: Pause)")]
    [InlineData("Thread.Sleep(Timeout.Infinite)")]
    [InlineData("Thread.Sleep(Timeout.InfiniteTimeSpan)")]
    [InlineData("Thread.Sleep(Order.Attempts * 100)")]
    public Task Row_sleep_in_an_async_method(string pause) => Reports($$"""
        public async Task Run(int id) { [|{{pause.Replace("Order.Attempts", "attempts", StringComparison.Ordinal)}}|]; await Task.Yield(); }
        private int attempts; private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
        """);

    [Theory]
    [InlineData("handle.WaitOne()")]
    [InlineData("handle.WaitOne(-1)")]
    [InlineData("handle.WaitOne(Timeout.Infinite)")]
    [InlineData("handle.WaitOne(Timeout.InfiniteTimeSpan)")]
    [InlineData("(handle!).WaitOne()")]
    [InlineData("WaitHandle.WaitAll(new[] { handle })")]
    [InlineData("WaitHandle.WaitAny(new[] { handle })")]
    [InlineData("slim.Wait()")]
    [InlineData("slim.Wait(CancellationToken.None)")]
    [InlineData("slim.Wait(default(CancellationToken))")]
    [InlineData("count.Wait()")]
    [InlineData("semaphore.Wait()")]
    [InlineData("thread.Join()")]
    [InlineData("process.WaitForExit()")]
    [InlineData("process.WaitForExit(-1)")]
    public Task Reports_waits_without_token_or_limit(string wait) => Reports(Waiting($"[|{wait}|]"));

    [Theory]
    [InlineData("handle.WaitOne(0)")]
    [InlineData("handle.WaitOne(500)")]
    [InlineData("handle.WaitOne(TimeSpan.Zero)")]
    [InlineData("handle.WaitOne(limit)")]
    [InlineData("handle.WaitOne(TimeSpan.FromSeconds(1), exitContext: false)")]
    [InlineData("WaitHandle.WaitAll(new[] { handle }, 100)")]
    [InlineData("WaitHandle.WaitAny(new[] { handle }, limit)")]
    [InlineData("slim.Wait(token)")]
    [InlineData("slim.Wait(100)")]
    [InlineData("slim.Wait(limit, token)")]
    [InlineData("count.Wait(token)")]
    [InlineData("semaphore.Wait(0)")]
    [InlineData("semaphore.Wait(token)")]
    [InlineData("thread.Join(100)")]
    [InlineData("process.WaitForExit(5000)")]
    [InlineData("process.WaitForExit(limit)")]
    [InlineData("await process.WaitForExitAsync(token)")]
    [InlineData("await semaphore.WaitAsync(token)")]
    [InlineData("token.WaitHandle.WaitOne()")]
    [InlineData("_ = nameof(handle.WaitOne)")]
    [InlineData("Thread.Sleep(0)")]
    [InlineData("Thread.Sleep(TimeSpan.Zero)")]
    [InlineData("Thread.Sleep(default(TimeSpan))")]
    [InlineData("Thread.Yield()")]
    [InlineData("await Task.Delay(100, token)")]
    public Task Stays_silent_with_token_limit_or_probe(string wait) => Silent(Waiting(wait), AtStrict);

    private static string Waiting(string wait) => $$"""
        public async Task Run(WaitHandle handle, ManualResetEventSlim slim, CountdownEvent count, SemaphoreSlim semaphore, Thread thread, System.Diagnostics.Process process, TimeSpan limit, CancellationToken token)
        {
            {{wait}};
            await Task.Yield();
        }
        """;

    [Theory]
    [InlineData("if (!process.WaitForExit(5000)) process.Kill(); process.WaitForExit();")]
    [InlineData("process.Kill(entireProcessTree: true); process.WaitForExit();")]
    [InlineData("process?.Kill(); process?.WaitForExit();")]
    [InlineData("await process.WaitForExitAsync(token); process.WaitForExit();")]
    [InlineData("if (process.HasExited) { process.WaitForExit(); }")]
    public Task Stays_silent_when_the_process_has_ended(string wait) => Silent($$"""
        public async Task Run(System.Diagnostics.Process process, CancellationToken token)
        {
            {{wait}}
            await Task.Yield();
        }
        """, AtStrict);

    [Fact]
    public Task Reports_when_another_process_was_ended() => Reports("""
        public async Task Run(System.Diagnostics.Process process, System.Diagnostics.Process other)
        {
            other.Kill();
            [|process.WaitForExit()|];
            await Task.Yield();
        }
        """);

    [Theory]
    [InlineData("public void Run() { Thread.Sleep(1000); }")]
    [InlineData("public Task Run() { Thread.Sleep(1000); return Task.CompletedTask; }")]
    [InlineData("public async Task Run() { await Task.Run(() => Thread.Sleep(1000)); }")]
    [InlineData("public async Task Run() { await Task.Run(() => { Thread.Sleep(1000); }); }")]
    [InlineData("public async Task Run() { void Pause() => Thread.Sleep(1000); Pause(); await Task.Yield(); }")]
    [InlineData("public async Task Run() { new Thread(() => Thread.Sleep(1000)).Start(); await Task.Yield(); }")]
    [InlineData("public async Task Run() { System.Linq.Expressions.Expression<Action> pause = () => Thread.Sleep(1000); await Task.Yield(); }")]
    [InlineData("public int Value { get { Thread.Sleep(1000); return 1; } }")]
    [InlineData("public IEnumerable<int> Run() { Thread.Sleep(1000); yield return 1; }")]
    public Task Stays_silent_outside_async_functions(string member) => Silent(member, AtStrict);

    [Theory]
    [InlineData("public async void Run() { [|Thread.Sleep(1000)|]; await Task.Yield(); }")]
    [InlineData("public async ValueTask<int> Run() { [|Thread.Sleep(1000)|]; return await Task.FromResult(1); }")]
    [InlineData("public async IAsyncEnumerable<int> Run() { [|Thread.Sleep(1000)|]; yield return await Task.FromResult(1); }")]
    [InlineData("public void Run() { Func<Task> later = async () => { [|Thread.Sleep(1000)|]; await Task.Yield(); }; }")]
    [InlineData("public void Run() { async Task Later() { [|Thread.Sleep(1000)|]; await Task.Yield(); } }")]
    [InlineData("public async Task Run() { await Task.Run(async () => { [|Thread.Sleep(1000)|]; await Task.Yield(); }); }")]
    public Task Reports_in_every_kind_of_async_function(string member) => Reports(member);

    [Fact]
    public Task Judges_hosted_methods_by_what_they_implement() => Reports("""
        using Microsoft.Extensions.Hosting;
        public class Worker : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) { [|Thread.Sleep(1000)|]; return Task.CompletedTask; }
            public Task StopAsync(CancellationToken cancellationToken) { Warm(); return Task.CompletedTask; }
            public Task RestartAsync() { Thread.Sleep(1000); return Task.CompletedTask; }
            private void Warm() => Thread.Sleep(1000);
        }
        """);

    [Theory]
    [InlineData("public async Task Run() { lock (gate) { WAIT; } await Task.Yield(); } private readonly object gate = new();", "Thread.Sleep(1000)")]
    [InlineData("public async Task Run() { WAIT; await Task.Yield(); }", "Thread.Sleep(10)")]
    [InlineData("public static async Task Main() { WAIT; await Task.Yield(); }", "Thread.Sleep(1000)")]
    public async Task Reports_what_can_hardly_be_awaited_or_hurts_nobody_at_strict_only(string member, string wait)
    {
        await Silent(member.Replace("WAIT", wait, StringComparison.Ordinal));
        await Reports(member.Replace("WAIT", $"[|{wait}|]", StringComparison.Ordinal), AtStrict);
    }

    [Fact]
    public async Task Reports_in_a_top_level_program_at_strict_only()
    {
        const string program = """
            [|Thread.Sleep(1000)|];
            await Task.Yield();
            enum Kind { }
            """;
        await Silent(program.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal), new Setup { TopLevelProgram = true });
        await Reports(program, AtStrict with { TopLevelProgram = true });
    }

    [Fact]
    public Task Takes_an_alias_and_a_using_static_for_what_they_are() => Reports("""
        using Pausing = System.Threading.Thread;
        using static System.Threading.Thread;
        public class Cart
        {
            public async Task Add() { [|Pausing.Sleep(1000)|]; [|Sleep(1000)|]; await Task.Yield(); }
        }
        """);

    [Fact]
    public Task Does_not_take_a_look_alike_for_a_thread() => Silent("""
        namespace Shop
        {
            public static class Thread { public static void Sleep(int milliseconds) { } }
            public class Gate { public bool WaitOne() => true; public void WaitForExit() { } }
            public class Cart
            {
                public async Task Add(Gate gate) { Thread.Sleep(1000); gate.WaitOne(); gate.WaitForExit(); await Task.Yield(); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Skips_generated_code() => Silent("Thread.Sleep(1000); await Task.Yield();", AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Survives_half_typed_code() => Silent("Thread.Sleep( ; await Task.", AtStrict with { AllowsErrors = true });
}
