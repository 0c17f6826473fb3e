using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3009_AbandonedWorkTests : RuleTests<AbandonedWorkRule, AbandonedWorkFix>
{
    [Fact]
    public Task Says_what_goes_on() => ReportsWith(
        "When the delay wins, 'work' is neither cancelled nor awaited, so it goes on unwatched and its failure is lost; give it a linked source's token with CancelAfter instead of the race, or at least wait with WaitAsync",
        """
        var work = billing.FindAsync(id, token);
        if (await [|Task.WhenAny(work, Task.Delay(5000))|] != work)
            throw new TimeoutException();
        """);

    [Theory]
    [InlineData("var done = await [|Task.WhenAny(work, Task.Delay(5000))|]; if (done != work) throw new TimeoutException(); return await work;")]
    [InlineData("var done = await [|Task.WhenAny(work, Task.Delay(5000))|]; if (done == work) { return await work; } return null;")]
    [InlineData("var done = await [|Task.WhenAny(work, Task.Delay(5000))|]; return done == work ? await work : null;")]
    [InlineData("var done = await [|Task.WhenAny(work, Task.Delay(5000))|]; return done == work ? work.Result : throw new TimeoutException();")]
    [InlineData("var delay = Task.Delay(TimeSpan.FromSeconds(1), token); var done = await [|Task.WhenAny(work, delay)|].ConfigureAwait(false); if (done == delay) { log.LogWarning(\"slow\"); return null; } return await work;")]
    [InlineData("var delay = Task.Delay(1000); if (delay == await [|Task.WhenAny(delay, work)|]) return null; return work.Result;")]
    [InlineData("await [|Task.WhenAny(work, Task.Delay(5000))|]; if (!work.IsCompleted) { return null; } return await work;")]
    [InlineData("await [|Task.WhenAny(work, Task.Delay(5000))|]; if (work.IsCompletedSuccessfully) return work.Result; throw new TimeoutException();")]
    [InlineData("await [|Task.WhenAny(new[] { work, Task.Delay(5000) })|]; if (!(work.IsCompleted)) return null; return await work;")]
    [InlineData("Task done = await [|Task.WhenAny(work, Task.Delay(5000))|]; if (!(done == work)) return null; else return await work;")]
    [InlineData("using var stop = new CancellationTokenSource(); if (await [|Task.WhenAny(work, Task.Delay(5000, stop.Token))|] == work) { stop.Cancel(); return await work; } throw new TimeoutException();")]
    [InlineData("using var stop = new CancellationTokenSource(); try { if (await [|Task.WhenAny(work, Task.Delay(5000, stop.Token))|] != work) return null; return await work; } finally { stop.Cancel(); }")]
    public Task Row_time_limit_by_WhenAny(string race) => Reports($$"""
        public async Task<Order?> Run(int id, CancellationToken token)
        {
            var work = billing.FindAsync(id, token);
            {{race}}
        }
        """);

    [Theory]
    [InlineData("Task.Run(() => billing.Charge(order))")]
    [InlineData("Task.Run(async () => await billing.ChargeAsync(order, token))")]
    [InlineData("billing.ChargeAsync(order, token)")]
    [InlineData("stream.ReadAsync(new byte[10]).AsTask()")]
    [InlineData("semaphore.WaitAsync()")]
    [InlineData("channel.Reader.ReadAsync(token).AsTask()")]
    [InlineData("billing.ChargeAsync(order, linked.Token)")]
    public Task Reports_every_kind_of_work(string work) => Reports($$"""
        public async Task<bool> Run(Order order, Stream stream, SemaphoreSlim semaphore, System.Threading.Channels.Channel<int> channel, CancellationToken token)
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
            Task work = {{work}};
            var done = await [|Task.WhenAny(work, Task.Delay(1000))|];
            if (done != work)
                return false;
            await work;
            return true;
        }
        """);

    [Theory]
    [InlineData("if (await Task.WhenAny(work, Task.Delay(5000)) != work) { own.Cancel(); throw new TimeoutException(); } return await work;")]
    [InlineData("if (await Task.WhenAny(work, Task.Delay(5000)) != work) { await own.CancelAsync(); return null; } return await work;")]
    [InlineData("try { if (await Task.WhenAny(work, Task.Delay(5000)) != work) throw new TimeoutException(); return await work; } finally { own.Cancel(); }")]
    [InlineData("try { if (await Task.WhenAny(work, Task.Delay(5000)) != work) throw new TimeoutException(); return await work; } catch (TimeoutException) { own.Cancel(); throw; }")]
    [InlineData("if (await Task.WhenAny(work, Task.Delay(5000)) != work) log.LogWarning(\"slow\"); return await work;")]
    [InlineData("if (await Task.WhenAny(work, Task.Delay(5000)) != work) { Forget(work); return null; } return await work;")]
    [InlineData("_ = work.ContinueWith(t => log.LogError(t.Exception, \"late\"), TaskContinuationOptions.OnlyOnFaulted); if (await Task.WhenAny(work, Task.Delay(5000)) != work) return null; return await work;")]
    [InlineData("running.Add(work); if (await Task.WhenAny(work, Task.Delay(5000)) != work) return null; return await work;")]
    [InlineData("last = work; if (await Task.WhenAny(work, Task.Delay(5000)) != work) return null; return await work;")]
    [InlineData("if (await Task.WhenAny(work, Task.Delay(5000)) != work) { process.Kill(); return null; } return await work;")]
    [InlineData("while (await Task.WhenAny(work, Task.Delay(5000)) != work) log.LogInformation(\"still running\"); return await work;")]
    [InlineData("for (;;) { if (await Task.WhenAny(work, Task.Delay(5000)) == work) return await work; log.LogInformation(\"still running\"); }")]
    [InlineData("if (await Task.WhenAny(work, Task.Delay(Timeout.Infinite, token)) != work) return null; return await work;")]
    [InlineData("if (await Task.WhenAny(work, Task.Delay(-1, token)) != work) return null; return await work;")]
    [InlineData("if (await Task.WhenAny(work, last) != work) return null; return await work;")]
    [InlineData("if (await Task.WhenAny(work, last, Task.Delay(1000)) != work) return null; return await work;")]
    [InlineData("var done = await Task.WhenAny(work, Task.Delay(1000)); return done is Task<Order> found ? await found : null;")]
    [InlineData("var done = await Task.WhenAny(work, Task.Delay(1000)); Show(done == work); return await work;")]
    [InlineData("return await work.WaitAsync(TimeSpan.FromSeconds(5), token);")]
    [InlineData("await await Task.WhenAny(work, Task.Delay(1000)); return await work;")]
    public Task Stays_silent_when_the_loser_is_looked_after(string race) => Silent($$"""
        public async Task<Order?> Run(int id, System.Diagnostics.Process process, CancellationToken token)
        {
            using var own = CancellationTokenSource.CreateLinkedTokenSource(token);
            var work = billing.FindAsync(id, own.Token);
            {{race}}
        }
        private readonly List<Task> running = new(); private Task last = Task.CompletedTask;
        private void Forget(Task task) { } private void Show(bool value) { }
        """, AtStrict);

    [Theory]
    [InlineData("new TaskCompletionSource<Order>().Task")]
    [InlineData("Task.Delay(1)")]
    [InlineData("channel.Reader.WaitToReadAsync(token).AsTask()")]
    [InlineData("process.WaitForExitAsync(token)")]
    [InlineData("Task.WhenAll(kept)")]
    [InlineData("kept")]
    [InlineData("Task.CompletedTask")]
    [InlineData("last.ContinueWith(_ => 1)")]
    public Task Stays_silent_for_signals_and_for_what_others_hold(string work) => Silent($$"""
        public async Task<bool> Run(System.Diagnostics.Process process, System.Threading.Channels.Channel<int> channel, CancellationToken token)
        {
            Task work = {{work}};
            if (await Task.WhenAny(work, Task.Delay(1000)) != work)
                return false;
            await work;
            return true;
        }
        private readonly Task kept = Task.CompletedTask; private Task last => kept;
        """, AtStrict);

    [Theory]
    [InlineData("using var limit = new CancellationTokenSource(5000); var work = billing.FindAsync(id, limit.Token);")]
    [InlineData("using var limit = CancellationTokenSource.CreateLinkedTokenSource(token); limit.CancelAfter(5000); var work = billing.FindAsync(id, limit.Token);")]
    [InlineData("using var limit = CancellationTokenSource.CreateLinkedTokenSource(token); limit.CancelAfter(5000); var own = limit.Token; var work = Task.Run(() => billing.FindAsync(id, own));")]
    [InlineData("using var client = new HttpClient(); var work = client.GetStringAsync(\"https://shop\");")]
    public Task Stays_silent_when_the_work_ends_by_itself(string work) => Silent($$"""
        {{work}}
        if (await Task.WhenAny(work, Task.Delay(6000)) != work)
            return;
        await work;
        """, AtStrict);

    [Fact]
    public async Task Reports_a_best_effort_at_strict_only()
    {
        await Silent("await Task.WhenAny(billing.ChargeAsync(order, token), Task.Delay(1000));");
        await Reports("await [|Task.WhenAny(billing.ChargeAsync(order, token), Task.Delay(1000))|];", AtStrict);
    }

    [Fact]
    public async Task Reports_a_helper_for_the_callers_work_at_strict_only()
    {
        const string helper = """
            public static class Limits
            {
                public static async Task<T> Within<T>(this Task<T> task, TimeSpan limit)
                {
                    if (await [|Task.WhenAny(task, Task.Delay(limit))|] == task)
                        return await task;
                    throw new TimeoutException();
                }
            }
            """;
        await Silent(helper.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
        await Reports(helper, AtStrict);
    }

    [Fact]
    public Task Reports_in_a_lambda_and_a_local_function() => Reports("""
        Func<Task<bool>> tried = async () =>
        {
            var work = billing.ChargeAsync(order, token);
            return await [|Task.WhenAny(work, Task.Delay(1000))|] == work ? true : false;
        };
        async Task Charge()
        {
            var work = billing.ChargeAsync(order, token);
            if (await [|Task.WhenAny(work, Task.Delay(1000))|] != work)
                throw new TimeoutException();
        }
        await tried();
        await Charge();
        """);

    [Fact]
    public Task Reports_each_round_of_a_loop_that_starts_its_own_work() => Reports("""
        foreach (var line in order.Lines)
        {
            var work = billing.FindAsync(line.Length, token);
            if (await [|Task.WhenAny(work, Task.Delay(1000))|] != work)
                continue;
            log.LogInformation("{Name}", (await work).Name);
        }
        """);

    [Fact]
    public Task Does_not_take_a_look_alike_for_a_task() => Silent("""
        namespace Shop
        {
            public static class Task
            {
                public static System.Threading.Tasks.Task<System.Threading.Tasks.Task> WhenAny(params System.Threading.Tasks.Task[] tasks) => System.Threading.Tasks.Task.WhenAny(tasks);
                public static System.Threading.Tasks.Task Delay(int milliseconds) => System.Threading.Tasks.Task.Delay(milliseconds);
            }
            public class Cart(IBilling billing)
            {
                public async System.Threading.Tasks.Task Add(Order order)
                {
                    var work = billing.ChargeAsync(order);
                    if (await Task.WhenAny(work, Task.Delay(1000)) != work) throw new TimeoutException();
                }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Skips_generated_code() => Silent("""
        var work = billing.FindAsync(id, token);
        if (await Task.WhenAny(work, Task.Delay(5000)) != work) throw new TimeoutException();
        """, AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Survives_half_typed_code() => Silent("""
        var work = billing.FindAsync(id, ;
        if (await Task.WhenAny(work, Task.Delay() != ) throw
        """, AtStrict with { AllowsErrors = true });

    [Theory]
    [InlineData("var done = await [|Task.WhenAny(work, Task.Delay(limit))|];\n    if (done != work)\n        throw new TimeoutException(\"slow\");", "limit, token")]
    [InlineData("var delay = Task.Delay(limit, token);\n    var done = await [|Task.WhenAny(work, delay)|];\n    if (done == delay)\n    {\n        throw new TimeoutException(\"slow\");\n    }", "limit, token")]
    [InlineData("if (await [|Task.WhenAny(work, Task.Delay(5000))|] != work)\n    {\n        throw new TimeoutException(\"slow\");\n    }", "TimeSpan.FromMilliseconds(5000), token")]
    [InlineData("await [|Task.WhenAny(work, Task.Delay(limit))|];\n    if (!work.IsCompleted)\n        throw new TimeoutException(\"slow\");", "limit, token")]
    public Task Fixes_a_test_before_the_result(string race, string arguments) => Fixes(
        $$"""
        public async Task<Order> Run(int id, TimeSpan limit, CancellationToken token)
        {
            var work = billing.FindAsync(id, token);
            {{race}}

            return await work;
        }
        """,
        $$"""
        public async Task<Order> Run(int id, TimeSpan limit, CancellationToken token)
        {
            var work = billing.FindAsync(id, token);
            try
            {
                await work.WaitAsync({{arguments}});
            }
            catch (TimeoutException) when (!work.IsCompleted)
            {
                throw new TimeoutException("slow");
            }

            return await work;
        }
        """);

    [Fact]
    public Task Fixes_a_result_inside_the_test() => Fixes(
        """
        public async Task<Order?> Run(int id, TimeSpan limit)
        {
            // The shop answers within a second, or not at all.
            var work = billing.FindAsync(id);
            if (await [|Task.WhenAny(work, Task.Delay(limit))|].ConfigureAwait(false) == work)
            {
                return await work.ConfigureAwait(false);
            }

            log.LogWarning("slow");
            return null;
        }
        """,
        """
        public async Task<Order?> Run(int id, TimeSpan limit)
        {
            // The shop answers within a second, or not at all.
            var work = billing.FindAsync(id);
            try
            {
                await work.WaitAsync(limit).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!work.IsCompleted)
            {
                log.LogWarning("slow");
                return null;
            }
            return await work.ConfigureAwait(false);
        }
        """);

    [Theory]
    [InlineData("return await [|Task.WhenAny(work, Task.Delay(limit))|] == work ? await work : null;")]
    [InlineData("using var stop = new CancellationTokenSource(); if (await [|Task.WhenAny(work, Task.Delay(limit, stop.Token))|] == work) { stop.Cancel(); return await work; } return null;")]
    [InlineData("var done = await [|Task.WhenAny(work, Task.Delay(limit))|]; if (done != work) { log.LogWarning(\"slow\"); } else { return await work; } log.LogWarning(\"{Id}\", done.Id); return null;")]
    public Task Offers_no_fix_where_the_paths_do_not_part(string race) => OffersNoFix($$"""
        public async Task<Order?> Run(int id, TimeSpan limit)
        {
            var work = billing.FindAsync(id);
            {{race}}
        }
        """);
}
