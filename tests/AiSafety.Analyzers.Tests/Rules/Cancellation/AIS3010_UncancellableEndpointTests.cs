using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3010_UncancellableEndpointTests : RuleTests<UncancellableEndpointRule, UncancellableEndpointFix>
{
    private const string Controller = """
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(ShopDb db, IBilling billing) : ControllerBase
        {
            {0}
        }
        """;

    private static string InController(string members) => Controller.Replace("{0}", members, StringComparison.Ordinal);

    [Fact]
    public Task Says_what_the_action_awaits() => ReportsWith(
        "'Get' awaits 'ToListAsync' and has no token to give it, so the work goes on after its caller is gone; take a 'CancellationToken' and pass it on",
        InController("public async Task<List<Order>> [|Get|](bool paid) => await db.Orders.Where(order => order.Paid == paid).ToListAsync();"));

    [Fact]
    public Task Row_no_token_available_in_an_action() => Reports(InController("""
        [HttpGet("{id}")]
            public async Task<IActionResult> [|Find|](int id)
            {
                var order = await billing.FindAsync(id);
                return Ok(order);
            }

            [HttpGet]
            public Task<int> [|Count|]() => db.Orders.CountAsync();
        """));

    [Fact]
    public Task Reports_minimal_api_handlers() => Reports("""
        using Microsoft.AspNetCore.Builder;

        public static class Api
        {
            public static void Map(WebApplication app)
            {
                app.MapGet("/count", async [|(ShopDb db)|] => await db.Orders.CountAsync());
                app.MapGet("/all", [|(ShopDb db)|] => db.Orders.ToListAsync());
                app.MapGroup("/orders").MapGet("/{id}", Find);
                app.MapGet("/local", [|Local|]);

                static async Task<int> Local(ShopDb db) => await db.Orders.CountAsync();
            }

            private static async Task<Order> [|Find|](int id, IBilling billing) => await billing.FindAsync(id);
        }
        """);

    [Fact]
    public Task Row_token_of_the_request_is_never_looked_at() => Reports("""
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(ShopDb db) : ControllerBase
        {
            public async Task<int> [|Count|]()
            {
                Response.Headers.CacheControl = HttpContext.Request.Headers.CacheControl;
                return await db.Orders.CountAsync().ConfigureAwait(false);
            }
        }

        public class OrderHub(ShopDb db) : Microsoft.AspNetCore.SignalR.Hub
        {
            public async Task<string> [|Count|]() => Context.ConnectionId + await (db.Orders.CountAsync());
        }
        """);

    [Fact]
    public Task Reports_azure_functions_and_controllers_without_a_base() => Reports("""
        using Microsoft.AspNetCore.Mvc;

        namespace Microsoft.Azure.Functions.Worker { public sealed class FunctionAttribute(string name) : Attribute { public string Name { get; } = name; } }

        public class Functions(ShopDb db)
        {
            [Microsoft.Azure.Functions.Worker.Function("count")]
            public async Task<int> [|Count|](string name) => await db.Orders.CountAsync(order => order.Name == name);
        }

        [ApiController]
        public class Orders(ShopDb db)
        {
            public async Task<int> [|Count|]() => await db.Orders.CountAsync();
        }
        """);

    [Fact]
    public Task Reports_handlers_of_razor_pages() => Reports("""
        public class OrdersModel(ShopDb db) : Microsoft.AspNetCore.Mvc.RazorPages.PageModel
        {
            public int Count { get; private set; }
            public async Task [|OnGetAsync|]() => Count = await db.Orders.CountAsync();
            public async Task OnPostAsync() => Count = await db.Orders.CountAsync();
            public async Task OnGetaway() => Count = await db.Orders.CountAsync();
        }
        """);

    [Fact]
    public Task Offers_no_fix_for_an_iterator() => OffersNoFix("""
        using Microsoft.AspNetCore.Mvc;

        public class OrdersController(ShopDb db) : ControllerBase
        {
            public async IAsyncEnumerable<int> [|Counts|]()
            {
                yield return await db.Orders.CountAsync();
            }
        }
        """);

    [Fact]
    public Task Says_that_a_lambda_is_the_handler() => ReportsWith(
        "This handler awaits 'CountAsync' and has no token to give it, so the work goes on after its caller is gone; take a 'CancellationToken' and pass it on",
        """
        using Microsoft.AspNetCore.Builder;

        public static class Api
        {
            public static void Map(WebApplication app) => app.MapGet("/count", async [|(ShopDb db)|] => await db.Orders.CountAsync());
        }
        """);

    [Fact]
    public Task Reports_hub_methods() => ReportsWith(
        "'Open' awaits 'ToListAsync' and has no token to give it, so the work goes on after its caller is gone; pass 'Context.ConnectionAborted'",
        """
        public class OrderHub(ShopDb db) : Microsoft.AspNetCore.SignalR.Hub
        {
            public async Task<List<Order>> [|Open|]() => await db.Orders.Where(order => !order.Paid).ToListAsync();
            public override async Task OnConnectedAsync() => await db.Orders.CountAsync();
        }
        """);

    [Fact]
    public Task Reports_a_query_sent_to_its_handler() => Reports("""
        using Microsoft.AspNetCore.Mvc;

        public interface ISender { Task<T> Send<T>(IRequest<T> request, CancellationToken token = default); }
        public interface IRequest<T>;
        public sealed record OrdersQuery : IRequest<int>;

        public class OrdersController(ISender sender) : ControllerBase
        {
            public async Task<int> [|Get|]() => await sender.Send(new OrdersQuery());
        }
        """);

    [Fact]
    public Task Reports_wolverine_handlers() => Reports("""
        public sealed record OrderPlaced(int Id);

        public sealed class OrderPlacedHandler
        {
            public async Task [|Handle|](OrderPlaced message, IBilling billing) => await billing.FindAsync(message.Id);
        }
        """, new Setup { References = References.WithServices });

    [Fact]
    public Task Reports_an_endpoint_that_only_writes_at_strict_only()
    {
        const string Code = "public async Task {0}Post{1}(Order order) { db.Orders.Add(order); await db.SaveChangesAsync(); }";
        return Task.WhenAll(
            Silent(InController(Code.Replace("{0}", "", StringComparison.Ordinal).Replace("{1}", "", StringComparison.Ordinal))),
            Reports(InController(Code.Replace("{0}", "[|", StringComparison.Ordinal).Replace("{1}", "|]", StringComparison.Ordinal)), AtStrict));
    }

    [Fact, Regression("reading server: a changed password is looked up first; the look-up is not what matters")]
    public Task Reports_an_endpoint_that_reads_and_changes_at_strict_only()
    {
        const string Code = """
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.Mvc;

            public interface IAccounts { Task ChangePassword(int id, string password); }

            public class OrdersController(ShopDb db, IAccounts accounts) : ControllerBase
            {
                [HttpPost("search")]
                public async Task<int> {0}Search{1}(string name) => await db.Orders.CountAsync(order => order.Name == name);

                [HttpGet]
                public async Task {0}Change{1}(int id, string password)
                {
                    if (await db.Orders.AnyAsync(order => order.Id == id))
                        await accounts.ChangePassword(id, password);
                }

                public async Task {0}Pay{1}(int id)
                {
                    var order = await db.Orders.FindAsync(id);
                    order!.Paid = true;
                    await db.SaveChangesAsync();
                }
            }

            public class OrderHub(ShopDb db) : Microsoft.AspNetCore.SignalR.Hub
            {
                public async Task {0}Open{1}() => await Clients.All.SendCoreAsync("count", [await db.Orders.CountAsync()]);
            }

            public static class Api
            {
                public static void Map(WebApplication app)
                {
                    app.MapPost("/count", async {0}(ShopDb db){1} => await db.Orders.CountAsync());
                    app.MapDelete("/{id}", Find);
                }

                private static async Task<Order> {0}Find{1}(int id, IBilling billing) => await billing.FindAsync(id);
            }
            """;
        return Task.WhenAll(
            Silent(Code.Replace("{0}", "", StringComparison.Ordinal).Replace("{1}", "", StringComparison.Ordinal)),
            Reports(Code.Replace("{0}", "[|", StringComparison.Ordinal).Replace("{1}", "|]", StringComparison.Ordinal), AtStrict));
    }

    [Fact, Regression("reading server: what fills the database runs once, at start")]
    public Task Stays_silent_in_seeders_and_benchmarks() => Task.WhenAll(
        Silent("""
            public static class Seed
            {
                public static async Task Orders(ShopDb db) => await db.Orders.CountAsync();
            }
            """, AtStrict),
        Silent("""
            namespace BenchmarkDotNet.Attributes { public sealed class BenchmarkAttribute : Attribute; }

            public class Orders(ShopDb db)
            {
                [BenchmarkDotNet.Attributes.Benchmark]
                public async Task<int> Count() => await db.Orders.CountAsync();
            }
            """, AtStrict));

    [Fact]
    public Task Reports_public_methods_of_public_types_at_strict_only()
    {
        const string Code = """
            public class Orders(ShopDb db)
            {
                public async Task<int> {0}Count{1}() => await db.Orders.CountAsync();
                internal async Task<int> Inner() => await db.Orders.CountAsync();
                public async Task<int> Twin() => await db.Orders.CountAsync();
                public async Task<int> Twin(CancellationToken token) => await db.Orders.CountAsync(token);
            }

            internal class Hidden(ShopDb db)
            {
                public async Task<int> Count() => await db.Orders.CountAsync();
            }
            """;
        return Task.WhenAll(
            Silent(Code.Replace("{0}", "", StringComparison.Ordinal).Replace("{1}", "", StringComparison.Ordinal)),
            Reports(Code.Replace("{0}", "[|", StringComparison.Ordinal).Replace("{1}", "|]", StringComparison.Ordinal), AtStrict));
    }

    [Fact]
    public Task Stays_silent_with_a_token_or_a_request() => Silent("""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        public sealed record Search(string Name, CancellationToken Cancellation);

        public class OrdersController(ShopDb db, IBilling billing) : ControllerBase
        {
            public async Task<int> Parameter(CancellationToken token) => await db.Orders.CountAsync();
            public async Task<int> Used() => await db.Orders.CountAsync(HttpContext.RequestAborted);
            public async Task<Order> Partly() { await db.Orders.LoadAsync(HttpContext.RequestAborted); return await billing.FindAsync(1); }
            public async Task<int> Carried([FromQuery] Search search) => await db.Orders.CountAsync();
        }

        public class TokenController(ShopDb db) : ControllerBase
        {
            private CancellationToken Aborted => HttpContext.RequestAborted;
            public async Task<int> Count() => await db.Orders.CountAsync();
        }

        public class OrderHub(ShopDb db) : Microsoft.AspNetCore.SignalR.Hub
        {
            public async Task<int> Count() => await db.Orders.CountAsync(Context.ConnectionAborted);
        }

        public static class Api
        {
            public static void Map(WebApplication app)
            {
                app.MapGet("/a", async (ShopDb db, CancellationToken token) => await db.Orders.CountAsync());
                app.MapGet("/b", async (HttpContext context) => await context.Response.WriteAsync("b"));
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_nothing_awaited_takes_a_token() => Silent(InController("""
        public int Count() => db.Orders.Count();
            public async Task Unsaved() => await Task.Yield();
            public async Task<int> Helper() => await CountCore();
            private static Task<int> CountCore() => Task.FromResult(1);
            public async Task Later() => await Task.Run(async () => await db.Orders.CountAsync());
            public async Task Pause() => await Task.Delay(1000);
            public void Fire() => _ = billing.FindAsync(1);
        """));

    [Fact]
    public Task Stays_silent_for_fixed_signatures() => Silent("""
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;

        public interface IOrders { Task<int> Count(); }

        public abstract class Base : ControllerBase { public abstract Task<int> Total(); }

        public class OrdersController(ShopDb db) : Base, IOrders
        {
            public async Task<int> Count() => await db.Orders.CountAsync();
            public override async Task<int> Total() => await db.Orders.CountAsync();
            [NonAction] private async Task<int> Inner() => await db.Orders.CountAsync();
        }

        public class ExplicitController(ShopDb db) : ControllerBase, IOrders
        {
            Task<int> IOrders.Count() => db.Orders.CountAsync();
        }

        public class Middleware(RequestDelegate next, ShopDb db)
        {
            public async Task InvokeAsync(HttpContext context) { await db.Orders.CountAsync(); await next(context); }
        }

        public class Program2
        {
            public static async Task Main() => await new ShopDb().Orders.CountAsync();
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_call_has_the_context_and_AIS3001_speaks() => Silent("""
        public class Service(ShopDb db)
        {
            public async Task<int> Count(Grpc.Core.ServerCallContext context) => await db.Orders.CountAsync();
            public async Task<int> Consume(MassTransit.ConsumeContext<Order> context) => await db.Orders.CountAsync();
        }
        """, AtStrict with { References = References.WithServices });

    [Fact]
    public Task Stays_silent_where_the_framework_has_an_ambient_token() => Silent("""
        using Microsoft.AspNetCore.Mvc;

        namespace Volo.Abp.Threading { public interface ICancellationTokenProvider { CancellationToken Token { get; } } }

        public class OrdersController(ShopDb db) : ControllerBase
        {
            public async Task<int> Count() => await db.Orders.CountAsync();
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_after_a_commit_point_and_in_clean_up() => Silent(InController("""
        public async Task<int> Save(Order order)
            {
                try { await Task.Yield(); }
                finally { await billing.FindAsync(1); }
                return 1;
            }
        """));

    [Fact]
    public Task Stays_silent_for_look_alike_controllers_and_routers() => Silent("""
        public class ControllerBase;

        public class OrdersController(ShopDb db) : ControllerBase
        {
            public async Task<int> Count() => await db.Orders.CountAsync();
        }

        public class App { public void MapGet(string path, Delegate handler) { } }

        public static class Api
        {
            public static void Map(App app) => app.MapGet("/count", async (ShopDb db) => await db.Orders.CountAsync());
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("// <auto-generated/>\n" + InController("public async Task<int> Count() => await db.Orders.CountAsync();"));

    [Fact]
    public Task Stays_silent_in_test_projects() =>
        Silent(InController("public async Task<int> Count() => await db.Orders.CountAsync();"), new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Silent(InController("public async Task<int> Count( => await db.Orders.CountAsync("), new Setup { AllowsErrors = true });

    [Fact]
    public async Task One_endpoint_is_one_finding()
    {
        string[] expected = ["AIS3010"];
        var analysis = await Analysis.RunAsync(
            [("/Api.cs", InController("public async Task<int> Count() { await db.Orders.LoadAsync(); return await db.Orders.CountAsync(); }"))],
            [new UncancellableEndpointRule(), new DroppedTokenRule(), new IgnoredTokenParameterRule()], AiSafety.Analyzers.Catalog.Preset.Strict,
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, analysis.Findings.Select(finding => finding.Id));
    }

    [Fact]
    public Task Fixes_an_action_and_all_its_calls() => Fixes(
        InController("""
            public async Task<IActionResult> [|Find|](int id)
                {
                    var order = await db.Orders.FindAsync(id);
                    await db.Orders.Where(each => each.Id == id).LoadAsync();
                    return order is null ? NotFound() : Ok(await billing.FindAsync((await billing.FindAsync(id)).Id));
                }
            """),
        InController("""
            public async Task<IActionResult> Find(int id, CancellationToken cancellationToken)
                {
                    var order = await db.Orders.FindAsync([id], cancellationToken);
                    await db.Orders.Where(each => each.Id == id).LoadAsync(cancellationToken);
                    return order is null ? NotFound() : Ok(await billing.FindAsync((await billing.FindAsync(id, cancellationToken)).Id, cancellationToken));
                }
            """));

    [Fact]
    public Task Fixes_an_action_that_is_called_or_has_optional_parameters() => Fixes(
        InController("""
            public Task<int> [|Count|]() => db.Orders.CountAsync();

                public async Task<List<Order>> [|Page|](
                    int page = 1,
                    int size = 10)
                {
                    return await Count() == 0 ? [] : await db.Orders.Skip(page * size).Take(size).ToListAsync();
                }
            """),
        InController("""
            public Task<int> Count(CancellationToken cancellationToken = default) => db.Orders.CountAsync(cancellationToken);

                public async Task<List<Order>> Page(
                    int page = 1,
                    int size = 10,
                    CancellationToken cancellationToken = default)
                {
                    return await Count(cancellationToken) == 0 ? [] : await db.Orders.Skip(page * size).Take(size).ToListAsync(cancellationToken);
                }
            """));

    [Fact]
    public Task Fixes_a_lambda() => Fixes(
        """
        using Microsoft.AspNetCore.Builder;

        public static class Api
        {
            public static void Map(WebApplication app) => app.MapGet("/count", async [|(ShopDb db)|] => await db.Orders.CountAsync());
        }
        """,
        """
        using Microsoft.AspNetCore.Builder;

        public static class Api
        {
            public static void Map(WebApplication app) => app.MapGet("/count", async (ShopDb db, CancellationToken cancellationToken) => await db.Orders.CountAsync(cancellationToken));
        }
        """);

    [Fact]
    public Task Fixes_a_hub_method_with_the_connections_token() => Fixes(
        """
        public class OrderHub(ShopDb db) : Microsoft.AspNetCore.SignalR.Hub
        {
            public async Task<int> [|Open|](int id)
            {
                var order = await db.Orders.FindAsync(id);
                return order is null ? 0 : await db.Orders.CountAsync();
            }
        }
        """,
        """
        public class OrderHub(ShopDb db) : Microsoft.AspNetCore.SignalR.Hub
        {
            public async Task<int> Open(int id)
            {
                var order = await db.Orders.FindAsync([id], Context.ConnectionAborted);
                return order is null ? 0 : await db.Orders.CountAsync(Context.ConnectionAborted);
            }
        }
        """);

    [Fact]
    public Task Offers_no_fix_where_the_declaration_is_not_at_hand() => OffersNoFix("""
        using Microsoft.AspNetCore.Builder;

        public static class Api
        {
            public static void Map(WebApplication app)
            {
                app.MapGet("/local", [|Local|]);

                static async Task<int> Local(ShopDb db) => await db.Orders.CountAsync();
            }
        }
        """);
}
