using AiSafety.Analyzers.Rules.Failures;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2009_UncheckedOutcomeTests : RuleTests<UncheckedOutcomeRule>
{
    [Fact]
    public Task Says_that_a_refused_request_passes_for_done() => ReportsWith(
        "Nothing looks at the response of 'DeleteAsync'; a request that the server refused passes for done; call 'EnsureSuccessStatusCode', or test 'IsSuccessStatusCode'",
        "await [|http.DeleteAsync(name)|];");

    [Fact]
    public Task Says_that_an_error_page_is_taken_for_data() => ReportsWith(
        "The content of the response of 'GetAsync' is read without a look at its status; an error page is taken for the data that was asked for; call 'EnsureSuccessStatusCode', or test 'IsSuccessStatusCode'",
        """
        var response = await [|http.GetAsync(name)|];
        log.LogInformation("{Text}", await response.Content.ReadAsStringAsync());
        """);

    [Fact]
    public Task Says_that_a_failure_is_in_the_outcome() => ReportsWith(
        "Nothing looks at the outcome of 'CreateAsync'; it reports failure by what it returns, so a failure passes for done; test 'Succeeded' and act on it",
        Identity("await [|users.CreateAsync(user)|];"));

    [Fact]
    public Task Says_that_an_item_is_lost() => ReportsWith(
        "Nothing looks at the answer of 'TryWrite'; when the queue is full the item is lost; test the answer, or call 'WriteAsync', which waits for room",
        """
        private readonly System.Threading.Channels.Channel<Order> queue = System.Threading.Channels.Channel.CreateBounded<Order>(100);

        public void Add(Order order) => [|queue.Writer.TryWrite(order)|];
        """);

    [Fact]
    public Task Says_that_nothing_looks_at_the_exit_code() => ReportsWith(
        "Nothing looks at the exit code after 'WaitForExitAsync'; a command that failed passes for done; test 'ExitCode' and act on it",
        """
        using var process = System.Diagnostics.Process.Start("pg_dump", "shop")!;
        await [|process.WaitForExitAsync(token)|];
        """);

    [Fact]
    public Task Says_that_a_default_is_used() => ReportsWith(
        "Nothing looks at the answer of 'TryParse'; on failure 'count' is used as if its default were a real value; test the answer",
        """
        [|int.TryParse(name, out var count)|];
        order.Id = count;
        """);

    [Fact]
    public Task Says_that_a_preset_value_is_lost() => ReportsWith(
        "Nothing looks at the answer of 'TryParse'; on failure 'size' loses the value that it had and is used as the default of its type; test the answer",
        """
        var size = 50;
        [|int.TryParse(name, out size)|];
        order.Id = size;
        """);

    // ---- HTTP: what is ignored

    [Fact]
    public Task Row_SendAsync_result_discarded() => Reports("""
        await [|http.PostAsync(name, new StringContent("a"))|];
        await [|http.PutAsync(name, null)|].ConfigureAwait(false);
        await [|http.PatchAsync(name, null)|];
        _ = await [|http.DeleteAsync(name)|];
        var unread = await [|http.PostAsync(name, null)|];
        using var disposed = await [|http.PostAsync(name, null)|];
        using (await [|http.PostAsync(name, null)|]) { }
        [|http.PostAsync(name, null)|].GetAwaiter().GetResult();
        await [|http.SendAsync(new HttpRequestMessage(HttpMethod.Post, name))|];
        var request = new HttpRequestMessage { Method = HttpMethod.Delete };
        await [|http.SendAsync(request, token)|];
        [|http.Send(new HttpRequestMessage(HttpMethod.Put, name))|];
        """);

    [Fact]
    public Task Reports_several_that_are_awaited_together() => Reports("""
        await Task.WhenAll([|http.PostAsync(name, null)|], [|http.DeleteAsync(name)|]);
        await Task.WhenAll(order.Lines.Select(line => [|http.PostAsync(line, null)|]));
        await Task.WhenAll(order.Lines.Select(async line => await [|http.PostAsync(line, null)|]).ToList());
        [|http.PostAsync(name, null)|].Wait();
        """);

    [Fact]
    public Task Stays_silent_where_several_are_looked_at_together() => Silent("""
        var responses = await Task.WhenAll(http.PostAsync(name, null), http.DeleteAsync(name));
        foreach (var response in responses)
            response.EnsureSuccessStatusCode();
        foreach (var response in await Task.WhenAll(order.Lines.Select(line => http.PostAsync(line, null))))
            response.EnsureSuccessStatusCode();
        var tasks = order.Lines.Select(line => http.PostAsync(line, null)).ToList();
        await Task.WhenAll(tasks);
        foreach (var task in tasks)
            (await task).EnsureSuccessStatusCode();
        """, AtStrict);

    [Fact]
    public Task Reports_json_requests() => Reports("""
        using System.Net.Http.Json;

        public class Client(HttpClient http)
        {
            public async Task Close(Order order)
            {
                await [|http.PostAsJsonAsync("orders", order)|];
                await [|HttpClientJsonExtensions.PutAsJsonAsync(http, "orders", order)|];
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_read_that_is_ignored() => Silent("""
        await http.GetAsync(name);
        await http.SendAsync(new HttpRequestMessage(HttpMethod.Get, name));
        """, AtStrict);

    [Fact]
    public Task An_unknown_verb_is_less_sure() => Reports("""
        public async Task Send(HttpRequestMessage request) => await [|http.SendAsync(request)|];
        """, AtStrict);

    [Fact]
    public Task A_logged_status_of_a_write_is_less_sure() => Reports("""
        var response = await [|http.PostAsync(name, null)|];
        log.LogInformation("answered {Status}", response.StatusCode);
        """, AtStrict);

    [Fact]
    [Regression("telemetry of a smoke test: both outcomes are written, and a rejected export is ignored on purpose")]
    public Task Stays_silent_where_the_status_decides_what_is_written() => Silent("""
        using var response = await http.PostAsync(name, null);
        Console.WriteLine(response.IsSuccessStatusCode ? "exported" : $"rejected with {(int)response.StatusCode}");
        """, AtStrict);

    [Fact]
    [Regression("a smoke test: the root of a nested function's graph lies in a region of the graph around it")]
    public Task Survives_a_local_function_inside_a_try() => Silent("""
        try
        {
            await SendAsync();
            async Task SendAsync()
            {
                var response = await http.PostAsync(name, null);
                response.EnsureSuccessStatusCode();
                Console.WriteLine(await response.Content.ReadAsStringAsync());
            }
        }
        finally
        {
            Console.WriteLine("done");
        }
        """);

    [Fact]
    public Task Stays_silent_for_an_ignored_write_where_things_are_cleaned_up() => Silent("""
        try { await billing.ChargeAsync(order); }
        catch (Exception) { await http.DeleteAsync(name); throw; }
        finally { await http.DeleteAsync(name); }
        """);

    // ---- HTTP: content without a look at the status

    [Fact]
    public Task Row_content_read_before_status() => Reports("""
        using System.Net.Http.Json;

        public class Client(HttpClient http, ILogger log)
        {
            public async Task<string> Text(string url) => await (await [|http.GetAsync(url)|]).Content.ReadAsStringAsync();

            public async Task<Order?> Json(string url)
            {
                using var response = await [|http.GetAsync(url)|];
                return await response.Content.ReadFromJsonAsync<Order>();
            }

            public async Task<byte[]> Logged(string url)
            {
                var response = await [|http.GetAsync(url)|].ConfigureAwait(false);
                log.LogInformation("answered {Status}", response.StatusCode);
                return await response.Content.ReadAsByteArrayAsync();
            }

            public async Task<string> Sent(HttpRequestMessage request, CancellationToken token)
            {
                HttpResponseMessage response;
                response = await [|http.SendAsync(request, token)|];
                await using var stream = await response!.Content.ReadAsStreamAsync(token);
                return stream.ToString()!;
            }

            public string Blocking(string url) => [|http.GetAsync(url)|].Result.Content.ReadAsStringAsync().Result;
        }
        """);

    [Fact]
    public Task Reports_the_path_that_does_not_look() => Reports("""
        var response = await [|http.GetAsync(name)|];
        if (order.Paid)
            response.EnsureSuccessStatusCode();
        order.Name = await response.Content.ReadAsStringAsync();
        """);

    [Fact]
    public Task Reports_a_response_that_is_replaced_before_anybody_looks() => Reports("""
        var response = await [|http.GetAsync(name)|];
        order.Name = await response.Content.ReadAsStringAsync();
        response = await http.GetAsync(name);
        response.EnsureSuccessStatusCode();
        """);

    [Fact]
    public Task Reports_in_a_lambda_a_local_function_and_a_loop() => Reports("""
        Func<Task<string>> load = async () =>
        {
            var inner = await [|http.GetAsync(name)|];
            return await inner.Content.ReadAsStringAsync();
        };
        async Task<string> Load()
        {
            var inner = await [|http.GetAsync(name)|];
            return await inner.Content.ReadAsStringAsync();
        }
        foreach (var line in order.Lines)
        {
            var each = await [|http.GetAsync(line)|];
            order.Name += await each.Content.ReadAsStringAsync();
        }
        await load();
        await Load();
        """);

    [Fact]
    public Task One_status_is_no_look_at_the_others() => Reports(OneStatus("[|", "|]"), AtStrict);

    [Fact]
    public Task One_status_is_less_sure() => Silent(OneStatus("", ""));

    private static string OneStatus(string open, string close) => $$"""
        var response = await {{open}}http.GetAsync(name){{close}};
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
            return;
        order.Name = await response.Content.ReadAsStringAsync();
        var again = await {{open}}http.GetAsync(name){{close}};
        if (again.StatusCode is System.Net.HttpStatusCode.NotFound)
            return;
        order.Name = await again.Content.ReadAsStringAsync();
        """;

    [Fact]
    public Task Stays_silent_where_the_status_is_looked_at() => Silent("""
        var a = await http.GetAsync(name);
        a.EnsureSuccessStatusCode();
        order.Name = await a.Content.ReadAsStringAsync();
        order.Name = await (await http.GetAsync(name)).EnsureSuccessStatusCode().Content.ReadAsStringAsync();
        var b = await http.GetAsync(name);
        if (!b.IsSuccessStatusCode) throw new InvalidOperationException(await b.Content.ReadAsStringAsync());
        order.Name = await b.Content.ReadAsStringAsync();
        var c = await http.GetAsync(name);
        if (c.StatusCode != System.Net.HttpStatusCode.OK) return;
        order.Name = await c.Content.ReadAsStringAsync();
        var d = await http.GetAsync(name);
        if (d is { IsSuccessStatusCode: true }) order.Name = await d.Content.ReadAsStringAsync();
        var e = await http.GetAsync(name);
        order.Name = e.StatusCode switch { System.Net.HttpStatusCode.OK => await e.Content.ReadAsStringAsync(), _ => "" };
        var f = await http.GetAsync(name);
        if ((int)f.StatusCode >= 400) return;
        order.Name = await f.Content.ReadAsStringAsync();
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_status_is_looked_at_after_the_text_was_read() => Silent("""
        var response = await http.PostAsync(name, null);
        var text = await response.Content.ReadAsStringAsync();
        if (!response.IsSuccessStatusCode) throw new InvalidOperationException(text);
        order.Name = text;
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_a_failed_read_ends_in_a_handler() => Silent("""
        try
        {
            var response = await http.GetAsync(name);
            var text = await response.Content.ReadAsStringAsync();
            response.EnsureSuccessStatusCode();
            order.Name = text;
        }
        catch (Exception e) { log.LogError(e, "no answer"); }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_only_headers_are_read() => Silent("""
        var response = await http.PostAsync(name, null);
        order.Name = response.Headers.Location!.ToString();
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_response_is_given_on() => Silent("""
        public Task<HttpResponseMessage> Given(string url) => http.PostAsync(url, null);
        public async Task<HttpResponseMessage> Response(string url) => await http.PostAsync(url, null);
        public async Task Helper(string url) => await Check(await http.PostAsync(url, null));
        public async Task<string> Local(string url)
        {
            var response = await http.GetAsync(url);
            await Check(response);
            return await response.Content.ReadAsStringAsync();
        }
        public async Task<object> Status(string url)
        {
            var response = await http.GetAsync(url);
            return new { response.StatusCode, Text = await response.Content.ReadAsStringAsync() };
        }
        public async Task Captured(string url)
        {
            var response = await http.PostAsync(url, null);
            Action check = () => response.EnsureSuccessStatusCode();
            check();
        }
        private static Task Check(HttpResponseMessage response) => Task.FromResult(response.EnsureSuccessStatusCode());
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_a_handler_of_the_project_looks() => Silent("""
        public class Ensuring : DelegatingHandler
        {
            protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
            {
                var response = await base.SendAsync(request, cancellationToken);
                return response.EnsureSuccessStatusCode();
            }
        }

        public class Client(HttpClient http)
        {
            public async Task Close() => await http.DeleteAsync("order");
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_for_members_that_throw_by_themselves() => Silent("""
        order.Name = await http.GetStringAsync(name);
        await (await http.GetStreamAsync(name)).DisposeAsync();
        """, AtStrict);

    [Fact]
    public Task Stays_silent_for_an_own_client() => Silent("""
        namespace Own
        {
            public class HttpClient { public Task<HttpResponseMessage> PostAsync(string url, object? content) => Task.FromResult(new HttpResponseMessage()); }

            public class Client(HttpClient http)
            {
                public async Task Close() => await http.PostAsync("order", null);
            }
        }
        """, AtStrict);

    // ---- results

    private static string Identity(string statements, string more = "") => $$"""
        using Microsoft.AspNetCore.Identity;

        public class Accounts(UserManager<IdentityUser> users, SignInManager<IdentityUser> logins, RoleManager<IdentityRole> roles)
        {
            public async Task Register(IdentityUser user)
            {
                {{statements}}
            }
            {{more}}
        }
        """;

    [Fact]
    public Task Row_IdentityResult_Succeeded() => Reports(Identity("""
        await [|users.CreateAsync(user)|];
        await [|users.AddToRoleAsync(user, "admin")|].ConfigureAwait(false);
        _ = await [|users.DeleteAsync(user)|];
        var unread = await [|users.UpdateAsync(user)|];
        [|roles.CreateAsync(new IdentityRole("admin"))|].GetAwaiter().GetResult();
        await [|logins.PasswordSignInAsync(user, "secret", true, true)|];
        """, "public async Task Delete(IdentityUser user) => await [|users.DeleteAsync(user)|];"));

    [Fact]
    public Task Reports_a_result_that_is_replaced_before_anybody_looks() => Reports(Identity("""
        var result = await [|users.CreateAsync(user)|];
        result = await users.AddToRoleAsync(user, "admin");
        if (!result.Succeeded) throw new InvalidOperationException();
        """));

    [Fact]
    public Task Stays_silent_where_a_result_is_looked_at() => Silent(Identity("""
        var result = await users.CreateAsync(user);
        if (!result.Succeeded) throw new InvalidOperationException();
        IdentityResult later;
        later = await users.UpdateAsync(user);
        Throw(later);
        if ((await users.DeleteAsync(user)).Succeeded) return;
        var last = IdentityResult.Success;
        foreach (var role in new[] { "a", "b" })
        {
            last = await users.AddToRoleAsync(user, role);
            if (!last.Succeeded) break;
        }
        Throw(await users.UpdateSecurityStampAsync(user));
        await logins.SignInAsync(user, true);
        """, """
        public Task<IdentityResult> Delete(IdentityUser user) => users.DeleteAsync(user);
        private static void Throw(IdentityResult result) => _ = result.Succeeded ? 0 : throw new InvalidOperationException();
        """), AtStrict);

    [Fact]
    public Task Row_ValidationResult() => Reports("""
        using FluentValidation;

        public class Orders(IValidator<Order> validator)
        {
            public async Task Close(Order order)
            {
                [|validator.Validate(order)|];
                await [|validator.ValidateAsync(order)|];
                var result = await [|validator.ValidateAsync(order)|];
                order.Paid = true;
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_a_validation_throws_or_is_looked_at() => Silent("""
        using FluentValidation;

        public class Orders(IValidator<Order> validator)
        {
            public async Task<bool> Close(Order order)
            {
                validator.ValidateAndThrow(order);
                validator.Validate(order, options => options.ThrowOnFailures());
                await validator.ValidateAndThrowAsync(order);
                return (await validator.ValidateAsync(order)).IsValid;
            }
        }
        """, AtStrict);

    [Fact]
    public Task Row_Result_of_T() => Reports("""
        using ErrorOr;
        using FluentResults;
        using Result = FluentResults.Result;
        using Success = ErrorOr.Success;

        public interface IOrders
        {
            Result Close(Order order);
            Task<Result<Order>> FindAsync(int id);
            ErrorOr<Order> Open(int id);
            Task<ErrorOr<Success>> DeleteAsync(int id);
            OneOf.OneOf<Order, NotFound> Get(int id);
            ClosedOrFailed TryToClose(int id);
        }

        public record NotFound;
        public class ClosedOrFailed(OneOf.OneOf<int, string> input) : OneOf.OneOfBase<int, string>(input);

        public class Shop(IOrders orders)
        {
            public async Task Run(Order order)
            {
                [|orders.Close(order)|];
                await [|orders.FindAsync(1)|];
                [|orders.Open(1)|];
                _ = await [|orders.DeleteAsync(1)|];
                [|orders.Get(1)|];
                [|orders.TryToClose(1)|];
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_an_outcome_goes_on() => Silent("""
        using ErrorOr;
        using FluentResults;
        using Result = FluentResults.Result;

        public interface IOrders
        {
            Result Close(Order order);
            Task<ErrorOr<Order>> OpenAsync(int id);
            OneOf.OneOf<Order, NotFound> Get(int id);
        }

        public record NotFound;

        public class Shop(IOrders orders)
        {
            public async Task<Result> Run(Order order)
            {
                var result = orders.Close(order);
                result.WithError("too late");
                if (result.IsFailed) return result;
                await orders.OpenAsync(1).ThenDo(opened => opened.Paid = true);
                orders.Get(1).Switch(found => { }, missing => { });
                var name = orders.Get(1).Match(found => found.Name, missing => "");
                order.Name = name;
                return orders.Close(order);
            }
        }
        """, AtStrict);

    [Fact]
    public Task A_union_without_a_failure_is_less_sure() => Silent("""
        public class Shop(Func<OneOf.OneOf<int, string>> pick)
        {
            public void Run() => pick();
        }
        """);

    [Fact]
    public Task Stays_silent_for_look_alike_results() => Silent("""
        namespace Own
        {
            public class IdentityResult { public bool Succeeded { get; set; } }
            public class Result { public bool IsFailed { get; set; } }

            public class Shop
            {
                public IdentityResult Create() => new();
                public Result Close() => new();
                public void Run() { Create(); Close(); }
            }
        }
        """, AtStrict);

    // ---- queues

    [Fact]
    public Task Row_TryAdd_TryWrite_bool() => Reports("""
        using System.Collections.Concurrent;
        using System.Threading.Channels;

        public class Queues
        {
            private readonly Channel<Order> orders = Channel.CreateBounded<Order>(100);
            private readonly Channel<Order> waiting = Channel.CreateBounded<Order>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.Wait });
            private readonly ChannelWriter<Order> writer;
            private readonly BlockingCollection<Order> old = new(100);
            private readonly BlockingCollection<Order> concurrent = new(new ConcurrentQueue<Order>(), 100);

            public Queues() => writer = orders.Writer;

            public void Add(Order order)
            {
                [|orders.Writer.TryWrite(order)|];
                [|waiting.Writer.TryWrite(order)|];
                [|writer.TryWrite(order)|];
                var written = [|writer.TryWrite(order)|];
                [|old.TryAdd(order)|];
                [|concurrent.TryAdd(order, 10)|];
                var local = Channel.CreateBounded<Order>(5);
                [|local.Writer.TryWrite(order)|];
            }
        }
        """);

    [Fact]
    public Task Stays_silent_where_a_queue_takes_or_drops_everything() => Silent("""
        using System.Collections.Concurrent;
        using System.Threading.Channels;

        public class Queues(ChannelWriter<Order> unknown)
        {
            private readonly Channel<Order> endless = Channel.CreateUnbounded<Order>();
            private readonly Channel<Order> dropping = Channel.CreateBounded<Order>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });
            private readonly Channel<Order> bounded = Channel.CreateBounded<Order>(100);
            private readonly BlockingCollection<Order> old = new();
            private readonly BlockingCollection<Order> expression = [];
            private readonly ConcurrentDictionary<int, Order> known = new();
            private readonly Dictionary<int, Order> plain = new();

            public async Task Add(Order order)
            {
                endless.Writer.TryWrite(order);
                dropping.Writer.TryWrite(order);
                unknown.TryWrite(order);
                old.TryAdd(order);
                expression.TryAdd(order);
                known.TryAdd(1, order);
                plain.TryAdd(1, order);
                if (!bounded.Writer.TryWrite(order))
                    await bounded.Writer.WriteAsync(order);
            }
        }
        """, AtStrict);

    [Fact]
    public Task A_discarded_answer_and_an_unknown_collection_are_less_sure() => Reports("""
        using System.Collections.Concurrent;
        using System.Threading.Channels;

        public class Queues(BlockingCollection<Order> unknown)
        {
            private readonly Channel<Order> orders = Channel.CreateBounded<Order>(100);

            public void Add(Order order)
            {
                _ = [|orders.Writer.TryWrite(order)|];
                [|unknown.TryAdd(order)|];
            }
        }
        """, AtStrict);

    [Fact]
    [Regression("a signal in a workflow engine: a channel with one place wakes its reader")]
    public Task Stays_silent_for_signals() => Silent("""
        using System.Threading.Channels;

        public class Signals(object mark)
        {
            private readonly Channel<object?> single = Channel.CreateBounded<object?>(new BoundedChannelOptions(1) { SingleReader = true });
            private readonly Channel<object?> short1 = Channel.CreateBounded<object?>(1);
            private readonly Channel<object?> wide = Channel.CreateBounded<object?>(10);

            public void Trigger()
            {
                single.Writer.TryWrite(mark);
                short1.Writer.TryWrite(mark);
                wide.Writer.TryWrite(null);
                wide.Writer.TryWrite(default);
                wide.Writer.TryWrite(new object());
                wide.Writer.TryWrite(true);
            }
        }
        """, AtStrict);

    // ---- locks

    [Fact]
    public Task Reports_a_lock_that_may_not_have_been_taken() => ReportsWith(
        "Nothing looks at the answer of 'WaitAsync'; when the time is up the code goes on without the lock, and releases what it does not hold; test the answer",
        """
        private readonly SemaphoreSlim gate = new(1);

        public async Task Pay(Order order, CancellationToken token)
        {
            await [|gate.WaitAsync(TimeSpan.FromSeconds(5), token)|];
            try { await billing.ChargeAsync(order, token); }
            finally { gate.Release(); }
        }
        """);

    [Fact]
    public Task Reports_other_locks() => Reports("""
        private readonly SemaphoreSlim gate = new(1);
        private readonly object old = new();
        private readonly Mutex mutex = new();

        public void Pay(Order order)
        {
            [|gate.Wait(1000)|];
            [|Monitor.TryEnter(old, TimeSpan.FromSeconds(1))|];
            [|mutex.WaitOne(1000)|];
            billing.Charge(order);
            mutex.ReleaseMutex();
            Monitor.Exit(old);
            gate.Release();
        }
        """);

    [Fact]
    public Task Stays_silent_for_waits_that_are_no_locks() => Silent("""
        private readonly SemaphoreSlim gate = new(1);
        private readonly SemaphoreSlim signal = new(0);
        private readonly ManualResetEvent stopped = new(false);

        public async Task Poll(CancellationToken token)
        {
            await signal.WaitAsync(TimeSpan.FromSeconds(5), token);
            stopped.WaitOne(1000);
            gate.Wait(0);
            gate.Release();
            await gate.WaitAsync(token);
            gate.Release();
            await gate.WaitAsync(Timeout.InfiniteTimeSpan);
            gate.Release();
            if (await gate.WaitAsync(100))
                gate.Release();
        }
        """, AtStrict);

    [Fact]
    public Task Reports_a_permit_that_may_not_have_been_given() => Reports("""
        using System.Threading.RateLimiting;

        public class Payments(RateLimiter limiter, IBilling billing)
        {
            public async Task Pay(Order order)
            {
                using var lease = await [|limiter.AcquireAsync()|];
                await billing.ChargeAsync(order);
            }

            public async Task PayChecked(Order order)
            {
                using var lease = await limiter.AcquireAsync();
                if (lease.IsAcquired)
                    await billing.ChargeAsync(order);
            }
        }
        """);

    // ---- processes

    [Fact]
    public Task Row_Process_ExitCode_unread() => Reports("""
        using System.Diagnostics;

        public class Tool
        {
            public async Task Run(ProcessStartInfo info)
            {
                var a = Process.Start(info);
                [|a!.WaitForExit()|];
                using var b = new Process { StartInfo = info };
                b.Start();
                [|b.WaitForExit(1000)|];
                b.WaitForExit();
                [|Process.Start("ls")!.WaitForExit()|];
                [|Process.Start("ls")?.WaitForExit()|];
                var c = Process.Start(info) ?? throw new InvalidOperationException();
                await [|c.WaitForExitAsync()|];
            }
        }
        """);

    [Fact]
    public Task A_process_whose_output_is_read_is_less_sure() => Reports("""
        using System.Diagnostics;

        public class Tool
        {
            public string Run(ProcessStartInfo info)
            {
                using var process = Process.Start(info)!;
                var text = process.StandardOutput.ReadToEnd();
                [|process.WaitForExit()|];
                return text;
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_end_is_looked_at_or_somebody_elses() => Silent("""
        using System.Diagnostics;

        public class Tool(Process field)
        {
            public int Code(ProcessStartInfo info)
            {
                using var process = Process.Start(info)!;
                process.WaitForExit();
                return process.ExitCode;
            }

            public void Given(Process process)
            {
                process.WaitForExit();
                field.WaitForExit();
                foreach (var each in Process.GetProcessesByName("a"))
                    each.WaitForExit();
            }

            public Process Away(ProcessStartInfo info)
            {
                var process = Process.Start(info)!;
                process.WaitForExit();
                return process;
            }

            public void Killed(ProcessStartInfo info)
            {
                var process = Process.Start(info)!;
                if (!process.WaitForExit(1000))
                    process.Kill();
            }

            public void Document(string path)
            {
                var process = Process.Start(new ProcessStartInfo(path) { UseShellExecute = true })!;
                process.WaitForExit();
            }

            public void Check(ProcessStartInfo info)
            {
                var process = Process.Start(info)!;
                process.WaitForExit();
                Check(process);
            }

            private static void Check(Process process) => Debug.Assert(process.ExitCode == 0);
        }
        """, AtStrict);

    // ---- attempts with a value

    [Fact]
    public Task Reports_parsed_values_that_nobody_checked() => Reports("""
        [|Guid.TryParse(name, out var key)|];
        [|decimal.TryParse(name, out decimal total)|];
        [|Enum.TryParse<DayOfWeek>(name, out var day)|];
        var parsed = [|DateTime.TryParse(name, out var created)|];
        order.Total = total;
        order.Created = created;
        order.Name = key.ToString() + day;
        """);

    [Fact]
    public Task Other_attempts_and_discards_are_less_sure() => Reports("""
        public int Count(Queue<int> waiting, string name)
        {
            [|waiting.TryDequeue(out var first)|];
            new Order().Id = first;
            _ = [|int.TryParse(name, out var number)|];
            return number;
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_answer_or_the_value_is_tested() => Silent("""
        if (int.TryParse(name, out var a)) order.Id = a;
        int.TryParse(name, out var b);
        if (b > 0) order.Id = b;
        int.TryParse(name, out var c);
        order.Id = Math.Clamp(c, 1, 100);
        Guid.TryParse(name, out var d);
        order.Name = d == Guid.Empty ? "" : d.ToString();
        int.TryParse(name, out _);
        int.TryParse(name, out var unused);
        var ok = int.TryParse(name, out var e);
        order.Paid = ok;
        order.Id = e;
        DateTime.TryParse(name, out var f);
        if (f.Year < 2000) return;
        order.Created = f;
        int.TryParse(name, out var g);
        log.LogInformation("{Number}", g);
        int.TryParse(name, out var h);
        order.Id = h switch { 0 => 1, _ => h };
        int.TryParse(name, out var i);
        ArgumentOutOfRangeException.ThrowIfLessThan(i, 1);
        order.Id = i;
        """, AtStrict);

    [Fact]
    public Task Stays_silent_for_references_and_answers_by_default() => Silent("""
        public string? Find(Dictionary<int, string> names, int id, string text)
        {
            names.TryGetValue(id, out var found);
            bool.TryParse(text, out var paid);
            new Order().Paid = paid;
            return found;
        }
        """, AtStrict);

    [Fact]
    [Regression("counters of dropped items in a workflow engine")]
    public Task Stays_silent_for_what_a_dictionary_does_not_hold() => Silent("""
        public void Count(Dictionary<string, int> counts, string name)
        {
            counts.TryGetValue(name, out var count);
            counts[name] = count + 1;
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_value_is_set_otherwise_or_captured() => Silent("""
        int.TryParse(name, out var a);
        a = 5;
        order.Id = a;
        int.TryParse(name, out var b);
        Func<int> later = () => b;
        order.Id = later();
        """, AtStrict);

    // ---- the rest

    [Fact]
    public Task A_comment_with_a_reason_silences() => Silent("""
        // Best effort: the cache drops the entry by itself after a minute.
        await http.DeleteAsync(name);
        """, AtStrict);

    [Fact]
    public Task A_comment_that_says_what_is_done_does_not() => Reports("""
        // Delete the order from the remote store
        await [|http.DeleteAsync(name)|];
        """);

    [Fact]
    public Task Reports_in_top_level_statements() => Reports("""
        using System.Net.Http;

        var http = new HttpClient();
        await [|http.DeleteAsync("a")|];
        """, new Setup { TopLevelProgram = true });

    [Fact]
    public Task Reports_through_an_alias_and_an_iterator() => Reports("""
        using Client = System.Net.Http.HttpClient;

        public class Orders(Client http)
        {
            public async IAsyncEnumerable<int> Close()
            {
                await [|http.DeleteAsync("a")|];
                yield return 1;
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_expression_trees() => Silent("""
        System.Linq.Expressions.Expression<Func<Sample, int>> length = sample => sample.ToString()!.Length;
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_a_test_project() => Silent("await http.DeleteAsync(name);", new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("""
        public class Client(HttpClient http)
        {
            public async Task Close() => await http.DeleteAsync("a");
        }
        """, new Setup { FileName = "/Client.g.cs" });

    [Fact]
    public Task Stays_silent_on_half_typed_code() => Silent("""
        var response = await http.GetAsync(;
        order.Name = await response.Content.ReadAsStringAsync();
        int.TryParse(name, out var);
        var process = System.Diagnostics.Process.Start("a"
        """, new Setup { AllowsErrors = true });

    [Fact]
    public Task Works_with_the_framework_alone() => Reports("await [|http.DeleteAsync(name)|];", new Setup { References = References.Framework });
}
