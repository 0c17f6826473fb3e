using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Rules.Failures;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2002_FailureAsEmptyValueTests : RuleTests<FailureAsEmptyValueRule, FailureAsEmptyValueFix>
{
    private static Setup LetPropagate =>
        new() { FixTitle = FixSite.Key(FixKind.Judgement, FailureAsEmptyValueFix.LetPropagate), SkipFixAll = true };

    private static Setup UseTryParse => new() { FixTitle = FixSite.Key(FixKind.Mechanical, FailureAsEmptyValueFix.UseTryParse) };

    [Fact]
    public Task Says_what_the_answer_hides() => ReportsWith(
        "Every failure is answered with null or a default value here, which callers cannot tell from a real answer; let it propagate, "
        + "catch only the failure that means 'absent', or return a result that carries the failure",
        """
        public async Task<Order?> Load(int id)
        {
            try { return await billing.FindAsync(id); }
            [|catch|] (Exception) { return null; }
        }
        """);

    [Theory]
    [InlineData("Order?", "null")]
    [InlineData("Order?", "default")]
    [InlineData("Order", "default!")]
    [InlineData("Order", "(Order)null!")]
    [InlineData("bool", "false")]
    [InlineData("int", "0")]
    [InlineData("decimal", "0m")]
    [InlineData("string", "\"\"")]
    [InlineData("string", "string.Empty")]
    [InlineData("Guid", "Guid.Empty")]
    [InlineData("TimeSpan", "TimeSpan.Zero")]
    [InlineData("DateTime", "DateTime.MinValue")]
    [InlineData("IReadOnlyList<Order>", "[]")]
    [InlineData("IReadOnlyList<Order>", "new List<Order>()")]
    [InlineData("List<Order>", "new(capacity: 0)")]
    [InlineData("IEnumerable<Order>", "Enumerable.Empty<Order>()")]
    [InlineData("Order[]", "Array.Empty<Order>()")]
    [InlineData("Order[]", "new Order[0]")]
    [InlineData("Order[]", "new Order[] { }")]
    [InlineData("ImmutableArray<Order>", "ImmutableArray<Order>.Empty")]
    [InlineData("Dictionary<string, Order>", "new Dictionary<string, Order>(StringComparer.Ordinal)")]
    [InlineData("Task<Order?>", "Task.FromResult<Order?>(null)")]
    [InlineData("ValueTask<int>", "new ValueTask<int>(0)")]
    [InlineData("(int, Order?)", "(0, null)")]
    public Task Reports_every_kind_of_empty_value(string type, string value) => Reports($$"""
        using System.Collections.Immutable;
        public class Shop
        {
            public {{type}} Load()
            {
                try { return Read(); }
                [|catch|] { return {{value}}; }
            }
            private {{type}} Read() => throw new IOException();
        }
        """);

    [Theory]
    [InlineData("catch (SystemException) { return null; }")]
    [InlineData("catch (Exception ex) when (ex is not OperationCanceledException) { return null; }")]
    [InlineData("catch (Exception ex) { if (ex is OperationCanceledException) throw; return null; }")]
    [InlineData("catch (OperationCanceledException) { throw; } catch { return null; }")]
    [InlineData("catch { connection.Close(); return null; }")]
    [InlineData("catch { if (id > 3) return default; return null; }")]
    public Task Reports_however_the_catch_all_is_written(string clauses)
    {
        var last = clauses.LastIndexOf("catch", StringComparison.Ordinal);
        return Reports($$"""
            public Order? Load(int id)
            {
                try { return billing.Find(id); }
                {{clauses[..last]}}[|catch|]{{clauses[(last + 5)..]}}
            }
            """);
    }

    // ---- rows of docs/coverage.md

    [Fact]
    public Task Row_catch_that_answers_with_an_empty_value() => Reports("""
        public async Task<List<Order>> Unpaid()
        {
            try { return await db.Orders.Where(o => !o.Paid).ToListAsync(); }
            [|catch|] (Exception) { return new List<Order>(); }
        }

        public decimal Total(int id)
        {
            try { return billing.Find(id).Total; }
            [|catch|] { return default; }
        }
        """);

    [Theory]
    [InlineData("System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(ex); return null;")]
    [InlineData("failure = System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(ex); return null;")]
    [InlineData("done.TrySetException(ex); return null;")]
    [InlineData("Failed?.Invoke(this, ex); return null;")]
    [InlineData("error = ex; return null;")]
    [InlineData("other = ex.Message; return null;")]
    [InlineData("Throw(ex); return null;")]
    public Task Stays_silent_wherever_the_exception_escapes_to(string handler) => Silent($$"""
        public Order? Load(int id, out Exception? error, ref string other)
        {
            error = null;
            try { return billing.Find(id); }
            catch (Exception ex) { {{handler}} }
        }
        public event EventHandler<Exception>? Failed;
        private System.Runtime.ExceptionServices.ExceptionDispatchInfo? failure;
        private readonly TaskCompletionSource done = new();
        private static void Throw(Exception ex) => throw ex;
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_every_kind_of_boundary() => Silent("""
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.SignalR;
        public class Middleware(RequestDelegate next, IBilling billing)
        {
            public async Task<Order?> InvokeAsync(HttpContext context)
            {
                try { await next(context); return billing.Find(1); } catch { return null; }
            }
        }
        public class ShopHub(IBilling billing) : Hub
        {
            public Order? Find(int id) { try { return billing.Find(id); } catch { return null; } }
        }
        public static class Program
        {
            public static int Main() { try { return File.ReadAllLines("a").Length; } catch { Console.WriteLine("no file"); return 1; } }
        }
        """, AtStrict);

    // ---- all others

    [Fact]
    public Task Follows_a_local_that_the_handler_empties() => Reports("""
        public Order? Load(int id)
        {
            Order? found;
            try { found = billing.Find(id); }
            [|catch|] { found = null; }
            log.LogInformation("loaded");
            return found;
        }
        """);

    [Fact]
    public Task Follows_a_local_that_was_empty_before() => Reports("""
        public Order? Load(int id)
        {
            Order? found = null;
            try { found = billing.Find(id); }
            [|catch|] { connection.Close(); }
            return found;
        }
        """);

    [Theory]
    [InlineData("if (found is null) throw new InvalidOperationException(); return found;")]
    [InlineData("found ??= new Order { Id = id }; return found;")]
    [InlineData("found = billing.Find(0); return found;")]
    public Task Stays_silent_when_the_local_is_looked_at_before_it_is_returned(string rest) => Silent($$"""
        public Order Load(int id)
        {
            Order? found = null;
            try { found = billing.Find(id); }
            catch { connection.Close(); }
            {{rest}}
        }
        """, AtStrict);

    [Fact, Regression("a validator that collects errors, one for a check that throws")]
    public Task Stays_silent_when_the_handler_adds_to_the_local() => Silent("""
        public List<string> Validate(Order order)
        {
            var errors = new List<string>();
            try { errors.AddRange(billing.Find(order.Id).Lines); }
            catch { errors.Add("The order cannot be checked."); }
            return errors;
        }
        """, AtStrict);

    [Fact]
    public Task Reports_an_iterator_that_just_ends() => Reports("""
        public IEnumerable<Order> Load(int id)
        {
            Order found;
            try { found = billing.Find(id); }
            [|catch|] { yield break; }
            yield return found;
        }
        """);

    [Theory]
    [InlineData("log.LogError(ex, \"failed\"); return null;")]
    [InlineData("Console.Error.WriteLine(ex); return null;")]
    [InlineData("// a broken cache must not stop the sale\nreturn null;")]
    [InlineData("Show(\"not found\"); return null;")]
    public async Task Reports_logged_or_explained_answers_at_strict_only(string handler)
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            public Order? Load(int id)
            {
                try { return billing.Find(id); }
                {{keyword}} (Exception ex)
                {
                    {{handler}}
                }
            }
            public event Action<string>? Shown;
            private void Show(string text) => Shown?.Invoke(text);
            """;
    }

    [Fact]
    public async Task Reports_a_fresh_object_at_strict_only()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public Order Load(int id)
            {
                try { return billing.Find(id); }
                {{keyword}} (Exception) { return new Order(); }
            }
            """;
    }

    [Theory]
    [InlineData("throw;")]
    [InlineData("throw new InvalidOperationException(\"x\", ex);")]
    [InlineData("if (id > 3) throw; return null;")]
    [InlineData("last = ex; return null;")]
    [InlineData("errors.Add(ex.Message); return null;")]
    [InlineData("failures++; return null;")]
    [InlineData("LastError = \"not found\"; return null;")]
    [InlineData("Report(ex); return null;")]
    [InlineData("if (ex.Message.Contains(\"gone\")) return null; return null;")]
    [InlineData("return billing.Find(0);")]
    [InlineData("return new Order { Name = ex.Message };")]
    [InlineData("return id > 3 ? null : billing.Find(0);")]
    [InlineData("if (id > 3) return null; return billing.Find(0);")]
    public Task Stays_silent_when_the_failure_is_observed_or_really_answered(string handler) => Silent($$"""
        public Order? Load(int id)
        {
            try { return billing.Find(id); }
            catch (Exception ex) { {{handler}} }
        }
        private Exception? last; private int failures; private readonly List<string> errors = new();
        public string? LastError { get; set; }
        public event Action<Exception>? Reported;
        private void Report(Exception ex) => Reported?.Invoke(ex);
        """, AtStrict);

    [Theory]
    [InlineData("(KeyNotFoundException)")]
    [InlineData("(FormatException)")]
    [InlineData("(FileNotFoundException)")]
    [InlineData("(DirectoryNotFoundException)")]
    [InlineData("(Exception ex) when (ex is IOException)")]
    [InlineData("(Exception) when (id == 0)")]
    [InlineData("(HttpRequestException) when (id == 0)")]
    public Task Stays_silent_for_chosen_failures(string declaration) => Silent($$"""
        public Order? Load(int id)
        {
            try { return billing.Find(id); }
            catch {{declaration}} { return null; }
        }
        """, AtStrict);

    [Theory]
    [InlineData("HttpRequestException")]
    [InlineData("DbException")]
    [InlineData("IOException")]
    [InlineData("TimeoutException")]
    [InlineData("System.Net.Sockets.SocketException")]
    [InlineData("StackExchange.Redis.RedisConnectionException")]
    [InlineData("MongoDB.Driver.MongoException")]
    public async Task Reports_unlogged_transport_failures_at_strict_only(string type)
    {
        await Silent(Code("catch", ""));
        await Silent(Code("catch", "log.LogError(ex, \"failed\");"), AtStrict);
        await Reports(Code("[|catch|]", ""), AtStrict);

        string Code(string keyword, string first) => $$"""
            public Order? Load(int id)
            {
                try { return billing.Find(id); }
                {{keyword}} ({{type}} ex) { {{first}} return null; }
            }
            """;
    }

    [Theory]
    [InlineData("Order?", "TryLoad", "null")]
    [InlineData("bool", "TryLoadAsync", "false")]
    [InlineData("bool", "CanBuy", "false")]
    [InlineData("bool", "IsBuyingAllowed", "false")]
    [InlineData("bool", "HasPermission", "false")]
    [InlineData("bool", "CheckWriteAccess", "false")]
    [InlineData("bool", "IsShopHealthy", "false")]
    [InlineData("bool", "PingShop", "false")]
    [InlineData("bool", "CheckConnection", "false")]
    public Task Stays_silent_where_the_name_says_what_the_answer_means(string type, string name, string value) => Silent($$"""
        public {{type}} {{name}}()
        {
            try { return Read(); }
            catch { return {{value}}; }
        }
        private {{type}} Read() => throw new IOException();
        """, AtStrict);

    [Theory]
    [InlineData("LoadOrDefault")]
    [InlineData("LoadOrNullAsync")]
    [InlineData("LoadSafeAsync")]
    [InlineData("SafeLoad")]
    public async Task Reports_a_promised_default_at_strict_only(string name)
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            public Order? {{name}}(int id) { try { return billing.Find(id); } {{keyword}} { return null; } }
            """;
    }

    [Fact]
    public Task Words_that_only_begin_alike_do_not_count() => Reports("""
        public bool Canonical()
        {
            try { return Read(); }
            [|catch|] { return false; }
        }
        private bool Read() => throw new IOException();
        """);

    [Fact]
    public async Task An_outcome_flag_is_honest()
    {
        await Silent(Code("catch", "log.LogError(ex, \"failed\");"), AtStrict);
        await Silent(Code("catch", ""));
        await Reports(Code("[|catch|]", ""), AtStrict);

        static string Code(string keyword, string first) => $$"""
            public async Task<bool> Pay(Order order)
            {
                try { await billing.ChargeAsync(order); return true; }
                {{keyword}} (Exception ex) { {{first}} return false; }
            }
            """;
    }

    [Theory, Regression("a stored text that may be broken: the only failure is that it cannot be read")]
    [InlineData("System.Text.Json.JsonSerializer.Deserialize<Order>(text)")]
    [InlineData("new Order { Name = System.Globalization.CultureInfo.GetCultureInfo(text).Name }")]
    [InlineData("(Order?)System.Text.Json.JsonSerializer.Deserialize(text, typeof(Order))")]
    public async Task Reports_reading_a_text_at_strict_only(string read)
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            public Order? Load(string text)
            {
                try { return {{read}}; }
                {{keyword}} { return null; }
            }
            """;
    }

    [Fact, Regression("whether a value survives a conversion and back")]
    public async Task Reports_a_question_about_values_at_strict_only()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public static class Values
            {
                public static bool RoundTrips(object value, object converted)
                {
                    try { return Equals(Back(value.GetType(), converted), value); }
                    {{keyword}} (Exception ex) when (ex is not OperationCanceledException) { return false; }
                }
                private static object Back(Type type, object value) => Activator.CreateInstance(type, value)!;
            }
            """;
    }

    [Fact, Regression("the smallest number of a range that is written as a text")]
    public async Task Reports_a_parser_of_its_own_at_strict_only()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public static class Ranges
            {
                public static float Number(this string text) => float.Parse(text);
                public static float Min(string range)
                {
                    try
                    {
                        if (System.Text.RegularExpressions.Regex.IsMatch(range, "-"))
                            return range.Split('-').Min(part => part.Number());
                        return range.Number();
                    }
                    {{keyword}} (Exception) { return 0; }
                }
            }
            """;
    }

    [Fact]
    public Task Reports_reading_a_text_that_is_fetched_first() => Reports("""
        public async Task<Order?> Load(string text)
        {
            try { return System.Text.Json.JsonSerializer.Deserialize<Order>(await http.GetStringAsync(text)); }
            [|catch|] { return null; }
        }
        """);

    [Theory, Regression("the documentation promises an empty text for an invalid path")]
    [InlineData("/// <summary>Name of the parent. Empty string if the path is not valid.</summary>", true)]
    [InlineData("/// <returns>The name, or null on failure.</returns>", true)]
    [InlineData("/// <returns>The name, or null when there is none.</returns>", false)]
    [InlineData("// empty if it fails", false)]
    public async Task Takes_documentation_of_the_failure_for_a_contract(string comment, bool silent)
    {
        await (silent ? Silent(Code("catch")) : Reports(Code("[|catch|]")));
        if (silent)
            await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            public class Paths
            {
                {{comment}}
                public string? Parent(string path)
                {
                    try { return Directory.GetParent(path)!.FullName; }
                    {{keyword}} (Exception) { return null; }
                }
            }
            """;
    }

    [Fact]
    public Task Stays_silent_in_boundary_methods() => Silent("""
        using MediatR;
        public record Find(int Id) : IRequest<Order?>;
        public class FindHandler(IBilling billing) : IRequestHandler<Find, Order?>
        {
            public async Task<Order?> Handle(Find request, CancellationToken cancellationToken)
            {
                try { return await billing.FindAsync(request.Id, cancellationToken); }
                catch { return null; }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_inner_tries_of_boundary_methods() => Reports("""
        using MediatR;
        public record Find(int Id) : IRequest<Order?>;
        public class FindHandler(IBilling billing) : IRequestHandler<Find, Order?>
        {
            public async Task<Order?> Handle(Find request, CancellationToken cancellationToken)
            {
                try
                {
                    try { return await billing.FindAsync(request.Id, cancellationToken); }
                    [|catch|] { return null; }
                }
                finally { Console.WriteLine(); }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_health_checks() => Silent("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        public class Check(IBilling billing) : IHealthCheck
        {
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => throw new NotImplementedException();
            private bool Look() { try { return billing.Find(1).Paid; } catch { return false; } }
        }
        """, AtStrict);

    [Fact]
    public Task Does_not_take_a_look_alike_for_an_empty_value() => Silent("""
        public struct Guid { public static readonly Guid Empty = new(); }
        public class Shop
        {
            public Guid Load()
            {
                try { return Read(); }
                catch { return Guid.Empty; }
            }
            private Guid Read() => throw new IOException();
        }
        """, AtStrict);

    [Fact]
    public Task An_enum_zero_or_minus_one_is_an_answer() => Silent("""
        public DayOfWeek Day() { try { return Enum.Parse<DayOfWeek>("x"); } catch { return DayOfWeek.Sunday; } }
        public DayOfWeek Other() { try { return Enum.Parse<DayOfWeek>("x"); } catch { return default; } }
        public int Count() { try { return billing.Find(1).Id; } catch { return -1; } }
        """, AtStrict);

    [Fact]
    public Task Leaves_handlers_that_do_nothing_to_the_rule_about_them() => Silent("""
        public Order? Load(int id)
        {
            Order? found = null;
            try { found = billing.Find(id); }
            catch { }
            return found;
        }
        """, AtStrict);

    [Fact]
    public Task Judges_lambdas_and_local_functions_by_themselves() => Reports("""
        public IEnumerable<Order?> All(int[] ids)
        {
            return ids.Select(id => { try { return billing.Find(id); } [|catch|] { return null; } }).Append(Local());
            Order? Local() { try { return billing.Find(1); } [|catch|] { return null; } }
        }
        """);

    [Fact]
    public Task Does_not_count_what_a_lambda_in_the_handler_returns() => Silent("""
        public Order Load(int id)
        {
            try { return billing.Find(id); }
            catch { Func<Order?> none = () => null; return billing.Find(0); }
        }
        """, AtStrict);

    [Fact]
    public Task Skips_generated_code() => Silent("""
        public Order? Load(int id) { try { return billing.Find(id); } catch { return null; } }
        """, AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Survives_half_typed_code() => Silent("""
        public Order? Load(int id) { try { return billing.Find( } catch { return nul } }
        public Order? Other(int id) { try { } catch { return
        """, AtStrict with { AllowsErrors = true });

    [Fact]
    public Task Fixes_by_removing_the_handler() => Fixes(
        """
        public async Task<Order?> Load(int id)
        {
            try
            {
                return await billing.FindAsync(id);
            }
            [|catch|] (Exception)
            {
                return null;
            }
        }
        """,
        """
        public async Task<Order?> Load(int id)
        {
            return await billing.FindAsync(id);
        }
        """, LetPropagate);

    [Theory]
    [InlineData("int", "int.Parse(text)", "0", "int.TryParse(text, out var value) ? value : 0")]
    [InlineData("int?", "int.Parse(text)", "null", "int.TryParse(text, out var value) ? value : null")]
    [InlineData("decimal", "decimal.Parse(text, CultureInfo.InvariantCulture)", "0m", "decimal.TryParse(text, CultureInfo.InvariantCulture, out var value) ? value : 0m")]
    [InlineData("decimal", "decimal.Parse(text, NumberStyles.Number, culture)", "default", "decimal.TryParse(text, NumberStyles.Number, culture, out var value) ? value : default")]
    [InlineData("int", "int.Parse(text, NumberStyles.HexNumber)", "0", "int.TryParse(text, NumberStyles.HexNumber, null, out var value) ? value : 0")]
    [InlineData("Guid", "Guid.Parse(text)", "Guid.Empty", "Guid.TryParse(text, out var value) ? value : Guid.Empty")]
    [InlineData("DateTime", "DateTime.Parse(text, culture)", "DateTime.MinValue", "DateTime.TryParse(text, culture, out var value) ? value : DateTime.MinValue")]
    [InlineData("bool", "bool.Parse(text)", "false", "bool.TryParse(text, out var value) ? value : false")]
    [InlineData("DayOfWeek?", "Enum.Parse<DayOfWeek>(text)", "null", "Enum.TryParse<DayOfWeek>(text, out var value) ? value : null")]
    public Task Fixes_parse_and_default(string type, string parse, string fallback, string fixedTo) => Fixes(
        $$"""
        using System.Globalization;
        public class Reader
        {
            public {{type}} Read(string text, CultureInfo culture)
            {
                try
                {
                    return {{parse}};
                }
                [|catch|]
                {
                    return {{fallback}};
                }
            }
        }
        """,
        $$"""
        using System.Globalization;
        public class Reader
        {
            public {{type}} Read(string text, CultureInfo culture)
            {
                return {{fixedTo}};
            }
        }
        """, UseTryParse);

    [Theory]
    [InlineData("int.Parse(order.Name.Trim())")]
    [InlineData("Reader.Parse(text)")]
    [InlineData("int.Parse(text) + 1")]
    public Task Does_not_call_it_mechanical_where_more_can_fail(string parse) => OffersNoFix($$"""
        public class Reader
        {
            public static int Parse(string text) => 1;
            public static bool TryParse(string text, out int value) { value = 1; return true; }
            public int Read(string text, Order order)
            {
                try { return {{parse}}; }
                [|catch|] { return 0; }
            }
        }
        """, UseTryParse);

    [Fact, Regression("a converter that asks whether a value survives the way there and back")]
    public async Task Stays_silent_when_what_cannot_be_compared_is_not_equal()
    {
        const string compares = """
            public bool RoundTrips(object value) { try { return Equals(Convert.ChangeType(value, typeof(string)), value); } [|catch|] (Exception) { return false; } }
            """;
        await Silent(compares.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
        await Reports(compares, AtStrict);
    }

    [Fact, Regression("a sign-in preview that answers with an object of a type for invalid ones")]
    public Task Stays_silent_for_an_object_whose_type_says_that_it_failed() => Silent("""
        public abstract record Preview { public record Done : Preview; public record Invalid : Preview; }
        public class Previews(IBilling billing)
        {
            public Preview Show(Order order) { try { billing.Charge(order); return new Preview.Done(); } catch { return new Preview.Invalid(); } }
        }
        """, AtStrict);

    [Fact]
    public Task Leaves_claims_of_success_to_the_rule_about_them() => Silent("""
        public static class Program
        {
            public static int Main(string[] args)
            {
                try
                {
                    try { File.Delete(args[0]); return 1; }
                    catch (Exception) { return 0; }
                }
                finally { Console.WriteLine(); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Looks_through_the_answer_of_an_action() => Reports("""
        using Microsoft.AspNetCore.Mvc;
        public class Orders(IBilling billing) : ControllerBase
        {
            public async Task<ActionResult<List<Order>>> Get(int id)
            {
                try { return new List<Order> { await billing.FindAsync(id) }; }
                [|catch|] { return new List<Order>(); }
            }
        }
        """);

    [Theory]
    [InlineData("Ignore(e);")]
    [InlineData("Ignore(e.Message);")]
    [InlineData("Forget();")]
    public Task Reports_a_helper_that_tells_nobody(string call) => Reports(WithHelpers(call, "[|catch|]"));

    [Theory]
    [InlineData("Note(e);")]
    [InlineData("Note(\"failed\");")]
    [InlineData("await NoteAsync(e);")]
    [InlineData("log.Told(e);")]
    [InlineData("screen.Refresh();")]
    public async Task Keeps_for_strict_a_helper_that_logs(string call)
    {
        await Reports(WithHelpers(call, "[|catch|]"), AtStrict);
        await Silent(WithHelpers(call, "catch"));
    }

    [Theory]
    [InlineData("Keep(e);")]
    [InlineData("SetFailed();")]
    [InlineData("Fail();")]
    [InlineData("Fail(e.Message);")]
    [InlineData("screen.Show(e);")]
    [InlineData("Unknown(e);")]
    [InlineData("ShowIt(e);")]
    public Task Stays_silent_for_a_helper_that_keeps_tells_or_throws(string call) => Silent(WithHelpers(call, "catch"), AtStrict);

    private static string WithHelpers(string call, string @catch) => $$"""
        public interface IScreen { void Show(Exception e); void Refresh(); }
        public static class Notes { public static void Told(this ILogger log, Exception e) => log.LogError(e, "failed"); }
        public class Orders(IBilling billing, ILogger<Orders> log, IScreen screen)
        {
            private Exception? last;
            private string state = "";
            private readonly List<int> cache = new();
            protected virtual void Unknown(Exception e) { }
            private static void Ignore(Exception e) { }
            private static void Ignore(string text) { }
            private void Forget() { cache.Clear(); }
            private void Note(Exception e) { try { log.LogError(e, "failed"); } catch (IOException) { } }
            private void Note(string text) => log.LogWarning(text);
            private async Task NoteAsync(Exception e) { await Task.Yield(); log.LogError(e, "failed"); }
            private void Keep(Exception e) => last = e;
            private void SetFailed() { state = "failed"; }
            private void ShowIt(Exception e) { screen.Show(e); }
            private static void Fail(string text = "failed") => throw new InvalidOperationException(text);
            public async Task<Order?> Find(int id)
            {
                try { return await billing.FindAsync(id); }
                {{@catch}} (Exception e) { {{call}} return null; }
            }
            public override string ToString() => state + last;
        }
        """;
}
