using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3007_UnwiredTokenTests : RuleTests<UnwiredTokenRule>
{
    [Fact]
    public Task Says_that_a_limit_stops_nothing() => ReportsWith(
        "'limit' has a time limit, but nothing gets its token, so the limit stops nothing; pass 'limit.Token' to the work that it is to stop",
        "using var limit = [|new CancellationTokenSource(TimeSpan.FromSeconds(5))|]; await billing.ChargeAsync(order, token);");

    [Fact]
    public Task Says_that_cancelling_stops_nothing() => ReportsWith(
        "'stop' is cancelled, but nothing gets its token, so cancelling stops nothing; pass 'stop.Token' to the work that it is to stop",
        "using var stop = [|new CancellationTokenSource()|]; Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); }; await billing.ChargeAsync(order, token);");

    [Fact]
    public Task Says_that_a_link_is_of_no_use() => ReportsWith(
        "'linked' is linked to other tokens, but nothing gets its token, so cancelling stops nothing; pass 'linked.Token' to the work that it is to stop",
        "using var linked = [|CancellationTokenSource.CreateLinkedTokenSource(token)|]; await billing.ChargeAsync(order, token);");

    [Fact]
    public Task Says_that_nothing_holds_the_source() => ReportsWith(
        "This token source has a time limit, but nothing gets its token, so the limit stops nothing; keep the source and pass its token to the work that it is to stop",
        "_ = [|new CancellationTokenSource(1000)|]; await billing.ChargeAsync(order, token);");

    [Fact]
    public Task Says_that_a_parameter_limits_nothing() => ReportsWith(
        "'timeout' is never used, so the work may take any time although the caller has set a limit; give it to the work, or to a linked source whose token the work gets",
        "public async Task Run(Order order, TimeSpan [|timeout|]) { await billing.ChargeAsync(order); }");

    [Theory]
    [InlineData("using var limit = [|CancellationTokenSource.CreateLinkedTokenSource(token)|]; limit.CancelAfter(1000);")]
    [InlineData("var limit = [|new CancellationTokenSource()|]; limit.CancelAfter(TimeSpan.FromSeconds(1)); limit.Dispose();")]
    [InlineData("CancellationTokenSource limit = [|new(1000)|]; ((IDisposable)limit).Dispose();")]
    [InlineData("CancellationTokenSource? limit = null; limit = [|new CancellationTokenSource(1000)|]; limit?.Dispose();")]
    [InlineData("var limit = [|new CancellationTokenSource(1000)|]; try { billing.Charge(order); } finally { limit?.Cancel(); }")]
    [InlineData("using (var limit = [|new CancellationTokenSource(1000)|]) { billing.Charge(order); }")]
    [InlineData("using ([|new CancellationTokenSource(1000)|]) { billing.Charge(order); }")]
    [InlineData("[|CancellationTokenSource.CreateLinkedTokenSource(token)|];")]
    [InlineData("using var limit = [|new CancellationTokenSource(1000)|]; log.LogInformation(nameof(limit.Token));")]
    [InlineData("using var limit = [|new CancellationTokenSource(1000)|]; _ = limit.Token;")]
    [InlineData("using var limit = [|new CancellationTokenSource(1000)|]; var unread = limit.Token;")]
    [InlineData("using var limit = [|new CancellationTokenSource(TimeSpan.FromSeconds(1), TimeProvider.System)|];")]
    [InlineData("var stop = [|new CancellationTokenSource()|]; await stop.CancelAsync();")]
    [InlineData("var stop = [|new CancellationTokenSource()|]; Action end = () => stop!.Cancel(); end();")]
    [InlineData("Func<Task> later = async () => { using var limit = [|new CancellationTokenSource(1000)|]; await billing.ChargeAsync(order); };")]
    public Task Reports_sources_whose_token_goes_nowhere(string code) => Reports(code);

    [Theory]
    [InlineData("using var limit = new CancellationTokenSource(1000); await billing.ChargeAsync(order, limit.Token);")]
    [InlineData("using var limit = new CancellationTokenSource(1000); var own = limit.Token; await billing.ChargeAsync(order, own);")]
    [InlineData("using var limit = CancellationTokenSource.CreateLinkedTokenSource(token); limit.CancelAfter(1000); await billing.ChargeAsync(order, limit?.Token ?? default);")]
    [InlineData("using var limit = new CancellationTokenSource(1000); while (!limit.IsCancellationRequested) billing.Charge(order);")]
    [InlineData("using var limit = new CancellationTokenSource(1000); limit.Token.Register(() => billing.Charge(order));")]
    [InlineData("using var limit = new CancellationTokenSource(1000); token = limit.Token; await billing.ChargeAsync(order, token);")]
    [InlineData("var limit = new CancellationTokenSource(1000); Keep(limit);")]
    [InlineData("var limit = new CancellationTokenSource(1000); ((object)limit).ToString();")]
    [InlineData("var limit = new CancellationTokenSource(1000); Action later = () => Keep(limit);")]
    [InlineData("var limit = new CancellationTokenSource(1000); var other = limit; await billing.ChargeAsync(order, other.Token);")]
    [InlineData("var limits = new List<CancellationTokenSource> { new(1000) }; Console.WriteLine(limits.Count);")]
    [InlineData("await billing.ChargeAsync(order, new CancellationTokenSource(1000).Token);")]
    [InlineData("var limit = id > 1 ? new CancellationTokenSource(1000) : null; await billing.ChargeAsync(order, limit?.Token ?? token);")]
    [InlineData("var plain = new CancellationTokenSource(); plain.Dispose();")]
    [InlineData("using var plain = new CancellationTokenSource();")]
    [InlineData("using var plain = new CancellationTokenSource(Timeout.InfiniteTimeSpan);")]
    [InlineData("var old = Interlocked.Exchange(ref kept, new CancellationTokenSource(1000)); old?.Cancel();")]
    public Task Stays_silent_when_the_token_may_go_somewhere(string code) => Silent($$"""
        public async Task Run(Order order, int id, CancellationToken token) { {{code}} await Task.Yield(); }
        private CancellationTokenSource? kept;
        private void Keep(CancellationTokenSource source) => source.Dispose();
        public CancellationToken Kept => kept?.Token ?? default;
        """, AtStrict);

    [Theory]
    [InlineData("private readonly CancellationTokenSource stop = [|new()|]; public void Stop() => stop.Cancel();")]
    [InlineData("private readonly CancellationTokenSource stop = [|new CancellationTokenSource()|]; public void Stop() { this.stop.Cancel(); stop.Dispose(); }")]
    [InlineData("private CancellationTokenSource? stop; public void Start() { stop = [|new CancellationTokenSource()|]; } public void Stop() { if (stop is not null) stop.Cancel(); stop?.Dispose(); stop = null; }")]
    [InlineData("private CancellationTokenSource? stop; public void Start(CancellationToken token) { stop = [|CancellationTokenSource.CreateLinkedTokenSource(token)|]; }")]
    [InlineData("private static readonly CancellationTokenSource stop = [|new CancellationTokenSource(1000)|]; public string Name => nameof(stop);")]
    public Task Reports_fields_that_are_cancelled_for_nobody(string members) => Reports(members);

    [Theory]
    [InlineData("private readonly CancellationTokenSource stop = new(); public void Stop() => stop.Cancel(); public Task Run(Order order) => billing.ChargeAsync(order, stop.Token);")]
    [InlineData("private readonly CancellationTokenSource stop = new(); public void Stop() => stop.Cancel(); public bool Stopped => stop.IsCancellationRequested;")]
    [InlineData("private readonly CancellationTokenSource stop = new(); public void Stop() => stop.Cancel(); public CancellationTokenSource Source => stop;")]
    [InlineData("private readonly CancellationTokenSource stop = new(); public void Stop() => stop.Cancel(); public CancellationToken Of(Sample other) => other.stop.Token;")]
    [InlineData("internal readonly CancellationTokenSource stop = new(); public void Stop() => stop.Cancel();")]
    [InlineData("private readonly CancellationTokenSource stop = new(); public void Dispose() => stop.Dispose();")]
    [InlineData("private CancellationTokenSource? stop; public void Stop() { var old = stop; stop = new CancellationTokenSource(); old?.Cancel(); }")]
    [InlineData("private CancellationTokenSource? stop; public void Stop() { stop?.Cancel(); stop = new CancellationTokenSource(); var token = stop.Token; Console.WriteLine(token); }")]
    [InlineData("private readonly CancellationTokenSource plain = new(); public void Stop() { var plain = new CancellationTokenSource(); plain.Cancel(); Console.WriteLine(plain.Token); }")]
    public Task Stays_silent_for_fields_that_somebody_reads(string members) => Silent(members, AtStrict);

    [Fact]
    public Task Reads_nested_types() => Silent("""
        public class Worker
        {
            private readonly CancellationTokenSource stop = new();
            public void Stop() => stop.Cancel();
            private class Round(Worker worker) { public CancellationToken Token => worker.stop.Token; }
        }
        """, AtStrict);

    [Fact]
    public Task Reads_all_parts_of_a_type() => Silent("""
        public partial class Worker
        {
            private readonly CancellationTokenSource stop = new();
            public void Stop() => stop.Cancel();
        }
        public partial class Worker
        {
            public Task Run(IBilling billing, Order order) => billing.ChargeAsync(order, stop.Token);
        }
        """, AtStrict);

    [Theory]
    [InlineData("public async Task Run(Order order, TimeSpan? [|timeout|] = null) { await billing.ChargeAsync(order); }")]
    [InlineData("public void Run(Order order, TimeSpan [|requestTimeout|]) => billing.Charge(order);")]
    [InlineData("public async Task Run(Order order) { async Task Charge(TimeSpan [|timeout|]) => await billing.ChargeAsync(order); await Charge(TimeSpan.FromSeconds(1)); }")]
    [InlineData("public async Task Run(Order order, TimeSpan [|timeout|]) { Console.WriteLine(nameof(timeout)); await billing.ChargeAsync(order); }")]
    public Task Reports_limits_that_nothing_uses(string member) => Reports(member);

    [Fact]
    public Task Reports_a_constructor_that_drops_its_limit() => Reports("""
        public class Gateway
        {
            private readonly HttpClient http;
            public Gateway(HttpClient http, TimeSpan [|timeout|]) { this.http = http; http.DefaultRequestHeaders.Clear(); }
            public Task<string> Get() => http.GetStringAsync("https://shop");
        }
        """);

    [Theory]
    [InlineData("log.LogInformation(\"limit {Timeout}\", timeout);")]
    [InlineData("log.LogInformation($\"limit {timeout.TotalSeconds}\");")]
    [InlineData("if (timeout <= TimeSpan.Zero) throw new ArgumentOutOfRangeException(nameof(timeout), timeout, \"not positive\");")]
    [InlineData("ArgumentOutOfRangeException.ThrowIfLessThan(timeout, TimeSpan.Zero);")]
    [InlineData("try { billing.Charge(order); } catch (IOException) { throw new TimeoutException($\"not within {timeout}\"); }")]
    public async Task Reports_limits_that_are_only_told_at_strict_only(string told)
    {
        await Silent(Code("timeout"));
        await Reports(Code("[|timeout|]"), AtStrict);

        string Code(string parameter) => $$"""
            public async Task Run(Order order, TimeSpan {{parameter}}) { {{told}} await billing.ChargeAsync(order); }
            """;
    }

    [Theory]
    [InlineData("public async Task Run(Order order, TimeSpan timeout) { using var limit = new CancellationTokenSource(timeout); await billing.ChargeAsync(order, limit.Token); }")]
    [InlineData("public async Task Run(Order order, TimeSpan timeout) { var until = DateTime.UtcNow + timeout; while (DateTime.UtcNow < until) await billing.ChargeAsync(order); }")]
    [InlineData("public async Task Run(Order order, TimeSpan timeout) { Func<Task> work = () => billing.ChargeAsync(order).WaitAsync(timeout); await work(); }")]
    [InlineData("public void Run(Order order, TimeSpan timeout) { http.Timeout = timeout; }")]
    [InlineData("public virtual void Run(Order order, TimeSpan timeout) => billing.Charge(order);")]
    [InlineData("public void Run(Order order, TimeSpan timeout) { }")]
    [InlineData("public void Run(Order order, TimeSpan timeout) => throw new NotSupportedException();")]
    [InlineData("public Task Run(Order order, TimeSpan timeout) => Task.CompletedTask;")]
    [InlineData("public Task<int> Run(Order order, TimeSpan timeout) => Task.FromResult(0);")]
    [InlineData("[Obsolete] public void Run(Order order, TimeSpan timeout) => billing.Charge(order);")]
    [InlineData("private void OnTimeout(Order order, TimeSpan timeout) => billing.Charge(order);")]
    [InlineData("private void Run(Order order, TimeSpan timeout) => billing.Charge(order); public Action<Order, TimeSpan> Runner => Run;")]
    [InlineData("public void Start() { void Run(Order order, TimeSpan timeout) => billing.Charge(order); Action<Order, TimeSpan> runner = Run; runner(null!, default); }")]
    [InlineData("public Action<Order, TimeSpan> Runner => (order, timeout) => billing.Charge(order);")]
    [InlineData("public void Run(Order order, TimeSpan interval) => billing.Charge(order);")]
    [InlineData("public void Run(Order order, int timeout) => billing.Charge(order);")]
    public Task Stays_silent_for_limits_that_are_used_or_not_of_its_own_choice(string member) => Silent(member, AtStrict);

    [Fact]
    public Task Stays_silent_when_a_contract_asks_for_the_parameter() => Silent("""
        public interface IGateway { void Send(Order order, TimeSpan timeout); Task Post(Order order, TimeSpan timeout); }
        public abstract class Sender { public abstract void Push(Order order, TimeSpan timeout); }
        public class Gateway(IBilling billing) : Sender, IGateway
        {
            public void Send(Order order, TimeSpan timeout) => billing.Charge(order);
            async Task IGateway.Post(Order order, TimeSpan timeout) => await billing.ChargeAsync(order);
            public override void Push(Order order, TimeSpan timeout) => billing.Charge(order);
        }
        """, AtStrict);

    [Theory]
    [InlineData("public async Task Run(Order order, TimeSpan timeout)\n{\n#if MODERN\n    order.Lines.Wait(timeout);\n#endif\n    await billing.ChargeAsync(order);\n}")]
    [InlineData("public async Task Run(Order order)\n{\n    using var limit = new CancellationTokenSource(1000);\n#if MODERN\n    await billing.ChargeAsync(order, limit.Token);\n#else\n    await billing.ChargeAsync(order);\n#endif\n}")]
    [InlineData("private readonly CancellationTokenSource stop = new();\npublic void Stop() => stop.Cancel();\n#if MODERN\npublic CancellationToken Stopping => stop.Token;\n#endif\npublic int Value => 1;")]
    public Task Stays_silent_when_another_target_framework_uses_it(string members) => Silent(members, AtStrict);

    [Fact]
    public Task Takes_an_alias_for_what_it_is() => Reports("""
        using Source = System.Threading.CancellationTokenSource;
        public class Cart(IBilling billing)
        {
            public async Task Add(Order order) { using var limit = [|new Source(1000)|]; await billing.ChargeAsync(order); }
        }
        """);

    [Fact]
    public Task Reports_in_a_top_level_program() => Reports("""
        using var stop = [|new CancellationTokenSource()|];
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
        await Task.Delay(1000);
        enum Kind { }
        """, new Setup { TopLevelProgram = true });

    [Fact]
    public Task Does_not_take_a_look_alike_for_a_source() => Silent("""
        namespace Shop
        {
            public class CancellationTokenSource(int milliseconds) : IDisposable { public void Dispose() { Console.WriteLine(milliseconds); } }
            public class Cart
            {
                public async Task Add() { using var limit = new CancellationTokenSource(1000); await Task.Yield(); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Skips_generated_code() => Silent(
        "using var limit = new CancellationTokenSource(1000); await billing.ChargeAsync(order);", AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Survives_half_typed_code() => Silent("""
        public async Task Run(Order order, TimeSpan timeout) { using var limit = new CancellationTokenSource(; await billing.ChargeAsync(order, limit. }
        """, AtStrict with { AllowsErrors = true });
}
