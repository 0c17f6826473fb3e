using AiSafety.Analyzers.Rules.Failures;
using Microsoft.CodeAnalysis.CSharp;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2005_LostExceptionDetailTests : RuleTests<LostExceptionDetailRule, LostExceptionDetailFix>
{
    [Fact]
    public Task Says_that_the_exception_is_left_out() => ReportsWith(
        "The entry leaves out the exception, so the stack trace and inner exceptions of 'Exception' are lost to whoever looks for the cause; pass the exception itself to the log call",
        """
        try { await billing.ChargeAsync(order, token); }
        catch { [|log.LogError("charge failed")|]; }
        """);

    [Fact]
    public Task Says_that_only_parts_are_logged() => ReportsWith(
        "The entry holds only parts of the exception, so the stack trace and inner exceptions of 'IOException' are lost to whoever looks for the cause; pass the exception itself to the log call",
        """
        try { await billing.ChargeAsync(order, token); }
        catch (IOException ex) { [|log.LogError("charge failed: {Message}", ex.Message)|]; }
        """);

    // ---- the loggers

    [Fact]
    public Task Row_log_call_drops_the_exception_object() => Reports("""
        try { billing.Charge(order); }
        catch (Exception ex) { [|log.LogError("charge of {Order} failed: {Message}", order.Id, ex.Message)|]; }
        try { billing.Charge(order); }
        catch (Exception ex) { [|log.LogWarning($"charge failed: {ex.Message}")|]; }
        try { billing.Charge(order); }
        catch (Exception ex) { [|log.LogCritical("charge failed: " + ex.Message)|]; }
        try { billing.Charge(order); }
        catch (Exception ex) { [|log.LogError(new EventId(3), ex.Message)|]; }
        try { billing.Charge(order); }
        catch (Exception ex) { [|log.Log(LogLevel.Error, "charge failed {Kind}", ex.GetType().Name)|]; }
        try { billing.Charge(order); }
        catch (Exception) { log?[|.LogError("charge failed")|]; }
        """);

    [Fact]
    public Task Reports_serilog() => Reports("""
        using Serilog.Events;
        public class Orders(Serilog.ILogger logger, IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception ex) { [|logger.Error("charge failed: {Message}", ex.Message)|]; }
                try { billing.Charge(order); }
                catch (Exception) { [|Serilog.Log.Warning("charge failed")|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { [|logger.ForContext<Order>().Fatal(ex.Message)|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { [|logger.Write(LogEventLevel.Error, "charge failed: {Message}", ex.Message)|]; }
            }
        }
        """);

    [Fact]
    public Task Reports_nlog() => Reports("""
        public class Orders(IBilling billing)
        {
            private static readonly NLog.Logger Logger = NLog.LogManager.GetCurrentClassLogger();
            private readonly NLog.ILogger other = Logger;
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception ex) { [|Logger.Error("charge failed: {0}", ex.Message)|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { [|other.Warn(ex.Message)|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { [|Logger.Log(NLog.LogLevel.Error, ex.Message)|]; }
            }
        }
        """);

    [Fact]
    public Task Reports_log4net() => Reports("""
        public class Orders(log4net.ILog logger, IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception ex) { [|logger.Error("charge failed: " + ex.Message)|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { [|logger.WarnFormat("charge failed: {0}", ex.Message)|]; }
            }
        }
        """);

    [Fact]
    public Task Row_aggregate_exception_message() => Reports("""
        try { Task.WaitAll(billing.ChargeAsync(order), billing.ChargeAsync(order)); }
        catch (AggregateException ex) { [|log.LogError("charges failed: {Message}", ex.Message)|]; }
        try { Task.WaitAll(billing.ChargeAsync(order), billing.ChargeAsync(order)); }
        catch (AggregateException ex) { [|log.LogError("charges failed: {Message}", ex.InnerException?.Message)|]; }
        """);

    [Fact]
    public Task Reports_once_the_worst_entry_of_a_handler() => Reports("""
        try { billing.Charge(order); }
        catch (Exception ex)
        {
            log.LogInformation("after a failure");
            [|log.LogError("charge failed: {Message}", ex.Message)|];
            log.LogError("giving up");
        }
        """);

    [Fact]
    public Task Reports_in_the_outer_handler_what_the_inner_one_has() => Reports("""
        try { billing.Charge(order); }
        catch (Exception ex)
        {
            try { connection.Close(); }
            catch (Exception inner) { log.LogWarning(inner, "closing failed"); }
            [|log.LogError("charge failed: {Message}", ex.Message)|];
        }
        """);

    [Theory]
    [InlineData("(Exception ex) when (ex is not OperationCanceledException)")]
    [InlineData("(Exception)")]
    [InlineData("(InvalidOperationException ex)")]
    [InlineData("(DbException)")]
    public Task Reports_catch_alls_and_typed_failures_at_error(string clause) => Reports($$"""
        try { billing.Charge(order); }
        catch {{clause}} { [|log.LogError("charge failed")|]; }
        """);

    [Fact]
    public Task Reports_that_a_message_was_kept_only() => Reports("""
        public string Charge(Order order)
        {
            try { billing.Charge(order); return "done"; }
            catch (Exception ex) { [|log.LogError("charge failed")|]; return "failed: " + ex.Message; }
        }
        """);

    [Fact]
    public Task Reports_in_lambdas_local_functions_and_iterators() => Reports("""
        public IEnumerable<int> Run(Order order)
        {
            Action charge = () =>
            {
                try { billing.Charge(order); }
                catch (Exception ex) { [|log.LogError(ex.Message)|]; }
            };
            void Local()
            {
                try { charge(); }
                catch (Exception ex) { [|log.LogError(ex.Message)|]; }
            }
            Local();
            yield return 1;
        }
        """);

    [Fact]
    public Task Reports_a_top_level_program() => Reports("""
        using Microsoft.Extensions.Logging.Abstractions;
        ILogger log = NullLogger.Instance;
        try { Console.ReadLine(); }
        catch (Exception ex) { [|log.LogError(ex.Message)|]; }
        """, new Setup { TopLevelProgram = true });

    [Fact]
    public Task Knows_an_alias_and_an_unreduced_call() => Reports("""
        using L = Microsoft.Extensions.Logging.LoggerExtensions;
        public class Orders(ILogger<Orders> log, IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception ex) { [|L.LogError(log, (ex!).Message)|]; }
            }
        }
        """);

    // ---- less sure

    [Theory]
    [InlineData("(Exception ex)", "LogInformation")]
    [InlineData("(Exception ex)", "LogDebug")]
    [InlineData("(IOException ex)", "LogWarning")]
    [InlineData("(FileNotFoundException ex)", "LogError")]
    [InlineData("(Exception ex) when (ex.Message.Length > 3)", "LogWarning")]
    public async Task Keeps_for_strict_what_may_be_expected(string clause, string method)
    {
        var code = $$"""
            try { billing.Charge(order); }
            catch {{clause}} { [|log.{{method}}("charge failed: {Message}", ex.Message)|]; }
            """;
        await Reports(code, AtStrict);
        await Silent(code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    [Fact]
    public Task Keeps_for_strict_a_second_failure_in_a_handler() => Reports("""
        try { billing.Charge(order); }
        catch (Exception ex)
        {
            try { connection.Close(); }
            catch (Exception inner) { [|log.LogWarning("closing failed: {Message}", inner.Message)|]; }
            log.LogError(ex, "charge failed");
        }
        """, AtStrict);

    [Fact, Regression("Quartz.NET: a second look-up inside the handler of the first")]
    public Task Keeps_a_second_failure_in_a_handler_out_of_recommended() => Silent("""
        try { billing.Charge(order); }
        catch (Exception ex)
        {
            try { billing.Find(id); }
            catch { log.LogError("could not find it by its other name, either"); }
            throw new InvalidOperationException("charge failed", ex);
        }
        """);

    [Fact, Regression("Kavita: the project's own exception, picked by its message")]
    public async Task Keeps_for_strict_what_was_looked_for()
    {
        const string Code = """
            public class ShopException(string message) : Exception(message);
            public class Orders(ILogger<Orders> log, IBilling billing)
            {
                public void Run(Order order)
                {
                    try { billing.Charge(order); }
                    catch (ShopException) { [|log.LogError("charge refused")|]; }
                    try { billing.Charge(order); }
                    catch (InvalidOperationException ex) { if (ex.Message.Contains("expired")) [|log.LogError("card expired")|]; }
                    try { billing.Charge(order); }
                    catch (Exception ex) { switch (ex.HResult) { case 3: [|log.LogError("card expired")|]; break; } }
                }
            }
            """;
        await Reports(Code, AtStrict);
        await Silent(Code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    // ---- silent

    [Theory]
    [InlineData("(IOException ex)", "LogInformation")]
    [InlineData("(IOException ex)", "LogDebug")]
    [InlineData("(FileNotFoundException ex)", "LogWarning")]
    [InlineData("(OperationCanceledException ex)", "LogError")]
    [InlineData("(TaskCanceledException ex)", "LogWarning")]
    [InlineData("(Exception ex) when (ex is IOException)", "LogInformation")]
    public Task Stays_silent_for_expected_failures(string clause, string method) => Silent($$"""
        try { billing.Charge(order); }
        catch {{clause}} { log.{{method}}("charge failed: {Message}", ex.Message); }
        """, AtStrict);

    [Theory]
    [InlineData("log.LogError(ex, \"failed\");")]
    [InlineData("log.LogError(\"failed: {Exception}\", ex);")]
    [InlineData("log.LogError(\"failed: \" + ex);")]
    [InlineData("log.LogError($\"failed: {ex}\");")]
    [InlineData("log.LogError(\"failed: {Exception}\", ex.ToString());")]
    [InlineData("log.LogError(\"failed: {Trace}\", ex.StackTrace);")]
    [InlineData("log.LogError(ex.InnerException, \"failed\");")]
    [InlineData("log.LogError(ex.GetBaseException(), \"failed\");")]
    [InlineData("var cause = ex.InnerException ?? ex; log.LogError(cause, \"failed\");")]
    [InlineData("log.LogWarning(\"failed\"); log.LogDebug(ex, \"failed\");")]
    [InlineData("log.LogError(\"failed\"); Console.Error.WriteLine(ex);")]
    [InlineData("log.LogError(\"failed\"); errors.Add(ex);")]
    [InlineData("log.LogError(\"failed\"); last = ex;")]
    [InlineData("log.LogError(\"failed\"); Report(ex);")]
    [InlineData("log.LogError(\"failed\"); Task.Run(() => Report(ex));")]
    [InlineData("log.LogError(\"failed\"); throw;")]
    [InlineData("log.LogError(\"failed\"); throw new InvalidOperationException(\"failed\", ex);")]
    [InlineData("if (ex is IOException io) { log.LogError(\"failed\"); Report(io); }")]
    [InlineData("if (retries > 3) throw; log.LogWarning(\"failed\");")]
    [InlineData("log.LogError(\"failed\"); Fail(ex.Message);")]
    [InlineData("log.LogError(\"failed\"); System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(ex);")]
    [InlineData("Action later = () => log.LogError(\"failed\"); later();")]
    [InlineData("Failed(log, ex);")]
    [InlineData("log.Log(LogLevel.Error, default, \"failed\", ex, (state, e) => state);")]
    [InlineData("Console.WriteLine(ex.Message);")]
    [InlineData("System.Diagnostics.Trace.TraceError(ex.Message);")]
    public Task Stays_silent_when_the_exception_is_kept(string handler) => Silent($$"""
        private readonly List<Exception> errors = new();
        private Exception? last;
        private int retries;
        private void Report(Exception e) => last = e;
        private static void Fail(string text) => throw new InvalidOperationException(text);
        [System.CodeDom.Compiler.GeneratedCode("x", "1")]
        private static void Failed(ILogger log, Exception ex) => log.LogError(ex, "failed");
        public void Run(Order order)
        {
            retries++;
            try { billing.Charge(order); }
            catch (Exception ex) { {{handler}} }
            Console.WriteLine(last + " " + errors.Count);
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_on_a_collection_that_tells_more() => Silent("""
        public class Refused(IEnumerable<string> errors) : Exception { public IReadOnlyList<string> Errors { get; } = [.. errors]; }
        public class Orders(ILogger<Orders> log, IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Refused ex) { log.LogError("refused: {Errors}", ex.Errors); }
                try { Task.WaitAll(billing.ChargeAsync(order)); }
                catch (AggregateException all) { foreach (var each in all.InnerExceptions) log.LogError(each, "failed"); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_when_another_exception_is_meant() => Silent("""
        try { billing.Charge(order); }
        catch (Exception ex)
        {
            try { connection.Close(); }
            catch (Exception) { log.LogError(ex, "charge failed, and closing, too"); }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_outside_handlers_and_in_filters() => Silent("""
        log.LogError("not a handler");
        try { billing.Charge(order); }
        catch (Exception) when (Told()) { order.Paid = false; }
        finally { log.LogError("done"); }
        bool Told() { log.LogError("told"); return true; }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_on_look_alikes() => Silent("""
        public interface ILogger { void LogError(string text); }
        public static class Log { public static void Error(string text) { } public static void Error(Exception e, string text) { } }
        public class Orders(ILogger own, IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception ex) { own.LogError(ex.Message); Log.Error(ex.Message); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("""
        try { billing.Charge(order); }
        catch (Exception ex) { log.LogError(ex.Message); }
        """, AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent("""
        try { billing.Charge(order); }
        catch (Exception ex) { log.LogError(ex.Message); }
        """, AtStrict with { References = References.WithTestFramework });

    [Fact]
    public Task Survives_unfinished_code() => Silent("""
        try { billing.Charge(order); }
        catch (Missing ex) { log.LogError(ex.Message); }
        """, AtStrict with { AllowsErrors = true });

    // ---- fixes

    [Fact]
    public Task Fix_passes_the_exception_first() => Fixes(
        """
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex)
        {
            // the customer is told by mail
            [|log.LogError("charge of {Order} failed: {Message}", order.Id, ex.Message)|];
        }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception e) { [|log.LogError(new EventId(3), "charge failed")|]; }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception e) { [|log.Log(LogLevel.Warning, "charge failed")|]; }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception e) { [|LoggerExtensions.LogError(log, message: e.Message)|]; }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception e) { log?[|.LogError(e.Message)|]; }
        """,
        """
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex)
        {
            // the customer is told by mail
            log.LogError(ex, "charge of {Order} failed: {Message}", order.Id, ex.Message);
        }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception e) { log.LogError(new EventId(3), e, "charge failed"); }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception e) { log.Log(LogLevel.Warning, e, "charge failed"); }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception e) { LoggerExtensions.LogError(log, e, message: e.Message); }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception e) { log?.LogError(e, e.Message); }
        """);

    [Fact]
    public Task Fix_declares_the_variable() => Fixes(
        """
        var exception = 3;
        try { await billing.ChargeAsync(order, token); }
        catch { [|log.LogError("charge failed {Code}", exception)|]; }
        try { await billing.ChargeAsync(order, token); }
        catch (IOException) when (order.Paid)
        {
            [|log.LogError("charge failed")|];
        }
        """,
        """
        var exception = 3;
        try { await billing.ChargeAsync(order, token); }
        catch (Exception caught) { log.LogError(caught, "charge failed {Code}", exception); }
        try { await billing.ChargeAsync(order, token); }
        catch (IOException caught) when (order.Paid)
        {
            log.LogError(caught, "charge failed");
        }
        """);

    [Fact]
    public Task Fix_knows_the_other_loggers() => Fixes(
        """
        using Serilog.Events;
        public class Orders(Serilog.ILogger serilog, NLog.ILogger nlog, log4net.ILog log4, IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception ex) { [|serilog.Error("failed: {Message}", ex.Message)|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { [|serilog.Write(LogEventLevel.Error, "failed")|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { [|nlog.Error("failed: {0}", ex.Message)|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { [|nlog.Log(NLog.LogLevel.Error, ex.Message)|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { [|log4.Error("failed: " + ex.Message)|]; }
            }
        }
        """,
        """
        using Serilog.Events;
        public class Orders(Serilog.ILogger serilog, NLog.ILogger nlog, log4net.ILog log4, IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception ex) { serilog.Error(ex, "failed: {Message}", ex.Message); }
                try { billing.Charge(order); }
                catch (Exception ex) { serilog.Write(LogEventLevel.Error, ex, "failed"); }
                try { billing.Charge(order); }
                catch (Exception ex) { nlog.Error(ex, "failed: {0}", ex.Message); }
                try { billing.Charge(order); }
                catch (Exception ex) { nlog.Log(NLog.LogLevel.Error, ex, ex.Message); }
                try { billing.Charge(order); }
                catch (Exception ex) { log4.Error("failed: " + ex.Message, ex); }
            }
        }
        """);

    [Theory]
    [InlineData("nlog.Error(order)")]
    [InlineData("log4.ErrorFormat(\"failed: {0}\", ex.Message)")]
    public Task Offers_no_fix_where_no_overload_takes_it(string call) => OffersNoFix($$"""
        public class Orders(NLog.ILogger nlog, log4net.ILog log4, IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception ex) { [|{{call}}|]; }
            }
        }
        """);
}
