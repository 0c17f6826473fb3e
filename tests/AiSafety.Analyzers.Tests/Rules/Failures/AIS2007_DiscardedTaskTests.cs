using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Rules.Failures;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2007_DiscardedTaskTests : RuleTests<DiscardedTaskRule, DiscardedTaskFix>
{
    [Fact]
    public Task Says_that_a_failure_is_lost_and_to_await() => ReportsWith(
        "The task of 'ChargeAsync' is discarded; its failure is lost, and the code goes on as if the work had been done; await it, or catch and record its failures inside the work",
        "_ = [|billing.ChargeAsync(order, token)|];");

    [Fact]
    public Task Says_what_to_do_where_nothing_can_await() => ReportsWith(
        "Nothing awaits the task of 'ChargeAsync'; its failure is lost, and the code goes on as if the work had been done; return it to the caller, or catch and record its failures inside the work",
        """
        public void Pay(Order order)
        {
            [|billing.ChargeAsync(order)|];
        }
        """);

    [Fact]
    public Task Says_what_is_disposed_while_the_work_runs() => ReportsWith(
        "The task of 'Task.Run' is discarded; it uses 'db', which is disposed with its scope while the work still runs; await it, or open a scope of its own inside the work",
        """
        public class Orders(ShopDb db, ILogger<Orders> log)
        {
            public void Close(int id)
            {
                _ = [|Task.Run|](async () =>
                {
                    try { await db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync(); }
                    catch (Exception e) { log.LogError(e, "closing {Id} failed", id); }
                });
            }
        }
        """);

    [Fact]
    public Task Says_that_a_task_is_tested() => ReportsWith(
        "The task of 'FindAsync' is tested instead of its result; a task is never null and rarely done at once, so the test says nothing, and a failure is lost; await it and test the result",
        "if ([|billing.FindAsync(id, token)|] == null) return;");

    [Fact]
    public Task Says_which_local_is_never_read() => ReportsWith(
        "The task of 'FindAsync' is put into 'found', which is never read; its failure is lost, and the code goes on as if the work had been done; await it, or catch and record its failures inside the work",
        "var found = [|billing.FindAsync(id, token)|];");

    [Fact]
    public Task Says_that_a_helper_drops_what_it_is_given() => ReportsWith(
        "'Forget' drops the task that it is given; the failures of all its callers are lost; catch the failure here and record it",
        """
        public static class Tasks
        {
            public static void [|Forget|](this Task task) { _ = task; }
        }
        """);

    [Fact]
    public Task Says_what_passes_the_handlers_by() => ReportsWith(
        "The task of 'Task.Run' is discarded; a failure of 'ChargeAsync' (line 8) passes its handlers by and is lost; await it, or catch and record its failures inside the work",
        """
        _ = [|Task.Run|](async () =>
        {
            try { await billing.ChargeAsync(order); }
            catch (HttpRequestException e) { log.LogError(e, "no connection"); }
        });
        """);

    [Fact]
    public Task Says_what_passes_the_handlers_of_a_method_by() => ReportsWith(
        "The task of 'Load' is discarded; a failure of 'FindAsync' (line 11) passes its handlers by and is lost; return it to the caller, or catch and record its failures inside the work",
        """
        public void Start() => _ = [|Load()|];

        private async Task Load()
        {
            try { await billing.ChargeAsync(new Order()); }
            catch (Exception e) { log.LogError(e, "not charged"); await billing.FindAsync(1); }
            finally { await billing.FindAsync(2); }
            await billing.FindAsync(3);
        }
        """);

    [Fact]
    [Regression("a toast that removes itself after a delay and tells its subscribers")]
    public Task Stays_silent_where_only_an_event_is_raised() => Silent("""
        private readonly List<int> shown = new();

        public event EventHandler? Changed;

        public void Show(int id) => _ = RemoveLater(id);

        private async Task RemoveLater(int id)
        {
            await Task.Delay(4000).ConfigureAwait(false);
            lock (shown)
            {
                if (shown.RemoveAll(each => each == id) == 0)
                    return;
            }

            Changed?.Invoke(this, EventArgs.Empty);
        }
        """);

    // ---- rows of docs/coverage.md

    [Fact]
    public Task Row_fire_and_forget_task() => Reports("""
        public void Accept(Order order)
        {
            order.Paid = true;
            _ = [|billing.ChargeAsync(order)|];
        }
        """);

    [Fact]
    public Task Row_started_work_uses_what_ends_with_the_request() => Reports(
        """
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(ShopDb db, ILogger<OrdersController> log) : ControllerBase
        {
            public IActionResult Close(Order order)
            {
                _ = [|Task.Run|](async () =>
                {
                    try
                    {
                        db.Orders.Add(order);
                        await db.SaveChangesAsync();
                    }
                    catch (Exception e) { log.LogError(e, "order was not saved"); }
                });
                return Accepted();
            }
        }
        """,
        AtMinimal);

    [Fact]
    public Task Row_continuation_without_fault_handling() => Reports("""
        public void Accept(Order order)
        {
            [|billing.ChargeAsync(order).ContinueWith(_ => order.Paid = true)|];
            billing.ChargeAsync(order).ContinueWith(t => log.LogError(t.Exception, "not charged"), TaskContinuationOptions.OnlyOnFaulted);
        }
        """);

    [Fact]
    public Task Stays_silent_when_a_task_is_awaited_under_a_condition() => Silent("""
        public async Task Close(Order order, IBilling? maybe)
        {
            var charge = billing.ChargeAsync(order);
            if (order.Total > 100) await charge;
            await (maybe?.ChargeAsync(order) ?? Task.CompletedTask);
            if (maybe?.FindAsync(1) is { } find) await find;
        }
        """);

    [Fact]
    public Task Reports_a_task_that_started_work_drops() => Reports("""
        await Task.Run(() => { [|billing.ChargeAsync(order)|]; }, token);
        """);

    // ---- discards

    [Fact]
    public Task Reports_work_that_is_started_and_forgotten() => Reports("""
        _ = [|Task.Run(() => billing.Charge(order))|];
        _ = [|Task.Run|](async () =>
        {
            await billing.ChargeAsync(order);
        });
        _ = [|Task.Factory.StartNew(() => billing.Charge(order))|];
        _ = [|billing.ChargeAsync(order).ConfigureAwait(false)|];
        _ = [|Task.WhenAll(billing.ChargeAsync(order), billing.ChargeAsync(order))|];
        """);

    [Fact]
    public Task Reports_value_tasks_and_delegates() => Reports("""
        public async Task Run(Func<Order, ValueTask> pay, Order order, Stream stream)
        {
            _ = [|pay(order)|];
            _ = [|stream.WriteAsync(new byte[1]).AsTask()|];
            await Task.Yield();
        }
        """);

    [Fact]
    public Task Reports_a_discard_through_a_conditional() => Reports("""
        IBilling? maybe = name.Length > 3 ? billing : null;
        _ = [|maybe?.ChargeAsync(order)|];
        _ = order.Paid ? Task.CompletedTask : [|billing.ChargeAsync(order)|];
        """);

    [Fact]
    public Task Reports_a_parameter_that_is_used_like_a_discard() => Reports("""
        var timer = new Timer(_ => _ = [|billing.ChargeAsync(order)|]);
        """);

    [Fact]
    public Task Reports_a_catch_that_is_too_narrow() => Reports("""
        _ = [|Task.Run|](async () =>
        {
            try { await billing.ChargeAsync(order); }
            catch (HttpRequestException e) { log.LogError(e, "no connection"); }
        });
        """);

    [Fact]
    public Task Reports_a_catch_that_throws_on() => Reports("""
        _ = [|Task.Run|](async () =>
        {
            try { await billing.ChargeAsync(order); }
            catch (Exception e) { log.LogError(e, "charge failed"); throw; }
        });
        """);

    [Fact]
    public Task Reports_work_before_the_try() => Reports("""
        _ = [|Task.Run|](async () =>
        {
            var found = await billing.FindAsync(id);
            try { await billing.ChargeAsync(found); }
            catch (Exception e) { log.LogError(e, "charge failed"); }
        });
        """);

    [Fact]
    public Task Reports_a_project_method_without_a_handler() => Reports("""
        public class Mailer(HttpClient http)
        {
            public async Task Notify(string address)
            {
                _ = [|SendAsync(address)|];
                await Task.Yield();
            }

            private async Task SendAsync(string address)
            {
                await http.PostAsync(address, null);
            }
        }
        """);

    [Fact]
    public Task Reports_a_try_around_a_task_that_is_handed_on() => Reports("""
        public class Mailer(HttpClient http, ILogger<Mailer> log)
        {
            public void Notify(string address) => _ = [|SendAsync(address)|];

            private Task SendAsync(string address)
            {
                try { return http.PostAsync(address, null); }
                catch (Exception e) { log.LogError(e, "no mail"); return Task.CompletedTask; }
            }
        }
        """);

    [Fact]
    public Task Reports_a_virtual_method_that_may_be_another() => Reports("""
        public class Mailer(HttpClient http, ILogger<Mailer> log)
        {
            public void Notify(string address) => _ = [|SendAsync(address)|];

            protected virtual async Task SendAsync(string address)
            {
                try { await http.PostAsync(address, null); }
                catch (Exception e) { log.LogError(e, "no mail"); }
            }
        }
        """);

    [Fact]
    public Task Reports_through_an_alias_a_cast_and_a_switch() => Reports("""
        using Work = System.Threading.Tasks.Task;

        public class Orders(IBilling billing)
        {
            public void Pay(Order order)
            {
                _ = [|Work.Run(() => billing.Charge(order))|];
                _ = (object)([|billing.ChargeAsync(order)|]);
                _ = order.Id switch
                {
                    0 => Task.CompletedTask,
                    1 => [|billing.ChargeAsync(order)|],
                    _ => [|billing.FindAsync(order.Id)|],
                };
            }
        }
        """);

    [Fact]
    public Task Reports_in_iterators_accessors_and_static_local_functions() => Reports("""
        public IEnumerable<int> Numbers()
        {
            [|billing.FindAsync(1)|];
            yield return 1;
        }

        public int Current
        {
            get { _ = [|billing.FindAsync(1)|]; return 1; }
        }

        public void Pay(Order order)
        {
            Send(billing, order);

            static void Send(IBilling billing, Order order) => _ = [|billing.ChargeAsync(order)|];
        }
        """);

    [Fact]
    public Task Says_nothing_about_what_is_only_known_at_run_time() => Silent("""
        dynamic late = billing;
        _ = late.ChargeAsync(order);
        late.ChargeAsync(order);
        """);

    // ---- statements

    [Fact]
    public Task Reports_statements_in_functions_that_are_not_async() => Reports("""
        public void Pay(Order order, Func<Task> other, Order? maybe)
        {
            [|billing.ChargeAsync(order)|];
            [|other()|];
            [|Task.Run(() => billing.Charge(order))|];
            [|http.GetAsync("x").ConfigureAwait(false)|];
            Action later = () => [|billing.ChargeAsync(order)|];
            void Inner() { [|billing.ChargeAsync(order)|]; }
            Inner();
        }
        """);

    [Fact, Regression("a workflow activity that calls its callback without awaiting it")]
    public Task Names_the_delegate_that_makes_the_task() => ReportsWith(
        "Nothing awaits the task of 'callback'; its failure is lost, and the code goes on as if the work had been done; return it to the caller, or catch and record its failures inside the work",
        """
        public void Repeat(Order order, Func<Order, ValueTask>? callback = null)
        {
            [|callback?.Invoke(order)|];
        }
        """);

    [Fact]
    public Task Reports_statements_for_which_the_compiler_takes_no_await() => Reports("""
        public async Task Pay(Order order, IBilling? maybe, object gate)
        {
            lock (gate) { [|billing.ChargeAsync(order)|]; }
            [|maybe?.ChargeAsync(order)|];
            Action later = () => { [|billing.ChargeAsync(order)|]; };
            await Task.Yield();
        }
        """);

    [Fact]
    public Task Stays_silent_where_the_compiler_warns() => Silent("""
        public async Task Pay(Order order)
        {
            billing.ChargeAsync(order);
            Func<Task> later = async () => { billing.ChargeAsync(order); await Task.Yield(); };
            await Task.Yield();
        }

        public void PaySync(Order order)
        {
            PayAsync(order);
            Action later = () => PayAsync(order);
        }

        private async Task PayAsync(Order order) => await billing.ChargeAsync(order);
        """);

    [Fact]
    public Task Reports_statements_of_a_program_without_await() => Reports(
        """
        using System;

        new HttpClient().GetAsync("x");
        _ = [|new HttpClient().GetAsync("x")|];
        Console.ReadLine();
        class Other { }
        """,
        new() { TopLevelProgram = true });

    // ---- tests and locals

    [Fact]
    public Task Reports_tasks_that_are_tested() => Reports("""
        var a = [|billing.FindAsync(id)|] is null;
        var b = [|billing.FindAsync(id)|] is not null;
        var c = null != [|billing.FindAsync(id)|];
        if ([|billing.FindAsync(id)|].IsCompletedSuccessfully) return;
        if (a || b || c) return;
        """);

    [Fact]
    public Task Stays_silent_when_the_method_may_give_no_task() => Silent("""
        public Task? Current(int id) => id > 3 ? Task.CompletedTask : null;

        public bool IsBusy(int id) => Current(id) != null || Current(id) is { } task && !task.IsCompleted;
        """);

    [Fact]
    public Task Reports_locals_that_only_look_used() => Reports("""
        var first = [|billing.FindAsync(id)|];
        _ = first;
        Task second = [|billing.FindAsync(id)|];
        second = Task.CompletedTask;
        log.LogInformation(nameof(second));
        """);

    [Fact]
    public Task Stays_silent_when_the_task_is_used_later() => Silent("""
        var first = billing.FindAsync(id);
        var second = billing.FindAsync(id);
        var tasks = new List<Task> { billing.ChargeAsync(order) };
        tasks.Add(billing.ChargeAsync(order));
        await Task.WhenAll(first, second);
        Func<Task> late = () => first;
        await late();
        await Task.WhenAny(billing.ChargeAsync(order), Task.Delay(10));
        """);

    [Fact]
    public Task Stays_silent_when_code_that_is_switched_off_reads_the_local() => Silent("""
        var found = billing.FindAsync(id);
        #if NET48
        found.Wait();
        #endif
        """);

    [Fact]
    public Task Stays_silent_when_the_task_is_kept_or_returned() => Silent("""
        public class Worker(IBilling billing)
        {
            private Task? loop;
            private Task Running { get; set; } = Task.CompletedTask;
            private readonly Dictionary<int, Task> tasks = new();

            public void Start(Order order)
            {
                loop = Task.Run(() => billing.Charge(order));
                Running = billing.ChargeAsync(order);
                tasks[order.Id] = billing.ChargeAsync(order);
                _ = loop;
                _ = Running;
            }

            public Task Pay(Order order) => billing.ChargeAsync(order);
        }
        """);

    // ---- handled

    [Fact]
    public Task Stays_silent_when_the_work_handles_its_failures() => Silent("""
        _ = Task.Run(async () =>
        {
            var watch = System.Diagnostics.Stopwatch.StartNew();
            await Task.Delay(TimeSpan.FromSeconds(1), token).ConfigureAwait(false);
            try { await billing.ChargeAsync(order); }
            catch (OperationCanceledException) { }
            catch (Exception e) { log.LogError(e, "charge failed after {Time}", watch.Elapsed); }
            finally { log.LogInformation("done"); }
        });
        _ = Task.Run(() =>
        {
            try { billing.Charge(order); }
            catch (Exception e) when (e is not OperationCanceledException) { log.LogError(e, "charge failed"); }
        }, token);
        """);

    [Fact, Regression("a server's dispatcher loop, started on its own scheduler")]
    public Task Stays_silent_when_only_what_ends_the_process_passes_by() => Silent("""
        public class Dispatcher(IBilling billing, ILogger<Dispatcher> log)
        {
            public void Start(TaskScheduler scheduler)
            {
                Task.Factory.StartNew(
                    LoopAsync,
                    CancellationToken.None,
                    TaskCreationOptions.None,
                    scheduler).Unwrap();
            }

            private async Task LoopAsync()
            {
                try { await billing.FindAsync(1); }
                catch (Exception e) when (IsCatchable(e)) { log.LogCritical(e, "the loop has ended"); }
                finally { log.LogInformation("end"); }
            }

            private static bool IsCatchable(Exception e) => e is not OutOfMemoryException;
        }
        """);

    [Fact]
    public Task Marks_what_is_called_first_of_a_call_on_several_lines() => ReportsWith(
        "Nothing awaits the task of 'LoopAsync'; its failure is lost, and the code goes on as if the work had been done; return it to the caller, or catch and record its failures inside the work",
        """
        public void Start(TaskScheduler scheduler)
        {
            [|Task.Factory.StartNew|](
                LoopAsync,
                CancellationToken.None,
                TaskCreationOptions.None,
                scheduler).Unwrap();
        }

        private async Task LoopAsync() => await billing.FindAsync(1);
        """);

    [Fact, Regression("a scheduler's benchmarks start it without waiting")]
    public async Task Is_a_matter_of_taste_in_benchmarks()
    {
        const string Snippet = """
            namespace BenchmarkDotNet.Attributes { public sealed class BenchmarkAttribute : Attribute { } }

            public class Startup(IBilling billing)
            {
                [BenchmarkDotNet.Attributes.Benchmark]
                public void Start() => {0}billing.FindAsync(1){1};
            }
            """;
        await Both(Snippet);
    }

    [Fact]
    public Task Leaves_an_empty_catch_to_the_rule_about_it() => Silent("""
        _ = Task.Run(async () =>
        {
            try { await billing.ChargeAsync(order); }
            catch { }
        });
        """);

    [Fact]
    public Task Stays_silent_for_a_loop_that_survives() => Silent("""
        public class Worker(IBilling billing, ILogger<Worker> log)
        {
            private readonly CancellationTokenSource stop = new();

            public Task StartAsync(CancellationToken token)
            {
                _ = Task.Run(async () => await LoopAsync(stop.Token));
                _ = Task.Run(() => LoopAsync(stop.Token));
                _ = LoopAsync(stop.Token);
                return Task.CompletedTask;
            }

            private async Task LoopAsync(CancellationToken token)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.WaitForNextTickAsync(token))
                {
                    await TickAsync(token);
                }
            }

            private async Task TickAsync(CancellationToken token)
            {
                try { await billing.FindAsync(1, token); }
                catch (OperationCanceledException) when (token.IsCancellationRequested) { throw; }
                catch (Exception e) { log.LogError(e, "tick failed"); }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_local_function_that_handles_its_failures() => Silent("""
        _ = PayAsync();

        async Task PayAsync()
        {
            try { await billing.ChargeAsync(order); }
            catch (Exception e) { log.LogError(e, "charge failed"); }
        }
        """);

    // ---- continuations

    [Fact]
    public Task Stays_silent_for_a_continuation_that_sees_the_failure() => Silent("""
        _ = billing.ChargeAsync(order).ContinueWith(t => log.LogError(t.Exception, "failed"), TaskContinuationOptions.OnlyOnFaulted);
        _ = billing.ChargeAsync(order).ContinueWith(
            t => log.LogError(t.Exception, "failed"), token, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _ = billing.ChargeAsync(order).ContinueWith(t => { if (t.IsFaulted) log.LogError(t.Exception, "failed"); });
        """);

    [Fact]
    public Task Reports_a_continuation_that_sees_no_failure() => Reports("""
        _ = [|billing.ChargeAsync(order).ContinueWith(_ => log.LogInformation("done"))|];
        _ = [|billing.ChargeAsync(order).ContinueWith(t => log.LogInformation("{Status}", t.Status), TaskContinuationOptions.OnlyOnRanToCompletion)|];
        _ = [|billing.FindAsync(id).ContinueWith(t => log.LogInformation(t.Result.Name))|];
        _ = [|billing.FindAsync(id).ContinueWith(async t => await billing.ChargeAsync(await t))|];
        _ = [|Task.Delay(10).ContinueWith(_ => billing.Charge(order))|];
        """);

    // ---- lifetimes

    [Fact]
    public Task Reports_what_dies_with_the_request_at_the_surest_level() => Reports(
        """
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(IBilling billing, ILogger<OrdersController> log, IHttpContextAccessor accessor) : ControllerBase
        {
            public IActionResult Pay(Order order, IFormFile receipt)
            {
                _ = [|Task.Run|](async () =>
                {
                    try { await billing.ChargeAsync(order, HttpContext.RequestAborted); }
                    catch (Exception e) { log.LogError(e, "failed"); }
                });
                _ = [|Task.Run|](() =>
                {
                    try { log.LogInformation("{Path}", accessor.HttpContext!.Request.Path); }
                    catch (Exception e) { log.LogError(e, "failed"); }
                });
                _ = [|StoreAsync(receipt)|];
                _ = [|Response.WriteAsync("done")|];
                return Ok();
            }

            private async Task StoreAsync(IFormFile file)
            {
                try { await file.CopyToAsync(Stream.Null); }
                catch (Exception e) { log.LogError(e, "failed"); }
            }
        }
        """,
        AtMinimal);

    [Fact]
    public Task Does_not_take_a_value_read_in_time_for_the_request() => Silent(
        """
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(IBilling billing, ILogger<OrdersController> log) : ControllerBase
        {
            public IActionResult Pay(Order order)
            {
                var path = HttpContext.Request.Path;
                _ = StoreAsync(Request.Path);
                _ = Task.Run(() =>
                {
                    try { billing.Charge(order); }
                    catch (Exception e) { log.LogError(e, "failed at {Path}", path); }
                });
                return Ok();
            }

            private async Task StoreAsync(string path)
            {
                try { await billing.FindAsync(path.Length); }
                catch (Exception e) { log.LogError(e, "failed"); }
            }
        }
        """);

    [Fact]
    public Task Reports_a_context_that_is_used_at_the_same_time_by_others() => Reports(
        """
        public class Orders(ShopDb db, ILogger<Orders> log)
        {
            private readonly ShopDb db = db;

            public void Save()
            {
                _ = [|db.SaveChangesAsync()|];
                _ = [|TouchAsync(1)|];
                _ = [|AuditAsync(db)|];
            }

            private async Task TouchAsync(int id)
            {
                try { await db.Orders.FindAsync(id); }
                catch (Exception e) { log.LogError(e, "failed"); }
            }

            private async Task AuditAsync(ShopDb context)
            {
                try { await context.SaveChangesAsync(); }
                catch (Exception e) { log.LogError(e, "failed"); }
            }
        }
        """,
        AtMinimal);

    [Fact]
    public Task Stays_silent_when_the_work_has_a_scope_of_its_own() => Silent("""
        using Microsoft.Extensions.DependencyInjection;

        public class Orders(IServiceScopeFactory scopes, IDbContextFactory<ShopDb> contexts, ILogger<Orders> log)
        {
            public void Save()
            {
                _ = Task.Run(async () =>
                {
                    try
                    {
                        using var scope = scopes.CreateScope();
                        var db = scope.ServiceProvider.GetRequiredService<ShopDb>();
                        await db.SaveChangesAsync();
                    }
                    catch (Exception e) { log.LogError(e, "failed"); }
                });
                _ = Task.Run(async () =>
                {
                    try
                    {
                        await using var db = await contexts.CreateDbContextAsync();
                        await db.SaveChangesAsync();
                    }
                    catch (Exception e) { log.LogError(e, "failed"); }
                });
            }
        }
        """);

    [Fact]
    public Task Reports_what_the_method_disposes() => Reports(
        """
        using Microsoft.Extensions.DependencyInjection;

        public class Orders(IServiceScopeFactory scopes, HttpClient http)
        {
            public void Send(string path)
            {
                using var stream = File.OpenRead(path);
                _ = [|http.PostAsync("x", new StreamContent(stream)).ContinueWith(t => { if (t.IsFaulted) Console.WriteLine(stream.Length); })|];
            }

            public async Task Refresh()
            {
                await Task.Yield();
                using var scope = scopes.CreateScope();
                var billing = scope.ServiceProvider.GetRequiredService<IBilling>();
                _ = [|billing.FindAsync(1)|];
            }

            public void Copy(string path)
            {
                using (var stream = File.OpenRead(path))
                {
                    _ = [|stream.CopyToAsync(Stream.Null)|];
                }
            }
        }
        """,
        AtMinimal);

    [Fact]
    public Task Reports_a_service_that_the_project_registers_as_scoped() => Reports(
        """
        using Microsoft.Extensions.DependencyInjection;

        public interface IStock { Task ReserveAsync(int id); }
        public class Stock : IStock { public Task ReserveAsync(int id) => Task.CompletedTask; }
        public class Clock { public Task TickAsync() => Task.CompletedTask; }

        public static class Setup
        {
            public static void Add(IServiceCollection services)
            {
                services.AddScoped<IStock, Stock>();
                services.AddSingleton<Clock>();
            }
        }

        public class Orders(IStock stock, Clock clock, ILogger<Orders> log)
        {
            public void Reserve(int id)
            {
                _ = [|Task.Run|](async () =>
                {
                    try { await stock.ReserveAsync(id); }
                    catch (Exception e) { log.LogError(e, "failed"); }
                });
                _ = Task.Run(async () =>
                {
                    try { await clock.TickAsync(); }
                    catch (Exception e) { log.LogError(e, "failed"); }
                });
            }
        }
        """,
        AtMinimal);

    [Fact]
    public Task Knows_no_end_of_a_scope_in_a_user_interface() => Silent("""
        using Microsoft.AspNetCore.Components;
        using Microsoft.Extensions.DependencyInjection;

        public interface IStock { Task ReserveAsync(int id); }
        public class Stock : IStock { public Task ReserveAsync(int id) => Task.CompletedTask; }
        public class Page : ComponentBase { }

        public static class Setup
        {
            public static void Add(IServiceCollection services) => services.AddScoped<IStock, Stock>();
        }

        public class Orders(IStock stock, ILogger<Orders> log)
        {
            public void Reserve(int id) => _ = Task.Run(async () =>
            {
                try { await stock.ReserveAsync(id); }
                catch (Exception e) { log.LogError(e, "failed"); }
            });
        }
        """);

    [Fact]
    public Task Reports_a_mediator_that_resolves_from_the_request() => Reports("""
        using MediatR;
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(IMediator mediator, ILogger<OrdersController> log) : ControllerBase
        {
            public IActionResult Pay(INotification paid)
            {
                _ = [|Task.Run|](async () =>
                {
                    try { await mediator.Publish(paid); }
                    catch (Exception e) { log.LogError(e, "failed"); }
                });
                return Ok();
            }
        }

        public class Worker(IMediator mediator, ILogger<Worker> log)
        {
            public void Start(INotification started) => _ = Task.Run(async () =>
            {
                try { await mediator.Publish(started); }
                catch (Exception e) { log.LogError(e, "failed"); }
            });
        }
        """);

    [Fact]
    public Task Is_less_sure_when_the_method_waits_for_something_before_it_disposes() => Silent(
        """
        using var stream = File.OpenRead(name);
        var done = new TaskCompletionSource();
        _ = Task.Run(() =>
        {
            try { stream.ReadByte(); }
            catch (Exception e) { log.LogError(e, "failed"); }
            done.SetResult();
        });
        await done.Task;
        """,
        AtMinimal);

    [Fact]
    public Task Reports_a_forget_helper_only_for_what_dies() => Reports("""
        public static class Tasks
        {
            public static async void SafeFireAndForget(this Task task, ILogger log)
            {
                try { await task; }
                catch (Exception e) { log.LogError(e, "failed"); }
            }
        }

        public class Orders(ShopDb db, IBilling billing, ILogger<Orders> log)
        {
            public void Save(Order order)
            {
                billing.ChargeAsync(order).SafeFireAndForget(log);
                [|db.SaveChangesAsync()|].SafeFireAndForget(log);
            }
        }
        """);

    // ---- helpers

    [Fact]
    public Task Reports_helpers_without_a_handler() => Reports("""
        public static class Tasks
        {
            public static void [|Ignore|](this Task task) { }
            public static async void [|FireAndForget|](this Task task) => await task.ConfigureAwait(false);
            public static void [|RunAndForget|](Func<Task> work) => work();
            public static void [|DoNotAwait|](this ValueTask task) { if (!task.IsCompleted) _ = task.AsTask(); }
        }
        """);

    [Fact]
    public Task Stays_silent_for_helpers_with_a_handler() => Silent("""
        public static class Tasks
        {
            public static void Forget(this Task task, ILogger log) =>
                task.ContinueWith(t => log.LogError(t.Exception, "failed"), TaskContinuationOptions.OnlyOnFaulted);

            public static async void FireAndForget(this Task task, Action<Exception>? onError = null)
            {
                try { await task; }
                catch (Exception e) when (onError is not null) { onError(e); }
            }

            public static void Forget(this Task task)
            {
                if (!task.IsCompleted || task.IsFaulted) _ = Observe(task);

                static async Task Observe(Task task)
                {
                    try { await task; }
                    catch (Exception e) { Console.WriteLine(e); }
                }
            }
        }
        """);

    // ---- libraries

    [Fact]
    public Task Stays_silent_for_queued_and_answerless_redis_commands() => Silent("""
        using StackExchange.Redis;

        public class Presence(IDatabase redis)
        {
            public async Task Mark(string key)
            {
                var batch = redis.CreateBatch();
                _ = batch.StringSetAsync(key, "1");
                _ = batch.KeyExpireAsync(key, TimeSpan.FromMinutes(1));
                batch.Execute();
                var transaction = redis.CreateTransaction();
                _ = transaction.SetAddAsync(key, "1");
                await transaction.ExecuteAsync();
                _ = redis.StringIncrementAsync(key, flags: CommandFlags.FireAndForget);
            }
        }
        """);

    [Fact]
    public Task Reports_redis_commands_that_answer() => Reports("""
        using StackExchange.Redis;

        public class Presence(IDatabase redis)
        {
            public void Mark(string key) => _ = [|redis.StringSetAsync(key, "1")|];
        }
        """);

    [Fact]
    public Task Stays_silent_for_blazor_rendering() => Silent("""
        using Microsoft.AspNetCore.Components;

        public class Clock : ComponentBase
        {
            private string text = "";

            private void OnTick(string now)
            {
                _ = InvokeAsync(StateHasChanged);
                _ = InvokeAsync(() => { text = now; StateHasChanged(); });
                InvokeAsync(() => StateHasChanged());
            }
        }
        """);

    [Fact]
    public Task Reports_work_that_blazor_is_handed() => Reports("""
        using Microsoft.AspNetCore.Components;

        public class Page(IBilling billing) : ComponentBase
        {
            private void OnChanged()
            {
                _ = [|InvokeAsync(async () => { await billing.FindAsync(1); StateHasChanged(); })|];
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_tasks_that_do_not_fail() => Silent("""
        _ = Task.CompletedTask;
        _ = Task.FromResult(1);
        _ = ValueTask.FromResult(1);
        _ = Task.Delay(10);
        var source = new TaskCompletionSource<int>();
        _ = source.Task;
        var channel = System.Threading.Channels.Channel.CreateUnbounded<int>();
        _ = channel.Reader.Completion;
        """);

    [Fact]
    public Task Stays_silent_for_a_task_that_a_collection_hands_out() => Silent("""
        var cache = new System.Collections.Concurrent.ConcurrentDictionary<int, Task<Order>>();
        cache.GetOrAdd(id, key => billing.FindAsync(key));
        _ = cache.GetOrAdd(id, key => billing.FindAsync(key));
        Task? running = null;
        _ = Interlocked.Exchange(ref running, null);
        _ = cache.Values.First();
        """);

    // ---- intent and contexts

    [Fact]
    public Task Stays_silent_for_a_comment_that_gives_a_reason() => Silent("""
        // Not awaited: the audit log retries on its own and must not delay the answer.
        _ = billing.ChargeAsync(order);

        _ = billing.ChargeAsync(order); // the mail server queues it, so a failure here is harmless

        /* The socket is closed by the peer; errors mean that it already is. */
        _ = billing.ChargeAsync(order);

        // Fire-and-forget: flipping the recorded state is a local operation without any I/O.
        _ = billing.ChargeAsync(order);
        """);

    [Fact]
    public Task Reports_beside_a_comment_without_a_reason() => Reports("""
        // Fire and forget
        _ = [|billing.ChargeAsync(order)|];

        // Charge the order in the background
        _ = [|billing.ChargeAsync(order)|];

        _ = [|billing.ChargeAsync(order)|]; // fire-and-forget, don't await

        // Fire-and-forget DB update of last_activity_at
        _ = [|billing.ChargeAsync(order)|];

        // Log the error to the audit table asynchronously
        _ = [|billing.ChargeAsync(order)|];
        """);

    [Fact, Regression("a logger that publishes its entries to a live feed")]
    public Task Has_nobody_to_tell_in_a_logger() => Both("""
        public class FeedLogger(IBilling feed) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
            public bool IsEnabled(LogLevel level) => true;
            public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                _ = {0}feed.FindAsync(id.Id){1};
        }
        """);

    [Fact, Regression("a controller action that starts a scan through a scoped service without awaiting it")]
    public Task Reports_an_action_that_answers_before_its_scoped_service_is_done() => Reports(
        """
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.Extensions.DependencyInjection;

        public interface IScanner { Task ScanAsync(int id); }
        public class Scanner : IScanner { public Task ScanAsync(int id) => Task.CompletedTask; }

        public static class Setup
        {
            public static void Add(IServiceCollection services) => services.AddScoped<IScanner, Scanner>();
        }

        public class LibraryController : ControllerBase
        {
            private readonly IScanner scanner;

            public LibraryController(IScanner scanner) => this.scanner = scanner;

            public ActionResult Scan(int id)
            {
                [|scanner.ScanAsync(id)|];
                return Ok();
            }
        }
        """,
        AtMinimal);

    [Fact]
    public Task Reports_the_end_of_things_only_at_the_strict_level()
    {
        const string Snippet = """
            public class Owner(Stream stream, System.Net.WebSockets.WebSocket socket) : IDisposable
            {
                public void Dispose() => _ = {0}socket.CloseAsync(default, null, default){1};

                public void Stop()
                {
                    _ = {0}socket.CloseOutputAsync(default, null, default){1};
                    _ = {0}stream.DisposeAsync(){1};
                }
            }
            """;
        return Both(Snippet);
    }

    [Fact]
    public Task Stays_silent_in_expression_trees() => Silent("""
        public void Plan(System.Linq.Expressions.Expression<Action<IBilling>> call) { }

        public void Use() => Plan(b => b.ChargeAsync(new Order(), default));
        """);

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        namespace Look.Alike
        {
            public class Task { public static Task Run(Action work) => new(); }

            public class Sample
            {
                public void Use() { _ = Task.Run(() => { }); Task.Run(() => { }); var unread = Task.Run(() => { }); }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        "_ = billing.ChargeAsync(order);", new() { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent(
        "_ = billing.ChargeAsync(order);", new() { References = References.WithTestFramework });

    [Fact]
    public Task Takes_half_typed_code() => Silent(
        """
        _ = billing.ChargeAsync(;
        _ = Task.Run(async () => await );
        _ = Task.Run(() => unknown.Foo());
        await billing.ChargeAsync(order)!();
        var x = ;
        """,
        new() { AllowsErrors = true });

    // ---- fixes

    [Fact]
    public Task Fixes_by_awaiting() => Fixes(
        """
        // keeps its comment
        _ = [|billing.ChargeAsync(order)|]; // and this
        if ([|billing.FindAsync(id)|] == null)
            return;
        if (order.Paid)
            _ = [|billing.ChargeAsync(order).ConfigureAwait(false)|];
        var found = [|billing.FindAsync(id)|];
        """,
        """
        // keeps its comment
        await billing.ChargeAsync(order); // and this
        if (await billing.FindAsync(id) == null)
            return;
        if (order.Paid)
            await billing.ChargeAsync(order).ConfigureAwait(false);
        await billing.FindAsync(id);
        """);

    [Fact]
    public Task Fixes_started_work_only_by_judgement() => Fixes(
        "_ = [|Task.Run(() => billing.Charge(order))|];",
        "await Task.Run(() => billing.Charge(order));",
        new() { FixTitle = FixSite.Key(FixKind.Judgement, DiscardedTaskFix.AwaitLongWork), SkipFixAll = true });

    [Fact]
    public Task Fixes_started_work_by_letting_it_log() => Fixes(
        """
        public void Pay(Order order)
        {
            _ = [|Task.Run(() => billing.ChargeAsync(order))|];
            _ = [|Task.Run|](async () =>
            {
                // keeps its comment
                await billing.ChargeAsync(order);
            });
        }
        """,
        """
        public void Pay(Order order)
        {
            _ = Task.Run(async () =>
            {
                try
                {
                    await billing.ChargeAsync(order);
                }
                catch (Exception exception)
                {
                    log.LogError(exception, "Background work failed");
                }
            });
            _ = Task.Run(async () =>
            {
                try
                {
                    // keeps its comment
                    await billing.ChargeAsync(order);
                }
                catch (Exception exception)
                {
                    log.LogError(exception, "Background work failed");
                }
            });
        }
        """,
        new() { FixTitle = FixSite.Key(FixKind.Judgement, DiscardedTaskFix.LogFailures), SkipFixAll = true });

    [Fact]
    public Task Offers_no_logging_without_a_logger() => OffersNoFix("""
        public class Orders(IBilling billing)
        {
            public void Pay(Order order) => _ = [|Task.Run(() => billing.Charge(order))|];
        }
        """);

    [Fact]
    public Task Offers_no_fix_where_nothing_can_await() => OffersNoFix("""
        public async Task Pay(Order order, IBilling? maybe, object gate)
        {
            lock (gate) { _ = [|billing.ChargeAsync(order)|]; }
            _ = [|maybe?.ChargeAsync(order)|];
            Action later = () => _ = [|billing.ChargeAsync(order)|];
            await Task.Yield();
        }
        """);

    // Silent as things are, reported at Strict.
    private static async Task Both(string snippet)
    {
        await Silent(snippet.Replace("{0}", "", StringComparison.Ordinal).Replace("{1}", "", StringComparison.Ordinal));
        await Reports(snippet.Replace("{0}", "[|", StringComparison.Ordinal).Replace("{1}", "|]", StringComparison.Ordinal), AtStrict);
    }

    [Fact]
    public Task Reports_a_handler_whose_helper_throws() => Reports("""
        public class Orders(IBilling billing)
        {
            private static void Fail(Exception e) => throw new InvalidOperationException("failed", e);
            public void Run(Order order)
            {
                _ = [|Task.Run|](async () =>
                {
                    try { await billing.ChargeAsync(order); }
                    catch (Exception e) { Fail(e); }
                });
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_handler_whose_helper_logs() => Silent("""
        public class Orders(IBilling billing, ILogger<Orders> log)
        {
            private void Note(Exception e) => log.LogError(e, "failed");
            public void Run(Order order)
            {
                _ = Task.Run(async () =>
                {
                    try { await billing.ChargeAsync(order); }
                    catch (Exception e) { Note(e); }
                });
            }
        }
        """);
}
