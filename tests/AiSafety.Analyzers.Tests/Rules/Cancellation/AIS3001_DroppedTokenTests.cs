using AiSafety.Analyzers.Rules.Cancellation;
using Microsoft.CodeAnalysis.CSharp;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3001_DroppedTokenTests : RuleTests<DroppedTokenRule, DroppedTokenFix>
{
    [Fact]
    public Task Says_which_call_drops_which_token() => ReportsWith(
        "'ChargeAsync' is called without 'token', so it goes on after the caller has given up; pass the token",
        "await [|billing.ChargeAsync(order)|];");

    [Fact]
    public Task Reports_an_optional_parameter_left_out() => Reports("""
        var found = await [|billing.FindAsync(id)|];
        var orders = await [|db.Orders.Where(o => o.Paid).ToListAsync()|];
        """);

    [Fact]
    public Task Reports_an_overload_with_one_more_parameter() => Reports("""
        var text = await [|http.GetStringAsync("https://example.org")|];
        await [|Task.Delay(1000)|];
        """);

    // ---- rows of docs/coverage.md

    [Fact]
    public Task Row_token_in_scope_is_not_forwarded() => Reports("""
        public sealed record Query(int Id, CancellationToken Cancellation);

        public class Importer(IBilling billing, HttpClient http, CancellationToken stopping)
        {
            public async Task ByParameter(Order order, CancellationToken token) => await [|billing.ChargeAsync(order)|];
            public async Task ByMember(string url) => await [|http.GetStringAsync(url)|];
        }

        public class Finder(IBilling billing)
        {
            public async Task<Order> ByRequest(Query query) => await [|billing.FindAsync(query.Id)|];
        }
        """);

    [Fact]
    public Task Row_delay_without_the_token_in_a_loop() => Reports("""
        for (var attempt = 0; attempt < 5 && !order.Paid; attempt++)
        {
            await billing.ChargeAsync(order, token);
            await [|Task.Delay(TimeSpan.FromSeconds(attempt))|];
        }
        """);

    [Fact]
    public Task Row_token_of_a_request_or_a_call_is_not_looked_at() => Reports("""
        using Grpc.Core;
        using Microsoft.AspNetCore.Http;

        public class Middleware(RequestDelegate next, ShopDb db)
        {
            public async Task InvokeAsync(HttpContext context)
            {
                if (await [|db.Orders.AnyAsync()|])
                    await next(context);
            }
        }

        public class OrdersService(ShopDb db)
        {
            public async Task<int> Count(string request, ServerCallContext context) => await [|db.Orders.CountAsync()|];
        }
        """);

    [Fact]
    public Task Row_Task_Run_gets_the_token_and_its_work_does_not() => Reports("""
        public async Task Rebuild(Order order, CancellationToken token)
        {
            await Task.Run(async () =>
            {
                foreach (var line in order.Lines)
                    await [|billing.FindAsync(line.Length)|];
            }, token);
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_stream_that_is_handed_on() => Silent("""
        private IAsyncEnumerable<int> Read(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token)
        {
            token.ThrowIfCancellationRequested();
            var items = reader.ReadAllAsync();
            return items;
        }
        """);

    [Fact]
    public Task Stays_silent_for_calls_that_make_a_token_or_are_made_on_one() => Silent("""
        public static class Tokens
        {
            public static CancellationToken Limit(int time, CancellationToken outer = default) => CancellationTokenSource.CreateLinkedTokenSource(outer).Token;
            public static Task AsTask(this CancellationToken token, CancellationToken other = default) => Task.Delay(Timeout.Infinite, token);
        }

        public class User(IBilling billing)
        {
            public async Task Run(Order order, CancellationToken token)
            {
                await token.AsTask();
                await billing.ChargeAsync(order, Tokens.Limit(1000));
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_the_programs_token_cannot_be_reached() => Silent(
        """
        using System.Threading;
        using System.Threading.Tasks;

        using var source = new CancellationTokenSource();
        var stop = source.Token;
        await Task.Delay(1000, stop);
        await Pause();
        await new Worker().Run();

        static async Task Pause() => await Task.Delay(1000);

        public class Worker { public async Task Run() => await Task.Delay(1000); }
        """,
        new Setup { TopLevelProgram = true });

    [Fact]
    public Task Knows_which_tokens_of_an_application_are_of_use() => Reports("""
        using Microsoft.Extensions.Hosting;

        public class Late(IBilling billing)
        {
            public async Task<Order> Find(IHostApplicationLifetime lifetime)
            {
                lifetime.ApplicationStarted.Register(() => { });
                return await [|billing.FindAsync(1)|];
            }
        }

        public class Other(IBilling billing)
        {
            public async Task<Order> Find(Started lifetime) => await billing.FindAsync(1);
        }

        public record Started(CancellationToken ApplicationStarted, CancellationToken ApplicationStopped);
        """);

    [Fact]
    public Task Stays_silent_for_audits_and_pauses_against_guessing() => Silent("""
        using Microsoft.AspNetCore.Http;

        public interface IAuditLog { Task WriteAsync(string text, CancellationToken token = default); }

        public class Login(IAuditLog audit)
        {
            public async Task Refuse(HttpContext context, string user)
            {
                await audit.WriteAsync("refused " + user);
                await Task.Delay(500);
            }
        }
        """);

    // ---- all others

    [Fact]
    public Task Reports_in_a_method_that_returns_the_task() => Reports("""
        private Task<Order> Find(int id, CancellationToken token) => [|billing.FindAsync(id)|];
        """);

    [Fact]
    public Task Reports_through_ConfigureAwait_and_parentheses() => Reports("""
        await ([|billing.ChargeAsync(order)|]).ConfigureAwait(false);
        """);

    [Fact]
    public Task Reports_behind_a_conditional_access() => Reports("""
        private async Task Run(IBilling? billing, Order order, CancellationToken token)
        {
            await (billing?[|.ChargeAsync(order)|] ?? Task.CompletedTask);
        }
        """);

    [Fact]
    public Task Reports_tasks_that_are_awaited_later() => Reports("""
        var task = [|billing.ChargeAsync(order)|];
        var tasks = new List<Task>();
        tasks.Add([|billing.ChargeAsync(order)|]);
        await task;
        await Task.WhenAll(tasks);
        await Task.WhenAll([|billing.ChargeAsync(order)|], [|billing.ChargeAsync(order)|]);
        """);

    [Fact]
    public Task Reports_when_only_awaiting_yields_the_same() => Reports("""
        using var reader = new StreamReader(name);
        var line = await [|reader.ReadLineAsync()|];
        """);

    [Fact]
    public Task Stays_silent_when_the_result_type_would_change() => Silent("""
        using var reader = new StreamReader(name);
        Task<string?> line = reader.ReadLineAsync();
        await line;
        """);

    [Fact]
    public Task Reports_inside_a_lambda_that_is_awaited() => Reports("""
        await Task.Run(async () => await [|billing.ChargeAsync(order)|], token);
        var all = order.Lines.Select(async line => await [|billing.FindAsync(line.Length)|]);
        await Task.WhenAll(all);
        """);

    [Fact]
    public Task Reports_with_the_lambdas_own_token() => ReportsWith(
        "'FindAsync' is called without 'inner', so it goes on after the caller has given up; pass the token",
        """
        await Parallel.ForEachAsync(order.Lines, token, async (line, inner) => await [|billing.FindAsync(line.Length)|]);
        """);

    [Fact]
    public Task Reports_a_parallel_loop_without_the_token() => Fixes(
        "await [|Parallel.ForEachAsync(order.Lines, async (line, inner) => await billing.FindAsync(line.Length, inner))|];",
        "await Parallel.ForEachAsync(order.Lines, token, async (line, inner) => await billing.FindAsync(line.Length, inner));");

    [Fact]
    public Task Stays_silent_when_the_inner_token_has_no_name() => Silent("""
        await Parallel.ForEachAsync(order.Lines, token, async (line, _) => await billing.FindAsync(line.Length));
        """);

    [Fact]
    public Task Reports_in_a_local_function() => Reports("""
        await Charge();
        await Find(1, token);

        async Task Charge() => await [|billing.ChargeAsync(order)|];
        static async Task Find(int id, CancellationToken inner) => await [|Task.Delay(id)|];
        """);

    [Fact]
    public Task Stays_silent_in_a_static_local_function_without_a_token() => Silent("""
        await Pause(id);

        static async Task Pause(int time) => await Task.Delay(time);
        """);

    [Fact]
    public Task Stays_silent_in_a_callback_that_outlives_the_method() => Silent("""
        public event Func<Task>? Changed;

        private void Subscribe(Order order, CancellationToken token)
        {
            Changed += async () => await billing.ChargeAsync(order);
            var lazy = new Lazy<Task<Order>>(() => billing.FindAsync(order.Id));
            _ = Task.Run(async () => await billing.ChargeAsync(order));
            Register(() => billing.ChargeAsync(order));
            Raise += Handle;

            async void Handle(object? sender, EventArgs e) => await billing.ChargeAsync(order);
        }

        private event EventHandler? Raise;

        private void Register(Func<Task> callback) { }
        """);

    [Fact]
    public Task Reports_with_a_local_token() => ReportsWith(
        "'ChargeAsync' is called without 'stop', so it goes on after the caller has given up; pass the token",
        """
        private async Task Run(Order order)
        {
            using var source = new CancellationTokenSource(1000);
            var stop = source.Token;
            await [|billing.ChargeAsync(order)|];
        }
        """);

    [Fact]
    public Task Stays_silent_when_the_local_token_comes_later_or_is_none() => Silent("""
        private async Task Run(Order order)
        {
            await billing.ChargeAsync(order);
            var later = new CancellationTokenSource(1000).Token;
            await billing.ChargeAsync(order, later);
        }

        private async Task None(Order order)
        {
            var none = CancellationToken.None;
            CancellationToken other = default;
            await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Reports_with_a_field_of_the_type_or_its_base() => Reports("""
        public abstract class Base { protected readonly CancellationToken stopping; private readonly CancellationToken hidden; }

        public sealed class Worker(IBilling billing) : Base
        {
            public async Task Run(Order order) => await [|billing.ChargeAsync(order)|];
            public static async Task Pause() => await Task.Delay(1000);
        }
        """);

    [Fact]
    public Task Reports_with_a_primary_constructor_parameter() => Reports("""
        public sealed class Worker(IBilling billing, CancellationToken stopping)
        {
            public async Task Run(Order order) => await [|billing.ChargeAsync(order)|];
        }

        public sealed record Job(IBilling Billing, CancellationToken Stopping)
        {
            public async Task Run(Order order) => await [|Billing.ChargeAsync(order)|];
        }
        """);

    [Fact]
    public Task Stays_silent_where_something_else_hides_the_tokens_name() => Silent("""
        public abstract class Base { protected readonly CancellationToken stop; }

        public class Derived(IBilling billing) : Base
        {
            private new readonly string stop = "";

            public async Task Run(Order order) => await billing.ChargeAsync(order);
        }

        public class Worker(IBilling billing, CancellationToken halt, CancellationTokenSource source)
        {
            private readonly CancellationTokenSource halt = source;

            public async Task Run(Order order) => await billing.ChargeAsync(order);
        }

        public class Cases(IBilling billing)
        {
            private readonly CancellationToken token;

            public async Task Local(Order order)
            {
                foreach (var token in new[] { "a", "b" })
                    await billing.ChargeAsync(order);
            }

            public async Task Lambda(Order order, CancellationToken cancel) =>
                await Task.WhenAll(new[] { "a", "b" }.Select(cancel => billing.ChargeAsync(order)));

            public async Task Pattern(Order order, object found)
            {
                if (found is string token)
                    await billing.ChargeAsync(order);
            }
        }
        """);

    [Fact]
    public Task Reports_where_the_tokens_name_is_hidden_elsewhere() => Reports("""
        public class Cases(IBilling billing)
        {
            private readonly CancellationToken token;

            public async Task Beside(Order order)
            {
                foreach (var token in new[] { "a", "b" })
                    Console.WriteLine(token);
                await [|billing.ChargeAsync(order)|];
            }

            public async Task Lambda(Order[] orders, CancellationToken cancel)
            {
                await Task.WhenAll(orders.Select(order => [|billing.ChargeAsync(order)|]));
                Console.WriteLine(string.Concat(new[] { "a" }.Select(cancel => cancel + cancel)));
            }
        }
        """);

    [Fact]
    public Task Stays_silent_when_several_tokens_are_equally_near() => Silent("""
        private async Task Two(Order order, CancellationToken request, CancellationToken shutdown) => await billing.ChargeAsync(order);
        """);

    [Fact]
    public Task Stays_silent_for_the_token_of_a_source_field_and_a_nullable_token() => Silent("""
        private readonly CancellationTokenSource source = new();

        private async Task Field(Order order) => await billing.ChargeAsync(order);

        private async Task Nullable(Order order, CancellationToken? token) => await billing.ChargeAsync(order);

        private async Task Failed(Order order, OperationCanceledException exception) => await billing.ChargeAsync(order);
        """);

    [Fact]
    public Task Reports_a_read_with_the_requests_token() => ReportsWith(
        "'ToListAsync' is called without 'context.RequestAborted', so it goes on after the caller has given up; pass the token",
        """
        private async Task Get(Microsoft.AspNetCore.Http.HttpContext context)
        {
            var orders = await [|db.Orders.ToListAsync()|];
        }
        """);

    [Fact]
    public Task Reports_a_read_with_the_token_of_a_local_request() => Reports("""
        using Microsoft.AspNetCore.Http;

        public class Reader(ShopDb db, IHttpContextAccessor accessor)
        {
            public async Task<int> Known(HttpRequest request)
            {
                var context = request.HttpContext;
                return await [|db.Orders.CountAsync()|];
            }

            public async Task<int> PerhapsNone()
            {
                var context = accessor.HttpContext;
                return await db.Orders.CountAsync();
            }
        }
        """);

    [Fact]
    public Task Reports_with_the_token_of_a_grpc_call() => Reports("""
        private async Task<int> Get(Grpc.Core.ServerCallContext context) => await [|db.Orders.CountAsync()|];
        """);

    [Fact]
    public Task Reports_with_the_token_of_a_command_object() => Reports("""
        public sealed record Command(int Id, CancellationToken Cancellation);

        public sealed class Handler(IBilling billing)
        {
            public async Task<Order> Run(Command command) => await [|billing.FindAsync(command.Id)|];
        }
        """);

    [Fact]
    public Task Reports_with_the_requests_token_where_the_member_already_uses_it() => Reports("""
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(ShopDb db) : ControllerBase
        {
            public async Task<IActionResult> Get()
            {
                var orders = await db.Orders.ToListAsync(HttpContext.RequestAborted);
                return Ok(await [|db.Orders.CountAsync()|]);
            }

            public async Task<int> Other() => await db.Orders.CountAsync();
        }
        """);

    [Fact]
    public Task Reports_with_the_token_of_the_types_own_request_where_the_member_already_uses_it() => Reports("""
        public sealed class OrdersReader(ShopDb db)
        {
            public required Microsoft.AspNetCore.Http.HttpContext Request { get; init; }

            public async Task<int> Get()
            {
                var orders = await db.Orders.ToListAsync(Request.RequestAborted);
                return orders.Count + await [|db.Orders.CountAsync()|];
            }
        }
        """);

    [Fact]
    public Task Reports_a_write_with_a_carried_token_at_strict_only()
    {
        const string Code = """
            private async Task Audited(Microsoft.AspNetCore.Http.HttpContext context, Order order) => await {0}billing.ChargeAsync(order){1};
            """;
        return Task.WhenAll(
            Silent(Code.Replace("{0}", "", StringComparison.Ordinal).Replace("{1}", "", StringComparison.Ordinal)),
            Reports(Code.Replace("{0}", "[|", StringComparison.Ordinal).Replace("{1}", "|]", StringComparison.Ordinal), AtStrict));
    }

    [Fact]
    public Task Stays_silent_where_the_callee_gets_the_carrier() => Silent("""
        public sealed record Request(CancellationToken Token);

        public class Server
        {
            public async Task Run(CancellationToken token)
            {
                await Parallel.ForEachAsync(new[] { 1 }, new ParallelOptions { CancellationToken = token }, (_, _) => default);
                await Serve(new Request(token));
            }

            private Task Serve(Request request, CancellationToken token = default) => Task.Delay(1000, token);
        }
        """);

    [Fact, Regression("workflow engine: the token ended up as the response's body; the fix would pass it twice")]
    public Task Stays_silent_where_the_token_is_another_argument_already() => Silent("""
        private Task SendOk<T>(T body, CancellationToken token = default) => Task.Delay(1, token);

        private async Task Run(CancellationToken token) => await SendOk(token);
        """);

    [Fact, Regression("workflow engine: what is buffered must be written even when the host stops")]
    public Task Stays_silent_for_flushing_and_draining() => Silent("""
        private Task FlushAsync(CancellationToken token = default) => Task.Delay(1, token);

        private async Task Drain(Order order, CancellationToken token) => await billing.ChargeAsync(order);

        private async Task Run(CancellationToken token) => await FlushAsync();
        """);

    [Fact, Regression("workflow engine: a mapping that only looks asynchronous ignores its token")]
    public Task Reports_a_synchronous_method_of_the_project_at_strict_only()
    {
        const string Code = """
            private List<int> Map(List<int> from, CancellationToken token = default) => from.Select(each => each + 1).ToList();

            private List<int> Run(List<int> from, CancellationToken token) => {0}Map(from){1};
            """;
        return Task.WhenAll(
            Silent(Code.Replace("{0}", "", StringComparison.Ordinal).Replace("{1}", "", StringComparison.Ordinal)),
            Reports(Code.Replace("{0}", "[|", StringComparison.Ordinal).Replace("{1}", "|]", StringComparison.Ordinal), AtStrict));
    }

    [Fact]
    public Task Reports_a_synchronous_method_of_a_library() => Reports("""
        private static int Next(System.Collections.Concurrent.BlockingCollection<int> queue, CancellationToken token) => [|queue.Take()|];
        """);

    [Fact]
    public Task Stays_silent_for_an_explicit_token() => Silent("""
        await billing.ChargeAsync(order, token);
        await billing.ChargeAsync(order, CancellationToken.None);
        await billing.ChargeAsync(order, default);
        await Task.Delay(1000, CancellationToken.None);
        """);

    [Fact]
    public Task Stays_silent_in_catch_finally_and_dispose() => Silent("""
        private async Task Run(Order order, CancellationToken token)
        {
            try { await billing.ChargeAsync(order, token); }
            catch (InvalidOperationException) { await billing.ChargeAsync(order); throw; }
            finally { await billing.ChargeAsync(order); }
        }

        private async Task DisposeAsync(Order order, CancellationToken token) => await billing.ChargeAsync(order);

        private async Task RollbackOrder(Order order, CancellationToken token) => await billing.ChargeAsync(order);

        private async Task Close(DbTransaction transaction, CancellationToken token)
        {
            await transaction.RollbackAsync();
            await connection.CloseAsync();
        }
        """);

    [Fact]
    public Task Stays_silent_after_a_commit_point() => Silent("""
        await db.SaveChangesAsync(token);
        await billing.ChargeAsync(order);
        """);

    [Fact]
    public Task Stays_silent_after_an_http_write_or_a_bulk_write() => Silent("""
        private async Task Post(Order order, HttpContent content, CancellationToken token)
        {
            using var response = await http.PostAsync("https://example.org", content, token);
            await billing.ChargeAsync(order);
        }

        private async Task Bulk(Order order, CancellationToken token)
        {
            await db.Orders.Where(o => o.Paid).ExecuteDeleteAsync(token);
            await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Reports_before_a_commit_point_and_on_the_other_branch() => Reports("""
        await [|billing.ChargeAsync(order)|];
        if (order.Paid)
        {
            await db.SaveChangesAsync(token);
            return;
        }
        else
        {
            await [|billing.ChargeAsync(order)|];
        }

        switch (id)
        {
            case 1: await db.SaveChangesAsync(token); return;
            case 2: await [|billing.ChargeAsync(order)|]; break;
        }

        await [|billing.ChargeAsync(order)|];
        """);

    [Fact]
    public Task Reports_the_pause_between_two_rounds() => Reports("""
        while (!token.IsCancellationRequested)
        {
            await db.SaveChangesAsync(token);
            await [|Task.Delay(1000)|];
        }
        """);

    [Fact]
    public Task Stays_silent_for_scheduling_and_waiting() => Silent("""
        await Task.Run(() => billing.Charge(order));
        await Task.Factory.StartNew(() => billing.Charge(order));
        await Task.CompletedTask.ContinueWith(_ => { });
        Task.CompletedTask.Wait();
        Task.WaitAll(Task.CompletedTask);
        var source = new TaskCompletionSource();
        source.TrySetCanceled();
        source.SetCanceled();
        """);

    [Fact]
    public Task Stays_silent_for_zero_time_probes() => Silent("""
        using var gate = new SemaphoreSlim(1);
        if (await gate.WaitAsync(0) || await gate.WaitAsync(TimeSpan.Zero))
            await Task.Delay(0);
        """);

    [Fact]
    public Task Reports_waiting_for_a_semaphore() => Reports("""
        using var gate = new SemaphoreSlim(1);
        await [|gate.WaitAsync()|];
        await [|gate.WaitAsync(TimeSpan.FromSeconds(3))|];
        """);

    [Fact]
    public Task Stays_silent_in_a_deaf_loop_which_has_a_rule_of_its_own() => Silent("""
        private async Task Loop(Order order, CancellationToken token)
        {
            while (true)
            {
                await billing.ChargeAsync(order);
                await Task.Delay(1000);
            }
        }

        private async Task Ticks(Order order, PeriodicTimer timer, CancellationToken token)
        {
            while (await timer.WaitForNextTickAsync())
                await billing.ChargeAsync(order);
        }
        """);

    [Fact]
    public Task Reports_in_a_loop_that_observes_the_token_or_ends_with_its_data() => Reports("""
        while (true)
        {
            token.ThrowIfCancellationRequested();
            await [|billing.ChargeAsync(order)|];
        }
        """);

    [Fact]
    public Task Reports_in_a_loop_that_ends_with_its_data() => Reports("""
        using var reader = new StreamReader(name);
        while (true)
        {
            var line = await [|reader.ReadLineAsync()|];
            if (line is null)
                break;
        }
        """);

    [Fact]
    public Task Stays_silent_for_the_overload_that_calls_its_twin() => Silent("""
        private Task SaveAsync(Order order) => SaveAsync(order, default);

        private async Task SaveAsync(Order order, CancellationToken token)
        {
            token.ThrowIfCancellationRequested();
            await SaveAsync(order);
        }
        """);

    [Fact]
    public Task Stays_silent_for_an_implementation_that_calls_its_twin() => Silent("""
        public interface IStore { Task SaveAsync(int id); Task SaveAsync(int id, CancellationToken token); }

        public class Store(IStore inner) : IStore
        {
            public Task SaveAsync(int id) => inner.SaveAsync(id);
            public async Task SaveAsync(int id, CancellationToken token) { token.ThrowIfCancellationRequested(); await SaveAsync(id); }
        }
        """);

    [Fact]
    public Task Stays_silent_for_overloads_that_differ_by_more() => Silent("""
        public class Api
        {
            public Task A(int x) => Task.CompletedTask;
            public Task A(int x, int y, CancellationToken token) => Task.CompletedTask;
            public Task B(int x) => Task.CompletedTask;
            public Task B(int x, CancellationToken one, CancellationToken two) => Task.CompletedTask;
            public Task C(int x, CancellationToken one = default, CancellationToken two = default) => Task.CompletedTask;
            public Task D(int x) => Task.CompletedTask;
            public void D(int x, CancellationToken token) { }
            public Task E(int x) => Task.CompletedTask;
            [Obsolete] public Task E(int x, CancellationToken token) => Task.CompletedTask;
            public Task F(int x) => Task.CompletedTask;
            private Task F(int x, CancellationToken token) => Task.CompletedTask;
            public Task G(int x) => Task.CompletedTask;
            public Task G(string x, CancellationToken token) => Task.CompletedTask;
            public Task H<T>(T x) => Task.CompletedTask;
            public Task H(int x, CancellationToken token) => Task.CompletedTask;
            public Task I(int x) => Task.CompletedTask;
            public static Task I(int x, CancellationToken token) => Task.CompletedTask;
        }

        public class User
        {
            public async Task Run(Api api, CancellationToken token)
            {
                await api.A(1);
                await api.B(1);
                await api.C(1);
                await api.D(1);
                await api.E(1);
                await api.F(1);
                await api.G(1);
                await api.H(1);
                await api.I(1);
            }
        }
        """);

    [Fact]
    public Task Reports_a_generic_overload_and_one_of_a_base_type() => Reports("""
        public class Base { public virtual Task A(int x) => Task.CompletedTask; public virtual Task A(int x, CancellationToken token) => Task.CompletedTask; }

        public class Api : Base
        {
            public override Task A(int x) => Task.CompletedTask;
            public Task<T> Load<T>(List<T> of) => Task.FromResult(of[0]);
            public Task<T> Load<T>(List<T> of, CancellationToken token) => Task.FromResult(of[0]);
            public async Task Run(CancellationToken token)
            {
                await [|new Api().A(1)|];
                await [|Load(new List<string>())|];
            }
        }
        """);

    [Fact, Regression("corpus: the provider's class overrides the overload that its base declares")]
    public Task Reports_where_the_overload_is_overridden_by_the_receivers_type() => Reports("""
        private static async Task<int> Count(string settings, CancellationToken token)
        {
            await using var connection = new Microsoft.Data.SqlClient.SqlConnection(settings);
            await [|connection.OpenAsync()|];
            await using var command = connection.CreateCommand();
            return await [|command.ExecuteNonQueryAsync()|];
        }
        """);

    [Fact]
    public Task Reports_and_fixes_an_extension_overload_in_scope() => Fixes(
        """
        public class Api { public Task SaveAsync(int id) => Task.CompletedTask; }

        public static class ApiExtensions { public static Task SaveAsync(this Api api, int id, CancellationToken token) => api.SaveAsync(id); }

        public class User
        {
            public async Task Run(Api api, CancellationToken token) => await [|api.SaveAsync(1)|];
        }
        """,
        """
        public class Api { public Task SaveAsync(int id) => Task.CompletedTask; }

        public static class ApiExtensions { public static Task SaveAsync(this Api api, int id, CancellationToken token) => api.SaveAsync(id); }

        public class User
        {
            public async Task Run(Api api, CancellationToken token) => await api.SaveAsync(1, token);
        }
        """);

    [Fact]
    public Task Stays_silent_for_work_left_running_stored_or_raced() => Silent("""
        private Task? shared;

        private async Task Run(Order order, CancellationToken token)
        {
            _ = billing.ChargeAsync(order);
            billing.ChargeAsync(order);
            shared = billing.ChargeAsync(order);
            shared ??= billing.ChargeAsync(order);
            await Task.WhenAny(shared, Task.Delay(1000));
            var limit = Task.Delay(1000);
            await Task.WhenAny(shared, limit);
        }
        """);

    [Fact]
    public Task Stays_silent_in_async_void() => Silent("""
        private readonly CancellationToken stopping;

        private async void OnClick(object? sender, EventArgs e) => await billing.FindAsync(1);
        """);

    [Fact]
    public Task Stays_silent_for_streams_in_memory() => Silent("""
        var stream = new MemoryStream();
        await stream.WriteAsync(new byte[1]);
        Stream other = new MemoryStream();
        await other.FlushAsync();
        using var reader = new StreamReader(other);
        await reader.ReadToEndAsync();
        await System.Text.Json.JsonSerializer.SerializeAsync(stream, order);
        await Console.Out.FlushAsync();
        """);

    [Fact]
    public Task Reports_copying_from_elsewhere_into_memory() => Reports("""
        using var file = File.OpenRead(name);
        var memory = new MemoryStream();
        await [|file.CopyToAsync(memory)|];
        """);

    [Fact]
    public Task Stays_silent_in_an_expression_tree() => Silent("""
        public class Api
        {
            public Task SaveAsync(int id) => Task.CompletedTask;
            public Task SaveAsync(int id, CancellationToken token) => Task.CompletedTask;
            public static Task Setup(System.Linq.Expressions.Expression<Func<Api, Task>> call) => Task.CompletedTask;
            public static async Task Run(CancellationToken token) => await Setup(api => api.SaveAsync(1));
        }
        """);

    [Fact]
    public Task Reports_a_stream_with_an_optional_token() => Fixes(
        """
        private async Task Read(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token)
        {
            await foreach (var item in [|reader.ReadAllAsync()|])
                Console.WriteLine(item);
        }
        """,
        """
        private async Task Read(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token)
        {
            await foreach (var item in reader.ReadAllAsync(token))
                Console.WriteLine(item);
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_stream_that_gets_the_token_by_WithCancellation() => Silent("""
        private async Task Read(System.Threading.Channels.ChannelReader<int> reader, CancellationToken token)
        {
            await foreach (var item in reader.ReadAllAsync().WithCancellation(token).ConfigureAwait(false))
                Console.WriteLine(item);
            var items = reader.ReadAllAsync();
            await foreach (var item in items.WithCancellation(token))
                Console.WriteLine(item);
        }
        """);

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        namespace Mine
        {
            public struct CancellationToken { }

            public class Api
            {
                public Task SaveAsync(int id, CancellationToken token = default) => Task.CompletedTask;
                public async Task Run(CancellationToken token) => await SaveAsync(1);
                public async Task Framework(System.Threading.CancellationToken token) => await SaveAsync(1);
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        """
        // <auto-generated/>
        public class Generated
        {
            public async Task Run(CancellationToken token) => await Task.Delay(1000);
        }
        """,
        new Setup { FileName = "/Generated.g.cs" });

    [Fact]
    public Task Stays_silent_without_a_token_in_reach() => Silent("""
        private async Task Run(Order order)
        {
            await billing.ChargeAsync(order);
            await Task.Delay(1000);
        }
        """);

    [Fact]
    public Task Nothing_dies_on_half_typed_code() => Silent(
        """
        private async Task Run(Order order, CancellationToken token)
        {
            await billing.ChargeAsync(;
            await Task.Delay(
            await unknown.CallAsync(order)!;
            await (billing?.
        }
        """,
        new Setup { AllowsErrors = true });

    [Fact]
    public Task Works_in_a_top_level_program() => Reports(
        """
        using System.Threading;
        using System.Threading.Tasks;

        using var source = new CancellationTokenSource();
        var stop = source.Token;
        await [|Task.Delay(1000)|];

        public class Marker { }
        """,
        new Setup { TopLevelProgram = true });

    [Fact]
    public Task Offers_the_test_frameworks_token_when_tests_are_analysed() => Fixes(
        """
        using Xunit;

        public class Tests
        {
            [Fact]
            public async Task Waits() => await [|Task.Delay(1000)|];

            public async Task Helper() => await Task.Delay(1000);
        }
        """,
        """
        using Xunit;

        public class Tests
        {
            [Fact]
            public async Task Waits() => await Task.Delay(1000, TestContext.Current.CancellationToken);

            public async Task Helper() => await Task.Delay(1000);
        }
        """,
        new Setup { References = References.WithTestFramework, Options = "ai_safety.analyze_tests = true" });

    [Fact]
    public Task Stays_silent_in_a_test_project() => Silent(
        "await Task.Delay(1000);", new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Fixes_several_calls_of_one_statement() => Fixes(
        "await [|billing.ChargeAsync(await [|billing.FindAsync(id)|])|];",
        "await billing.ChargeAsync(await billing.FindAsync(id, token), token);");

    [Fact]
    public Task Fixes_with_a_named_argument_where_others_are_left_out() => Fixes(
        "await [|System.Text.Json.JsonSerializer.SerializeAsync(File.Create(name), order)|];",
        "await System.Text.Json.JsonSerializer.SerializeAsync(File.Create(name), order, cancellationToken: token);");

    [Fact]
    public Task Fixes_after_named_arguments() => Fixes(
        "await [|billing.ChargeAsync(order: order)|];",
        "await billing.ChargeAsync(order: order, cancellationToken: token);");

    [Fact]
    public Task Fixes_arguments_on_lines_of_their_own() => Fixes(
        """
        await [|http.PostAsync(
            "https://example.org",
            null)|];
        """,
        """
        await http.PostAsync(
            "https://example.org",
            null,
            token);
        """);

    [Fact]
    public Task Fixes_loose_arguments_with_a_collection() => Fixes(
        "var order1 = await [|db.Orders.FindAsync(id)|];",
        "var order1 = await db.Orders.FindAsync([id], token);");

    [Fact]
    public Task Fixes_loose_arguments_with_an_array_where_the_language_has_no_collections() => Fixes(
        "var order1 = await [|db.Orders.FindAsync(id)|];",
        "var order1 = await db.Orders.FindAsync(new object?[] { id }, token);",
        new Setup { Language = LanguageVersion.CSharp11 });

    [Fact]
    public Task Fixes_loose_arguments_of_a_command() => Fixes(
        """var count = await [|db.Database.ExecuteSqlRawAsync("UPDATE Orders SET Paid = 1 WHERE Id = {0}", id)|];""",
        """var count = await db.Database.ExecuteSqlRawAsync("UPDATE Orders SET Paid = 1 WHERE Id = {0}", [id], token);""");

    [Fact]
    public Task Fixes_Dapper_with_a_command_definition() => Fixes(
        """
        using Dapper;

        public class Store(DbConnection connection)
        {
            public async Task<IEnumerable<Order>> Load(int id, DbTransaction transaction, CancellationToken token) =>
                await [|connection.QueryAsync<Order>("select * from orders where id = @id", new { id }, transaction, commandType: CommandType.Text)|];

            public async Task Touch(CancellationToken token) => await [|connection.ExecuteAsync("update orders set paid = 1 where id = 1")|];
        }
        """,
        """
        using Dapper;

        public class Store(DbConnection connection)
        {
            public async Task<IEnumerable<Order>> Load(int id, DbTransaction transaction, CancellationToken token) =>
                await connection.QueryAsync<Order>(new CommandDefinition("select * from orders where id = @id", new { id }, transaction, commandType: CommandType.Text, cancellationToken: token));

            public async Task Touch(CancellationToken token) => await connection.ExecuteAsync(new CommandDefinition("update orders set paid = 1 where id = 1", cancellationToken: token));
        }
        """);

    [Fact]
    public Task Fixes_a_mapping_Dapper_query() => Fixes(
        """
        using Dapper;

        public class Store(DbConnection connection)
        {
            public async Task<IEnumerable<Order>> Load(CancellationToken token) =>
                await [|connection.QueryAsync<Order, string, Order>("select 1", (order, line) => order, splitOn: "line", param: new { a = 1 }, buffered: false)|];
        }
        """,
        """
        using Dapper;

        public class Store(DbConnection connection)
        {
            public async Task<IEnumerable<Order>> Load(CancellationToken token) =>
                await connection.QueryAsync<Order, string, Order>(new CommandDefinition("select 1", new { a = 1 }, flags: CommandFlags.None, cancellationToken: token), (order, line) => order, splitOn: "line");
        }
        """);
}
