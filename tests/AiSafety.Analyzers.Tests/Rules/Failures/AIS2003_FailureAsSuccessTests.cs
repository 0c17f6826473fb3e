using AiSafety.Analyzers.Rules.Failures;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2003_FailureAsSuccessTests : RuleTests<FailureAsSuccessRule>
{
    // A result type as projects write it.
    private const string ResultType = """

        public class Result
        {
            public bool IsSuccess { get; init; }
            public string? Error { get; init; }
            public static Result Success() => new() { IsSuccess = true };
            public static Result<T> Success<T>(T value) => new() { IsSuccess = true, Value = value };
            public static Result Failure(string error) => new() { Error = error };
        }
        public class Result<T> : Result { public T? Value { get; init; } }
        """;

    [Fact]
    public Task Says_what_the_caller_is_told() => ReportsWith(
        "'true' tells callers that all went well even when everything has failed, so they build on work that never happened; let the failure propagate, or answer with one that says so",
        """
        public async Task<bool> Pay(Order order)
        {
            try { await billing.ChargeAsync(order); return true; }
            [|catch|] (Exception ex) { log.LogError(ex, "failed"); return true; }
        }
        """);

    [Theory]
    [InlineData("catch (Exception) { return true; }")]
    [InlineData("catch { return true; }")]
    [InlineData("catch (SystemException) { return true; }")]
    [InlineData("catch (Exception ex) when (ex is not OperationCanceledException) { log.LogError(ex, \"failed\"); return true; }")]
    [InlineData("catch (Exception ex) { if (ex is OperationCanceledException) throw new TimeoutException(); return true; }")]
    [InlineData("catch (OperationCanceledException) { throw; } catch (Exception ex) { Console.WriteLine(ex); return (true); }")]
    [InlineData("catch { connection.Close(); return true; }")]
    [InlineData("catch (Exception) when (true) { return true; }")]
    [InlineData("catch (Exception ex) { log?.LogError(ex, \"failed\"); return (bool)true; }")]
    [InlineData("catch (Exception) { Action later = () => billing.Charge(order); return true; }")]
    public Task Row_catch_that_returns_true(string clauses)
    {
        var last = clauses.LastIndexOf("catch", StringComparison.Ordinal);
        return Reports($$"""
            public bool Pay(Order order)
            {
                try
                {
                    billing.Charge(order);
                    return true;
                }
                {{clauses[..last]}}[|catch|]{{clauses[(last + 5)..]}}
            }
            """, AtMinimal);
    }

    [Theory]
    [InlineData("Task<bool>", "Task.FromResult(true)")]
    [InlineData("ValueTask<bool>", "new ValueTask<bool>(true)")]
    [InlineData("bool?", "true")]
    [InlineData("bool", "Done")]
    public Task Looks_through_finished_tasks_and_constants(string type, string value) => Reports($$"""
        public {{type}} Pay(Order order)
        {
            try { billing.Charge(order); return {{value}}; }
            [|catch|] { return {{value}}; }
        }
        private const bool Done = true;
        """, AtMinimal);

    [Fact]
    public Task Reports_true_that_follows_the_try_for_success() => Reports("""
        public bool Pay(Order order)
        {
            try { billing.Charge(order); }
            [|catch|] (Exception ex) { log.LogError(ex, "failed"); return true; }
            return true;
        }
        """, AtMinimal);

    [Theory]
    [InlineData("return billing.Find(1).Paid;")]
    [InlineData("billing.Charge(order); return false;")]
    [InlineData("billing.Charge(order); return order.Paid;")]
    public Task Stays_silent_where_true_is_not_what_success_says(string body) => Silent($$"""
        public bool Check(Order order)
        {
            try { {{body}} }
            catch (Exception ex) { log.LogError(ex, "failed"); return true; }
        }
        """, AtStrict);

    [Theory]
    [InlineData("IsBlocked")]
    [InlineData("HasExpired")]
    [InlineData("ShouldRetry")]
    public Task Stays_silent_for_a_question_whose_safe_answer_is_yes(string name) => Silent($$"""
        public bool {{name}}(Order order)
        {
            try
            {
                if (billing.Find(order.Id).Paid)
                    return false;
                return true;
            }
            catch { return true; }
        }
        """, AtStrict);

    [Theory]
    [InlineData("throw;")]
    [InlineData("if (ex is IOException) return true; throw;")]
    [InlineData("if (ex.Message.Contains(\"already\")) return true; return true;")]
    [InlineData("last = ex; return true;")]
    [InlineData("errors.Add(ex.Message); return true;")]
    [InlineData("failures++; return true;")]
    [InlineData("failed = true; return true;")]
    [InlineData("Park(order); return true;")]
    [InlineData("Report(ex); return true;")]
    [InlineData("return Park(order);")]
    [InlineData("return false;")]
    [InlineData("return Park(order) || true;")]
    [InlineData("ArgumentNullException.ThrowIfNull(last); return true;")]
    [InlineData("done.TrySetException(ex); return true;")]
    [InlineData("dynamic d = order; d.Park(); return true;")]
    [InlineData("return order.Paid ? true : Park(order);")]
    [InlineData("return order switch { { Paid: true } => true, _ => false };")]
    [InlineData("try { billing.Charge(order); return true; } catch { throw; }")]
    [InlineData("foreach (var line in order.Lines) Park(order); return true;")]
    [InlineData("if (Park(order)) return true; return false;")]
    public Task Stays_silent_when_the_failure_is_dealt_with(string handler) => Silent($$"""
        public bool Pay(Order order)
        {
            try { billing.Charge(order); return true; }
            catch (Exception ex) { {{handler}} }
        }
        private Exception? last; private int failures; private bool failed; private readonly List<string> errors = new(); private readonly TaskCompletionSource done = new();
        private bool Park(Order order) => true;
        private void Report(Exception ex) { }
        """, AtStrict);

    [Theory]
    [InlineData("(InvalidOperationException)")]
    [InlineData("(Exception ex) when (ex is IOException)")]
    [InlineData("(Exception) when (order.Paid)")]
    public Task Stays_silent_for_chosen_failures(string declaration) => Silent($$"""
        public bool Pay(Order order)
        {
            try { billing.Charge(order); return true; }
            catch {{declaration}} { return true; }
        }
        """, AtStrict);

    [Theory]
    [InlineData("// the charge is idempotent and the nightly job repeats it\n            return true;")]
    [InlineData("return true; // the sender would repeat the call for ever")]
    public Task Stays_silent_for_a_comment_with_a_reason(string handler) => Silent($$"""
        public bool Pay(Order order)
        {
            try { billing.Charge(order); return true; }
            catch
            {
                {{handler}}
            }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_a_comment_without_a_reason() => Reports("""
        public bool Pay(Order order)
        {
            try { billing.Charge(order); return true; }
            [|catch|]
            {
                // ignore
                return true;
            }
        }
        """);

    [Theory]
    [InlineData("Ok()")]
    [InlineData("NoContent()")]
    [InlineData("Accepted()")]
    [InlineData("Ok(order)")]
    [InlineData("StatusCode(200)")]
    [InlineData("StatusCode(StatusCodes.Status204NoContent)")]
    [InlineData("new OkResult()")]
    [InlineData("new StatusCodeResult(200)")]
    [InlineData("Created()")]
    [InlineData("(this).Ok()")]
    [InlineData("Ok(new { done = true })", false)]
    [InlineData("Ok(new List<Order>())", false)]
    [InlineData("Ok(new Order())", false)]
    [InlineData("Ok(0)", false)]
    [InlineData("Ok(\"done\")", false)]
    [InlineData("Ok(new { message = \"Order was saved\" })", false)]
    [InlineData("new OkObjectResult(null)", false)]
    public Task Row_catch_that_answers_ok_in_a_controller(string answer, bool isMinimal = true) => Reports($$"""
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.Mvc;
        public class Orders(IBilling billing, ILogger<Orders> log) : ControllerBase
        {
            [HttpPost]
            public async Task<IActionResult> Pay(Order order, CancellationToken token)
            {
                try
                {
                    await billing.ChargeAsync(order, token);
                    return Ok(order);
                }
                [|catch|] (Exception ex)
                {
                    log.LogError(ex, "failed");
                    return {{answer}};
                }
            }
        }
        """, isMinimal ? AtMinimal : null);

    [Theory]
    [InlineData("Ok(new { success = false })")]
    [InlineData("Ok(new { error = \"failed\" })")]
    [InlineData("Ok(new { message = ex.Message })")]
    [InlineData("Ok(ex.Message)")]
    [InlineData("Ok(\"could not be paid\")")]
    [InlineData("Ok($\"order {order.Id} failed\")")]
    [InlineData("Ok(false)")]
    [InlineData("Ok(new Payment { Paid = false })")]
    [InlineData("Ok(new Payment { Error = \"x\" })")]
    [InlineData("Ok(new Payment { State = PaymentState.Failed })")]
    [InlineData("Ok(await billing.FindAsync(order.Id))")]
    [InlineData("Ok(last)")]
    [InlineData("Ok(-1)")]
    [InlineData("Ok(new { message = \"Bad request\", resultCode = 1 })")]
    [InlineData("Ok(new { resultCode = 17 })")]
    [InlineData("Ok(\"Algo sali\u00f3 mal\")")]
    [InlineData("Ok(new[] { \"All channels\" })")]
    [InlineData("Ok(Last())")]
    [InlineData("BadRequest()")]
    [InlineData("NotFound()")]
    [InlineData("StatusCode(500)")]
    [InlineData("StatusCode(503, \"later\")")]
    [InlineData("Problem()")]
    [InlineData("StatusCode(order.Id)")]
    public Task Stays_silent_where_the_answer_carries_the_failure_or_a_fallback(string answer) => Silent($$"""
        using Microsoft.AspNetCore.Mvc;
        public enum PaymentState { Done, Failed }
        public class Payment { public bool Paid { get; set; } public string? Error { get; set; } public PaymentState State { get; set; } }
        public class Orders(IBilling billing, ILogger<Orders> log) : ControllerBase
        {
            private Order last = new();
            private Order Last() => last;
            [HttpPost]
            public async Task<IActionResult> Pay(Order order, CancellationToken token)
            {
                try
                {
                    await billing.ChargeAsync(order, token);
                    return Ok(order);
                }
                catch (Exception ex)
                {
                    log.LogError(ex, "failed");
                    return {{answer}};
                }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_answered_object_is_marked() => Silent("""
        using Microsoft.AspNetCore.Mvc;
        public class Payment { public bool Paid { get; set; } }
        public class Orders(IBilling billing) : ControllerBase
        {
            public IActionResult Pay(Order order)
            {
                var payment = new Payment();
                try { billing.Charge(order); payment.Paid = true; return Ok(payment); }
                catch (Exception) { payment.Paid = false; return Ok(payment); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_a_converted_answer() => Reports("""
        using Microsoft.AspNetCore.Mvc;
        public class Orders(IBilling billing) : ControllerBase
        {
            public ActionResult<Order> Get(int id)
            {
                try { return billing.Find(id); }
                [|catch|] { return Ok(new Order()); }
            }
        }
        """);

    [Theory]
    [InlineData("IResult", "Results.Ok()")]
    [InlineData("IResult", "Results.NoContent()")]
    [InlineData("IResult", "Results.Accepted()")]
    [InlineData("IResult", "Results.StatusCode(200)")]
    [InlineData("IResult", "TypedResults.Ok()")]
    [InlineData("Microsoft.AspNetCore.Http.HttpResults.Results<Microsoft.AspNetCore.Http.HttpResults.NoContent, Microsoft.AspNetCore.Http.HttpResults.NotFound>", "TypedResults.NoContent()")]
    public Task Row_catch_that_answers_ok_in_an_endpoint(string type, string answer) => Reports($$"""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Http;
        public static class Endpoints
        {
            public static void Map(WebApplication app) => app.MapPost("/orders", {{type}} (Order order, IBilling billing) =>
            {
                try
                {
                    billing.Charge(order);
                    return {{answer}};
                }
                [|catch|] (Exception)
                {
                    return {{answer}};
                }
            });
        }
        """, AtMinimal);

    [Theory]
    [InlineData("Json(new { success = true })", true)]
    [InlineData("Json(new List<Order>())", true)]
    [InlineData("Json(new { success = false })", false)]
    [InlineData("Json(new { text = \"Please call us\" })", false)]
    public Task Row_catch_that_answers_with_json(string answer, bool reports)
    {
        var code = $$"""
            using Microsoft.AspNetCore.Mvc;
            public class Orders(IBilling billing) : Controller
            {
                public IActionResult Pay(Order order)
                {
                    try { billing.Charge(order); return Json(new { success = true, id = order.Id }); }
                    {{(reports ? "[|catch|]" : "catch")}} (Exception) { return {{answer}}; }
                }
            }
            """;
        return reports ? Reports(code) : Silent(code, AtStrict);
    }

    [Theory]
    [InlineData("Results.Json(new { done = true })", true)]
    [InlineData("Results.Json(new { done = true }, statusCode: 500)", false)]
    public Task Reads_the_status_that_goes_with_json(string answer, bool reports)
    {
        var code = $$"""
            using Microsoft.AspNetCore.Http;
            public static class Orders
            {
                public static IResult Pay(Order order, IBilling billing)
                {
                    try { billing.Charge(order); return Results.Ok(); }
                    {{(reports ? "[|catch|]" : "catch")}} { return {{answer}}; }
                }
            }
            """;
        return reports ? Reports(code) : Silent(code, AtStrict);
    }

    [Theory]
    [InlineData("OK", true)]
    [InlineData("NoContent", true)]
    [InlineData("InternalServerError", false)]
    public Task Reads_the_status_of_a_function(string status, bool reports)
    {
        var code = $$"""
            using System.Net;
            using Microsoft.Azure.Functions.Worker;
            using Microsoft.Azure.Functions.Worker.Http;
            public class Pay(IBilling billing)
            {
                [Function("pay")]
                public HttpResponseData Run(HttpRequestData request)
                {
                    try
                    {
                        billing.Charge(new Order());
                        var response = request.CreateResponse(HttpStatusCode.Created);
                        return response;
                    }
                    {{(reports ? "[|catch|]" : "catch")}} (Exception) { return request.CreateResponse(HttpStatusCode.{{status}}); }
                }
            }
            """;
        return reports ? Reports(code, AtMinimal with { References = References.WithServices }) : Silent(code, AtStrict with { References = References.WithServices });
    }

    [Theory]
    [InlineData("Result", "Result.Success()")]
    [InlineData("Result<Order>", "Result.Success(order)")]
    [InlineData("Task<Result>", "Task.FromResult(Result.Success())")]
    public Task Row_catch_that_answers_with_a_successful_result(string type, string answer) => Reports($$"""
        public class Payments(IBilling billing)
        {
            public {{type}} Pay(Order order)
            {
                try { billing.Charge(order); return {{answer}}; }
                [|catch|] { return {{answer}}; }
            }
        }
        """ + ResultType, AtMinimal);

    [Theory]
    [InlineData("Result.Failure(\"x\")")]
    [InlineData("Result.Success(billing.Find(0))")]
    public Task Stays_silent_for_other_results(string answer) => Silent($$"""
        public class Payments(IBilling billing)
        {
            public Result Pay(Order order)
            {
                try { billing.Charge(order); return Result.Success(); }
                catch { return {{answer}}; }
            }
        }
        """ + ResultType, AtStrict);

    [Fact]
    public Task A_type_without_a_failure_factory_is_no_result() => Silent("""
        public class Signal { public static Signal Success() => new(); }
        public class Payments(IBilling billing)
        {
            public Signal Pay(Order order)
            {
                try { billing.Charge(order); return Signal.Success(); }
                catch { return Signal.Success(); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_failure_is_what_is_wanted() => Silent("""
        public class Checks(IBilling billing)
        {
            public Result MustBeRefused(Order order)
            {
                try { billing.Charge(order); return Result.Failure("was charged"); }
                catch { return Result.Success(); }
            }
        }
        """ + ResultType, AtStrict);

    [Fact]
    public Task Reports_library_results() => Reports("""
        using Microsoft.AspNetCore.Identity;
        public class Users(IBilling billing)
        {
            public IdentityResult Pay(Order order)
            {
                try { billing.Charge(order); return IdentityResult.Success; }
                [|catch|] { return IdentityResult.Success; }
            }
        }
        """, AtMinimal);

    [Fact]
    public Task Reports_an_object_with_a_flag_at_recommended()
    {
        return Reports("""
            public class Payments(IBilling billing, ILogger<Payments> log)
            {
                public Reply Pay(Order order)
                {
                    try { billing.Charge(order); return new Reply { Success = true, Id = order.Id }; }
                    [|catch|] (Exception ex) { log.LogError(ex, "failed"); return new Reply { Success = true }; }
                }
            }
            public class Reply { public bool Success { get; set; } public int Id { get; set; } public string? Error { get; set; } }
            """);
    }

    [Fact]
    public Task Reports_a_tuple_with_a_flag() => Reports("""
        public (bool Success, string? Error) Pay(Order order)
        {
            try { billing.Charge(order); return (true, null); }
            [|catch|] (Exception ex) { log.LogError(ex, "failed"); return (true, null); }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_tuple_that_tells() => Silent("""
        public (bool Success, string? Error) Pay(Order order)
        {
            try { billing.Charge(order); return (true, null); }
            catch (Exception ex) { log.LogError(ex, "failed"); return (true, "charged later"); }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_a_named_value_that_success_has_too() => Reports("""
        public enum Outcome { Done, Failed, Unknown }
        public class Payments(IBilling billing)
        {
            public Outcome Pay(Order order)
            {
                try { billing.Charge(order); return Outcome.Done; }
                [|catch|] { return Outcome.Done; }
            }
            public string Tell(Order order)
            {
                try { billing.Charge(order); return "The order was paid."; }
                [|catch|] { return "The order was paid."; }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_other_named_values() => Silent("""
        public enum Outcome { Done, Failed, Unknown }
        public enum Flow { Done, Next }
        public class Payments(IBilling billing)
        {
            public Outcome Pay(Order order) { try { billing.Charge(order); return Outcome.Done; } catch { return Outcome.Unknown; } }
            public Outcome Other(Order order) { try { billing.Charge(order); return Outcome.Unknown; } catch { return Outcome.Done; } }
            public Flow Step(Order order) { try { billing.Charge(order); return Flow.Done; } catch { return Flow.Done; } }
            public string Currency(Order order) { try { if (order.Paid) return order.Name; return "EUR"; } catch { return "EUR"; } }
        }
        """, AtStrict);

    [Fact]
    public Task Row_health_check_that_is_always_healthy() => Reports("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        public class Check(IBilling billing) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try { await billing.FindAsync(1, cancellationToken); return HealthCheckResult.Healthy(); }
                [|catch|] (Exception) { return HealthCheckResult.Healthy(); }
            }
        }
        public class Other(IBilling billing) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try { await billing.FindAsync(1, cancellationToken); return HealthCheckResult.Healthy(); }
                [|catch|] (Exception) { return new HealthCheckResult(HealthStatus.Healthy); }
            }
        }
        """, AtMinimal);

    [Theory]
    [InlineData("HealthCheckResult.Unhealthy()")]
    [InlineData("HealthCheckResult.Degraded()")]
    [InlineData("HealthCheckResult.Healthy(\"the shop is offline, which is fine at night\")")]
    [InlineData("new HealthCheckResult(HealthStatus.Degraded)")]
    [InlineData("new HealthCheckResult(context.Registration.FailureStatus)")]
    public Task Stays_silent_for_honest_health_checks(string answer) => Silent($$"""
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        public class Check(IBilling billing) : IHealthCheck
        {
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                try { await billing.FindAsync(1, cancellationToken); return HealthCheckResult.Healthy(); }
                catch (Exception) { return {{answer}}; }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Row_main_that_returns_zero_on_failure() => Reports("""
        public static class Program
        {
            public static async Task<int> Main(string[] args)
            {
                try { await Task.Delay(1); return args.Length; }
                [|catch|] (Exception ex) { Console.Error.WriteLine(ex); return 0; }
            }
        }
        """, AtMinimal);

    [Theory]
    [InlineData("Environment.Exit(0);")]
    [InlineData("Environment.ExitCode = 0;")]
    [InlineData("return 0;")]
    public Task Row_top_level_program_that_exits_with_zero(string end) => Reports($$"""
        using System;
        using System.IO;
        try
        {
            File.Delete("x");
            File.Move("y", "z");
            return 2;
        }
        [|catch|] (Exception ex)
        {
            Console.Error.WriteLine(ex.Message);
            {{end}}
            {{(end.StartsWith("return", StringComparison.Ordinal) ? "" : "return 0;")}}
        }
        """, AtMinimal with { TopLevelProgram = true });

    [Fact]
    public Task Reports_exit_zero_anywhere() => Reports("""
        try { billing.Charge(order); }
        [|catch|] (Exception ex) { log.LogError(ex, "failed"); Environment.Exit(0); }
        """);

    [Fact, Regression("the last way out of a program whose orderly end fails")]
    public async Task Reports_an_exit_behind_an_exit_at_strict()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public void Quit(System.Diagnostics.Process app) { try { app.Kill(); app.Close(); } {{keyword}} { Environment.Exit(0); } }
            """;
    }

    [Fact, Regression("a reply whose flag is set only when all went well")]
    public Task Stays_silent_where_success_sets_the_flag_of_the_reply() => Silent("""
        using Microsoft.AspNetCore.Mvc;
        public class Reply { public bool Done { get; set; } public List<int> Ids { get; } = []; }
        public class Orders(IBilling billing) : ControllerBase
        {
            public IActionResult Pay(Order order)
            {
                var reply = new Reply();
                try { billing.Charge(order); reply.Done = true; return Ok(reply); }
                catch (Exception) { return Ok(reply); }
            }
            public IActionResult All(List<Order> orders)
            {
                var reply = new Reply();
                try { foreach (var each in orders) { billing.Charge(each); reply.Ids.Add(each.Id); } return Ok(reply); }
                catch (Exception) { return Ok(reply); }
            }
        }
        """, AtStrict);

    [Theory, Regression("settings and comparisons whose usual answer is yes")]
    [InlineData("if (billing.Find(1).Paid) return false; return true;")]
    [InlineData("if (DateTime.Parse(name) > DateTime.Now) return false; else return true;")]
    [InlineData("foreach (var line in billing.Find(1).Lines) if (line == name) return false; return true;")]
    public Task Stays_silent_where_true_answers_a_question(string body) => Silent($$"""
        public bool Sounds(string name)
        {
            try { {{body}} }
            catch (Exception) { return true; }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_true_behind_work_that_has_conditions() => Reports("""
        public async Task<bool> Pay(Order order)
        {
            try
            {
                if (order.Paid)
                    return false;
                await billing.ChargeAsync(order);
                return true;
            }
            [|catch|] (Exception ex) { log.LogError(ex, "failed"); return true; }
        }
        """, AtMinimal);

    [Theory]
    [InlineData("Environment.Exit(1);")]
    [InlineData("Environment.ExitCode = 2;")]
    [InlineData("Environment.Exit(id);")]
    public Task Stays_silent_for_other_exit_codes(string end) => Silent($$"""
        try { billing.Charge(order); }
        catch (Exception ex) { log.LogError(ex, "failed"); {{end}} }
        """, AtStrict);

    [Fact]
    public Task A_zero_elsewhere_is_no_exit_code() => Silent("""
        public int Count() { try { return billing.Find(1).Id; } catch { return 0; } }
        """, AtStrict);

    [Theory]
    [InlineData("job.State = JobState.Completed;")]
    [InlineData("job.State = JobState.Completed; await db.SaveChangesAsync(token);")]
    [InlineData("job.State = JobState.Completed; return;")]
    public Task Row_status_completed_in_the_handler(string handler) => Reports($$"""
        public enum JobState { Waiting, Completed, Failed }
        public class Job { public JobState State { get; set; } public string? Error { get; set; } }
        public class Jobs(ShopDb db, IBilling billing, ILogger<Jobs> log)
        {
            public async Task Run(Job job, Order order, CancellationToken token)
            {
                try { await billing.ChargeAsync(order, token); job.State = JobState.Completed; }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); {{handler}} }
            }
        }
        """);

    [Theory]
    [InlineData("catch (Exception ex) { log.LogError(ex, \"failed\"); } job.State = JobState.Completed; await db.SaveChangesAsync(token);")]
    [InlineData("catch (Exception ex) { log.LogError(ex, \"failed\"); } finally { job.State = JobState.Completed; await db.SaveChangesAsync(token); }")]
    public Task Row_status_completed_behind_the_handler(string clauses) => Reports($$"""
        public enum JobState { Waiting, Completed, Failed }
        public class Job { public JobState State { get; set; } public string? Error { get; set; } }
        public class Jobs(ShopDb db, IBilling billing, ILogger<Jobs> log)
        {
            public async Task Run(Job job, Order order, CancellationToken token)
            {
                try { await billing.ChargeAsync(order, token); }
                {{clauses.Replace("catch", "[|catch|]", StringComparison.Ordinal)}}
            }
        }
        """);

    [Theory]
    [InlineData("job.State = JobState.Failed;")]
    [InlineData("job.State = JobState.Completed; job.Error = ex.Message;")]
    [InlineData("job.State = JobState.Completed; job.HasErrors = true;")]
    [InlineData("job.State = JobState.Completed; Notify(job);")]
    [InlineData("job.State = JobState.Completed; throw;")]
    [InlineData("job.Phase = Phase.Completed;")]
    public Task Stays_silent_where_the_status_is_honest(string handler) => Silent($$"""
        public enum JobState { Waiting, Completed, Failed }
        public enum Phase { Running, Completed }
        public class Job { public JobState State { get; set; } public Phase Phase { get; set; } public string? Error { get; set; } public bool HasErrors { get; set; } }
        public class Jobs(IBilling billing, ILogger<Jobs> log)
        {
            public void Run(Job job, Order order)
            {
                try { billing.Charge(order); job.State = JobState.Completed; }
                catch (Exception ex) { log.LogError(ex, "failed"); {{handler}} }
            }
            private void Notify(Job job) { }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_a_success_that_follows_the_only_work_at_recommended() => Reports("""
        using Microsoft.AspNetCore.Mvc;
        public class Orders(IBilling billing, ILogger<Orders> log) : ControllerBase
        {
            public async Task<IActionResult> Pay(Order order, CancellationToken token)
            {
                ArgumentNullException.ThrowIfNull(order);
                try { await billing.ChargeAsync(order, token); }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
                return Ok();
            }
            public bool PayNow(Order order)
            {
                try { billing.Charge(order); }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
                log.LogInformation("paid");
                return true;
            }
        }
        """);

    [Theory]
    [InlineData("billing.Charge(order);", "return Ok();")]
    [InlineData("", "billing.Charge(order); return Ok();")]
    [InlineData("", "if (paid is null) return NotFound(); return Ok();")]
    [InlineData("", "return Ok(order);")]
    [InlineData("", "return paid is null ? NotFound() : Ok();")]
    [InlineData("", "return order.Paid ? Ok() : NoContent();")]
    public Task Stays_silent_where_the_try_is_only_a_part(string before, string behind) => Silent($$"""
        using Microsoft.AspNetCore.Mvc;
        public class Orders(IBilling billing, ILogger<Orders> log) : ControllerBase
        {
            public async Task<IActionResult> Pay(Order order, CancellationToken token)
            {
                Order? paid = null;
                {{before}}
                try { paid = await billing.FindAsync(order.Id, token); }
                catch (Exception ex) { log.LogError(ex, "failed"); }
                {{behind}}
            }
        }
        """, AtStrict);

    [Fact, Regression("files are cleaned up after the commit, inside a larger try")]
    public Task Stays_silent_where_a_condition_did_the_work_before() => Silent("""
        using Microsoft.AspNetCore.Mvc;
        public class Orders(ShopDb db, IBilling billing, ILogger<Orders> log) : ControllerBase
        {
            public async Task<IActionResult> Clear(Order order, CancellationToken token)
            {
                try
                {
                    if (await db.SaveChangesAsync(token) > 0)
                    {
                        try { await billing.ChargeAsync(order, token); }
                        catch (Exception ex) { log.LogError(ex, "old files are still there"); }
                        return Ok();
                    }
                }
                catch (Exception ex) { log.LogError(ex, "failed"); }
                return BadRequest();
            }
        }
        """, AtStrict);

    [Fact]
    public async Task Reports_an_empty_payload_behind_the_try_at_strict()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            using Microsoft.AspNetCore.Mvc;
            public class Orders(IBilling billing, ILogger<Orders> log) : ControllerBase
            {
                public IActionResult Get(int id)
                {
                    Order? found = null;
                    try { found = billing.Find(id); }
                    {{keyword}} (Exception ex) { log.LogError(ex, "failed"); }
                    return Ok(found);
                }
            }
            """;
    }

    [Fact]
    public async Task Reports_contracts_of_libraries_at_strict()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public class Items : System.Collections.IEnumerator
            {
                private readonly IBilling billing = null!;
                public object Current => 1;
                public void Reset() { }
                public bool MoveNext()
                {
                    try { billing.Find(1); return true; }
                    {{keyword}} { return true; }
                }
                public Func<Order, bool> Callback() => order =>
                {
                    try { billing.Charge(order); return true; }
                    {{keyword}} (Exception) { return true; }
                };
            }
            """;
    }

    [Fact]
    public async Task Reports_cleaning_up_at_strict()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public bool Stop() { try { connection.Close(); return true; } {{keyword}} { return true; } }
            """;
    }

    [Fact]
    public Task Leaves_tools_of_a_model_to_their_own_rule() => Silent("""
        [AttributeUsage(AttributeTargets.Method)] public class McpServerToolAttribute : Attribute;
        public class Tools(IBilling billing)
        {
            [McpServerTool] public string Pay(Order order) { try { billing.Charge(order); return "done"; } catch { return "done"; } }
        }
        """, AtStrict);

    [Fact]
    public Task Leaves_exception_handlers_alone() => Silent("""
        using Microsoft.AspNetCore.Diagnostics;
        using Microsoft.AspNetCore.Http;
        public class Handler(IBilling billing) : IExceptionHandler
        {
            public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken token)
            {
                try { await billing.FindAsync(1, token); return true; }
                catch { return true; }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Does_not_take_a_look_alike_for_an_answer() => Silent("""
        public interface IAnswer;
        public class ControllerBase { protected IAnswer Ok() => null!; protected IAnswer StatusCode(int code) => null!; }
        public static class Results { public static IAnswer NoContent() => null!; }
        public static class Environment { public static void Exit(int code) { } }
        public class Orders(IBilling billing) : ControllerBase
        {
            public IAnswer A(Order order) { try { billing.Charge(order); return Ok(); } catch { return Ok(); } }
            public IAnswer B(Order order) { try { billing.Charge(order); return Ok(); } catch { return Results.NoContent(); } }
            public IAnswer C(Order order) { try { billing.Charge(order); return Ok(); } catch { return StatusCode(200); } }
            public void D(Order order) { try { billing.Charge(order); } catch { Environment.Exit(0); } }
        }
        """, AtStrict);

    [Fact]
    public Task Finds_members_behind_aliases() => Reports("""
        using R = Microsoft.AspNetCore.Http.Results;
        using static Microsoft.AspNetCore.Http.TypedResults;
        public static class Orders
        {
            public static Microsoft.AspNetCore.Http.IResult A(Order order, IBilling billing) { try { billing.Charge(order); return R.Ok(); } [|catch|] { return R.Ok(); } }
            public static Microsoft.AspNetCore.Http.IResult B(Order order, IBilling billing) { try { billing.Charge(order); return NoContent(); } [|catch|] { return NoContent(); } }
        }
        """);

    [Fact]
    public Task Judges_lambdas_and_local_functions_by_themselves() => Reports("""
        public bool Pay(Order order)
        {
            return Local();
            bool Local() { try { billing.Charge(order); return true; } [|catch|] { return true; } }
        }
        public bool Other(Order order)
        {
            try { billing.Charge(order); return true; }
            catch { Func<bool> yes = () => true; return false; }
        }
        """);

    [Fact]
    public Task Leaves_handlers_that_do_nothing_to_the_rule_about_them() => Silent("""
        public bool Pay(Order order)
        {
            try { billing.Charge(order); }
            catch { }
            return true;
        }
        """, AtStrict);

    [Fact]
    public Task Skips_generated_code() => Silent("""
        public bool Pay(Order order) { try { billing.Charge(order); return true; } catch { return true; } }
        """, AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Skips_test_projects() => Silent("""
        public bool Pay(Order order) { try { billing.Charge(order); return true; } catch { return true; } }
        """, AtStrict with { References = References.WithTestFramework });

    [Fact]
    public Task Survives_half_typed_code() => Silent("""
        public bool A(Order order) { try { billing.Charge( } catch { return tru } }
        public bool B(Order order) { try { return true; } catch { return
        public IResult C() { try { Do(); } catch { return Results.Ok(; } }
        """, AtStrict with { AllowsErrors = true });
}
