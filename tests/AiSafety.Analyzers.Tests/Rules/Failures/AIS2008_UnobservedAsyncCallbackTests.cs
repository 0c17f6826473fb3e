using AiSafety.Analyzers.Rules.Failures;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2008_UnobservedAsyncCallbackTests : RuleTests<UnobservedAsyncCallbackRule>
{
    private const string WindowsForms = """
        namespace System.Windows.Forms
        {
            public class Control { public event EventHandler? Click; public void BeginInvoke(Action work) { } public void Raise() => Click?.Invoke(this, EventArgs.Empty); }
            public class Form : Control { }
        }

        """;

    [Fact]
    public Task Says_that_a_timer_cannot_await() => ReportsWith(
        "'Timer' takes this async lambda as 'TimerCallback' and cannot await it; a failure in it reaches no caller and ends the process; catch and record its failures inside it, or await the ticks of a 'PeriodicTimer'",
        "var timer = new Timer([|async|] _ => await billing.ChargeAsync(order));");

    [Fact]
    public Task Says_that_a_loop_is_over_too_soon() => ReportsWith(
        "'Parallel.ForEach' takes this async lambda as 'Action<string>' and cannot await it; the call is over before the work is, and a failure in the work ends the process; await 'Parallel.ForEachAsync' instead",
        "Parallel.ForEach(order.Lines, [|async|] line => await billing.ChargeAsync(order));");

    [Fact]
    public Task Says_that_an_own_method_should_take_a_task() => ReportsWith(
        "'Retry' takes this async lambda as 'Action' and cannot await it; a failure in it reaches no caller and ends the process; let 'Retry' take a 'Func' that returns a task and await it, or catch and record its failures inside it",
        """
        public void Pay(Order order) => Retry([|async|] () => await billing.ChargeAsync(order));

        private void Retry(Action work) => work();
        """);

    [Fact]
    public Task Says_which_method_becomes_a_delegate() => ReportsWith(
        "Nothing can await 'Pay' once it becomes 'Action'; a failure in it reaches no caller and ends the process; catch and record its failures inside it",
        """
        public Action Payment => [|Pay|];

        private async void Pay() => await billing.ChargeAsync(new Order());
        """);

    [Fact]
    public Task Says_what_passes_the_handlers_by() => ReportsWith(
        "'Timer' takes this async lambda as 'TimerCallback' and cannot await it; a failure of 'FindAsync' (line 8) passes its handlers by and ends the process; catch and record its failures inside it, or await the ticks of a 'PeriodicTimer'",
        """
        var timer = new Timer([|async|] _ =>
        {
            var found = await billing.FindAsync(id);
            try { await billing.ChargeAsync(found); }
            catch (Exception e) { log.LogError(e, "charge failed"); }
        });
        """);

    // ---- what takes it

    [Fact]
    public Task Row_async_void_exceptions() => Reports("""
        public void Start(SynchronizationContext context, TimeProvider time)
        {
            _ = new Timer([|Tick|]);
            _ = new Timer([|Tick|], null, 0, 1000);
            _ = time.CreateTimer([|async|] _ => await billing.ChargeAsync(new Order()), null, TimeSpan.Zero, TimeSpan.Zero);
            ThreadPool.QueueUserWorkItem([|Tick|]);
            new Thread([|async|] () => await billing.ChargeAsync(new Order())).Start();
            context.Post([|Tick|], null);
        }

        private async void Tick(object? state) => await billing.ChargeAsync(new Order());
        """);

    [Fact]
    public Task Row_timer_callback_exceptions_unobserved() => Reports("""
        public void Start()
        {
            var timer = new System.Timers.Timer(1000);
            timer.Elapsed += [|async|] (sender, e) => await billing.ChargeAsync(new Order());
            timer.Elapsed += [|Tick|];
            timer.Elapsed -= Tick;
        }

        private async void Tick(object? sender, System.Timers.ElapsedEventArgs e)
        {
            await billing.ChargeAsync(new Order());
        }
        """);

    [Fact]
    public Task Reports_loops() => Reports("""
        public void Close(List<Order> orders, System.Collections.Immutable.ImmutableList<Order> fixedOrders, Order[] array)
        {
            orders.ForEach([|async|] order => await billing.ChargeAsync(order));
            fixedOrders.ForEach([|async|] order => await billing.ChargeAsync(order));
            Array.ForEach(array, [|async|] order => await billing.ChargeAsync(order));
            Parallel.For(0, 10, [|async|] i => await billing.FindAsync(i));
            Parallel.Invoke([|async|] () => await billing.FindAsync(1), [|async|] () => await billing.FindAsync(2));
            orders.AsParallel().ForAll([|async|] order => await billing.ChargeAsync(order));
            orders?.ForEach([|async|] order => await billing.ChargeAsync(order));
        }
        """);

    [Fact]
    public Task Reports_an_action_however_it_is_made() => Reports("""
        Action stored = [|async|] () => await billing.ChargeAsync(order);
        var made = new Action([|async|] () => await billing.ChargeAsync(order));
        Action<Order> chosen = order.Paid ? (_ => { }) : ([|async|] paid => await billing.ChargeAsync(paid));
        Task.Run((Action)([|async|] () => await billing.ChargeAsync(order)));
        Action old = [|async|] delegate { await billing.ChargeAsync(order); };
        token.Register([|async|] () => await billing.ChargeAsync(order));
        stored(); made(); chosen(order); old();
        """);

    [Fact]
    public Task Reports_local_functions_and_members() => Reports("""
        public Action<Order>? OnClosed { get; set; }

        public void Start()
        {
            OnClosed = [|Close|];
            var copy = new Sample { OnClosed = [|async|] order => await billing.ChargeAsync(order) };
            GC.KeepAlive(copy);
            async void Close(Order order) => await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Reports_a_handler_that_is_too_narrow_or_throws_on() => Reports("""
        var narrow = new Timer([|async|] _ =>
        {
            try { await billing.ChargeAsync(order); }
            catch (HttpRequestException e) { log.LogError(e, "no connection"); }
        });
        var rethrows = new Timer([|async|] _ =>
        {
            try { await billing.ChargeAsync(order); }
            catch (Exception e) { log.LogError(e, "charge failed"); throw; }
        });
        var outside = new Timer([|async|] _ =>
        {
            var found = await billing.FindAsync(id);
            try { await billing.ChargeAsync(found); }
            catch (Exception e) { log.LogError(e, "charge failed"); }
        });
        """);

    [Fact]
    public Task Reports_in_top_level_statements() => Reports("""
        using System.Threading;

        var timer = new Timer([|async|] _ => await System.IO.File.ReadAllTextAsync("a.txt"));
        System.GC.KeepAlive(timer);
        """, new Setup { TopLevelProgram = true });

    [Fact]
    public Task Reports_in_an_iterator_and_behind_an_alias() => Reports("""
        using Ticker = System.Threading.Timer;

        public class Clock
        {
            public IEnumerable<Ticker> Start(IBilling billing)
            {
                yield return new Ticker([|async|] _ => await billing.FindAsync(1));
                yield return (new Ticker(([|async|] _ => await billing.FindAsync(2))));
            }
        }
        """);

    // ---- who deals with failures

    [Fact]
    public Task Stays_silent_where_all_failures_are_recorded() => Silent("""
        public void Start()
        {
            _ = new Timer(async _ =>
            {
                try { await billing.ChargeAsync(new Order()); }
                catch (Exception e) { log.LogError(e, "charge failed"); }
            });
            _ = new Timer(Tick);
            _ = new Timer(async _ => await TickSafely());
        }

        private async void Tick(object? state)
        {
            try { await billing.ChargeAsync(new Order()); }
            catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, "charge failed"); }
        }

        private async Task TickSafely()
        {
            try { await billing.ChargeAsync(new Order()); }
            catch (Exception e) { log.LogError(e, "charge failed"); }
        }
        """);

    [Fact]
    public Task Stays_silent_where_nothing_can_fail() => Silent("""
        var timer = new Timer(async _ => await Task.Delay(100));
        Action nothing = async () => { };
        Action waits = async () => { await Task.Yield(); log.LogInformation("done"); };
        """);

    [Fact]
    public Task Stays_silent_where_the_taker_awaits() => Silent("""
        public async Task Start(List<Order> orders, CancellationToken token)
        {
            await Parallel.ForEachAsync(orders, token, async (order, ct) => await billing.ChargeAsync(order, ct));
            await Task.Run(async () => await billing.FindAsync(1), token);
            await Task.WhenAll(orders.Select(async order => await billing.ChargeAsync(order)));
            Func<Task> later = async () => await billing.FindAsync(1);
            await later();
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await timer.WaitForNextTickAsync(token))
                await billing.FindAsync(1, token);
        }
        """);

    [Fact]
    public Task Stays_silent_for_callbacks_that_are_not_async() => Silent("""
        var timer = new Timer(_ => billing.Charge(order));
        order.Lines.ForEach(line => billing.Find(line.Length));
        """);

    [Fact]
    [Regression("a scheduler resolves its service before its try")]
    public Task Stays_silent_where_only_services_are_resolved_outside() => Silent("""
        using Microsoft.Extensions.DependencyInjection;

        public class Clock(IServiceScopeFactory scopes, ILogger log)
        {
            public event EventHandler? Ticked;

            public System.Threading.Timer Start() => new(async _ =>
            {
                using var scope = scopes.CreateScope();
                var billing = scope.ServiceProvider.GetRequiredService<IBilling>();
                try { await billing.FindAsync(1); }
                catch (Exception e) { log.LogError(e, "not found"); }
                Ticked?.Invoke(this, EventArgs.Empty);
            });
        }
        """);

    // ---- events and user interfaces

    [Fact]
    public Task Other_events_are_less_sure() => Reports(Events("[|async|] (sender, e) => await billing.FindAsync(1)"), AtStrict);

    [Fact]
    public Task Stays_silent_for_other_events_at_the_default() => Silent(Events("async (sender, e) => await billing.FindAsync(1)"));

    private static string Events(string handler) => $$"""
        public event EventHandler<EventArgs>? Changed;

        public void Start()
        {
            Changed += {{handler}};
            Changed?.Invoke(this, EventArgs.Empty);
        }
        """;

    [Fact]
    public Task Row_OnX_methods_that_are_not_handlers_are_reported() => Reports("""
        public void Start(List<Order> orders) => orders.ForEach([|OnOrder|]);

        private async void OnOrder(Order order) => await billing.ChargeAsync(order);
        """);

    [Fact]
    public Task Stays_silent_for_handlers_of_a_user_interface() => Silent(WindowsForms + """
        namespace Shop
        {
            using System.Windows.Forms;

            public class Main(IBilling billing, Button button) : Form
            {
                public event EventHandler? Refreshed;

                public void Start()
                {
                    Click += async (sender, e) => await billing.FindAsync(1);
                    Click += OnClick;
                    button.Click += new EventHandler(OnClick);
                    Refreshed += async (sender, e) => await billing.FindAsync(1);
                    Refreshed?.Invoke(this, EventArgs.Empty);
                    BeginInvoke(async () => await billing.FindAsync(1));
                }

                private async void OnClick(object? sender, EventArgs e) => await billing.FindAsync(1);
            }

            public class Button : Control;

            public class Presenter(IBilling billing, Button button)
            {
                public void Start() => button.Click += async (sender, e) => await billing.FindAsync(1);
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_for_commands_of_a_user_interface() => Silent("""
        public class Command(Action run) : System.Windows.Input.ICommand
        {
            public event EventHandler? CanExecuteChanged;
            public bool CanExecute(object? parameter) => CanExecuteChanged is null;
            public void Execute(object? parameter) => run();
        }

        public class ViewModel(IBilling billing)
        {
            public Command Pay => new(async () => await billing.FindAsync(1));
        }
        """);

    [Fact]
    public Task A_thread_timer_of_a_user_interface_runs_on_no_event_loop() => Reports(WindowsForms + """
        namespace Shop
        {
            public class Main(IBilling billing) : System.Windows.Forms.Form
            {
                public void Start() => GC.KeepAlive(new Timer([|async|] _ => await billing.FindAsync(1)));
            }
        }
        """);

    [Fact]
    public Task An_action_inside_a_user_interface_is_less_sure() => Silent(WindowsForms + """
        namespace Shop
        {
            public class Main(IBilling billing) : System.Windows.Forms.Form
            {
                public void Start() => Do(async () => await billing.FindAsync(1));

                private void Do(Action work) => work();
            }
        }
        """);

    [Fact]
    public Task Blazor_that_only_asks_for_rendering_has_nothing_to_lose() => Silent("""
        public class Page : Microsoft.AspNetCore.Components.ComponentBase
        {
            private Timer? timer;

            protected override void OnInitialized() => timer = new Timer(async _ => await InvokeAsync(StateHasChanged), null, 0, 1000);
        }
        """);

    [Fact]
    public Task Blazor_that_loads_in_a_timer_is_reported() => Reports("""
        public class Page(IBilling billing) : Microsoft.AspNetCore.Components.ComponentBase
        {
            private Timer? timer;

            protected override void OnInitialized() => timer = new Timer([|async|] _ =>
            {
                await billing.FindAsync(1);
                await InvokeAsync(StateHasChanged);
            }, null, 0, 1000);
        }
        """);

    // ---- the rest

    [Fact]
    public Task Custom_delegates_are_less_sure() => Reports("""
        public delegate void Closing(Order order);

        public class Shop(IBilling billing)
        {
            public Closing Handler => [|async|] order => await billing.ChargeAsync(order);
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_for_a_look_alike() => Silent("""
        namespace Own
        {
            public delegate void TimerCallback(object? state);

            public class Timer
            {
                public Timer(TimerCallback callback) => callback(null);
            }

            public class Clock(IBilling billing)
            {
                public Timer Start() => new(async _ => await billing.FindAsync(1));
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_method_that_may_be_replaced() => Silent("""
        public class Clock(IBilling billing)
        {
            public System.Threading.Timer Start() => new(Tick);

            protected virtual async void Tick(object? state) => await billing.FindAsync(1);
        }
        """);

    [Fact]
    public Task A_comment_with_a_reason_silences() => Silent("""
        // A failure ends the process on purpose: the supervisor starts it again.
        var timer = new Timer(async _ => await billing.ChargeAsync(order));
        order.Lines.ForEach(async line => // not awaited on purpose, the collector retries by itself
            await billing.ChargeAsync(order));
        """);

    [Fact]
    public Task A_comment_without_a_reason_does_not() => Reports("""
        // Refresh every second in the background.
        var timer = new Timer([|async|] _ => await billing.ChargeAsync(order));
        """);

    [Fact]
    public Task Stays_silent_in_a_test_project() =>
        Silent("var timer = new Timer(async _ => await billing.ChargeAsync(order));", new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("""
        public class Clock(IBilling billing)
        {
            public System.Threading.Timer Start() => new(async _ => await billing.FindAsync(1));
        }
        """, new Setup { FileName = "/Clock.g.cs" });

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Silent("""
        var timer = new Timer(async _ => { await billing.ChargeAsync(; });
        Parallel.ForEach(order.Lines, async line => await missing.ChargeAsync(line));
        order.Lines.ForEach(async
        """, new Setup { AllowsErrors = true });

    [Fact]
    public Task Works_with_the_framework_alone() => Reports("""
        public void Start() => GC.KeepAlive(new Timer([|async|] _ => await File.ReadAllTextAsync("a.txt")));
        """, new Setup { References = References.Framework });
}
