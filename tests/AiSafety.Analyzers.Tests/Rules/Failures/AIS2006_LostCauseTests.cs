using AiSafety.Analyzers.Rules.Failures;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2006_LostCauseTests : RuleTests<LostCauseRule, LostCauseFix>
{
    [Fact]
    public Task Says_which_exception_is_lost() => ReportsWith(
        "'InvalidOperationException' replaces the caught 'DbException' without naming it as its cause, so what really failed, and where, is lost; pass the caught exception as the inner exception",
        """
        try { await connection.OpenAsync(token); }
        catch (DbException) { throw [|new InvalidOperationException("no connection")|]; }
        """);

    [Fact]
    public Task Row_new_exception_without_inner() => Reports("""
        try { await billing.ChargeAsync(order, token); }
        catch { throw [|new InvalidOperationException("charge failed")|]; }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception) { throw [|new ApplicationException("charge failed")|]; }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex) { throw [|new InvalidOperationException($"charge failed: {ex.Message}")|]; }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex) when (ex is not OperationCanceledException) { throw [|new Exception("charge failed: " + ex.Message)|]; }
        """);

    [Fact]
    public Task Reports_every_way_to_throw() => Reports("""
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex) { throw order.Paid ? [|new InvalidOperationException("paid")|] : new ApplicationException("unpaid", ex); }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception) { name = name ?? throw [|new InvalidOperationException("no name")|]; }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception)
        {
            var failure = [|new InvalidOperationException("charge failed")|];
            failure.Data["order"] = order.Id;
            throw failure;
        }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception) { if (order.Paid) throw ([|new InvalidOperationException("paid")|]); }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex) { throw ex switch { IOException => [|new InvalidOperationException("files")|], _ => [|new ApplicationException("other")|] }; }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception) { throw [|new InvalidOperationException("charge failed") { Source = "billing" }|]; }
        """);

    [Fact]
    public Task Reports_a_constructor_that_takes_the_cause_by_option_or_as_null() => Reports("""
        public class ChargeFailed(string message, int code = 0, Exception? cause = null) : Exception(message, cause) { public int Code { get; } = code; }
        public class Orders(IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception) { throw [|new ChargeFailed("charge failed")|]; }
                try { billing.Charge(order); }
                catch (Exception) { throw [|new ChargeFailed("charge failed", 3, null)|]; }
                try { billing.Charge(order); }
                catch (Exception ex) { throw [|new HttpRequestException("charge failed: " + ex.Message, null, System.Net.HttpStatusCode.BadGateway)|]; }
            }
        }
        """);

    [Fact]
    public Task Reports_a_constructor_of_the_project() => Reports("""
        public class ChargeFailed : Exception
        {
            public ChargeFailed(string msg, int order) : base(msg) => Order = order;
            public ChargeFailed(Exception cause, string message, int order) : base(message, cause) => Order = order;
            public int Order { get; }
        }
        public class Orders(IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception) { throw [|new ChargeFailed("charge failed", order.Id)|]; }
            }
        }
        """);

    [Fact]
    public Task Reports_in_lambdas_local_functions_and_inner_handlers() => Reports("""
        Action charge = () =>
        {
            try { billing.Charge(order); }
            catch (Exception) { throw [|new InvalidOperationException("charge failed")|]; }
        };
        void Local()
        {
            try { charge(); }
            catch (Exception ex)
            {
                try { connection.Close(); }
                catch (Exception) { throw [|new InvalidOperationException("closing failed")|]; }
                Console.WriteLine(ex.Message);
            }
        }
        Local();
        """);

    [Fact]
    public Task Reports_a_target_typed_creation_and_an_alias() => Reports("""
        using Failure = System.InvalidOperationException;
        public class Orders(IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception) { throw [|new("charge failed")|]; }
                try { billing.Charge(order); }
                catch (Exception) { throw [|new Failure("charge failed")|]; }
            }
        }
        """);

    [Fact]
    public Task Reports_a_client_facing_exception_that_hides_everything() => Reports("""
        public class OrderNotFoundException : Exception
        {
            public OrderNotFoundException(string message) : base(message) { }
            public OrderNotFoundException(string message, Exception inner) : base(message, inner) { }
        }
        public class Orders(IBilling billing)
        {
            public Order Find(int id)
            {
                try { return billing.Find(id); }
                catch (Exception) { throw [|new OrderNotFoundException("no such order")|]; }
            }
        }
        """);

    // ---- less sure

    [Theory]
    [InlineData("catch (Exception ex) { log.LogError(ex, \"charge failed\"); throw [|new InvalidOperationException(\"charge failed\")|]; }")]
    [InlineData("catch (KeyNotFoundException ex) { throw [|new OrderNotFoundException(ex.Message)|]; }")]
    [InlineData("catch (FormatException) { throw [|new InvalidOperationException(\"not a number\")|]; }")]
    [InlineData("catch (FileNotFoundException) { throw [|new InvalidOperationException(\"no file\")|]; }")]
    [InlineData("catch (OperationCanceledException ex) { throw [|new TimeoutException(ex.Message)|]; }")]
    public async Task Keeps_for_strict_what_is_told_or_translated(string clause)
    {
        var code = $$"""
            public class OrderNotFoundException : Exception
            {
                public OrderNotFoundException(string message) : base(message) { }
                public OrderNotFoundException(string message, Exception inner) : base(message, inner) { }
            }
            public class Orders(IBilling billing, ILogger<Orders> log)
            {
                public void Run(Order order)
                {
                    try { billing.Charge(order); log.LogInformation("charged"); }
                    {{clause}}
                }
            }
            """;
        await Reports(code, AtStrict);
        await Silent(code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    [Fact, Regression("Elsa: a failed expectation about versions that means 'exists already'")]
    public async Task Keeps_for_strict_a_cause_whose_name_says_all()
    {
        const string Code = """
            try { await billing.ChargeAsync(order, token); }
            catch (DbUpdateConcurrencyException) { throw [|new InvalidOperationException("exists already")|]; }
            """;
        await Reports(Code, AtStrict);
        await Silent(Code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    // ---- silent

    [Theory]
    [InlineData("throw;")]
    [InlineData("throw ex;")]
    [InlineData("throw new InvalidOperationException(\"failed\", ex);")]
    [InlineData("throw new InvalidOperationException(\"failed\", innerException: ex);")]
    [InlineData("throw new InvalidOperationException(\"failed\", ex.InnerException);")]
    [InlineData("throw new InvalidOperationException(\"failed\", ex.InnerException ?? ex);")]
    [InlineData("var cause = ex.GetBaseException(); throw new InvalidOperationException(\"failed\", cause);")]
    [InlineData("throw new InvalidOperationException(\"failed: \" + ex);")]
    [InlineData("throw new InvalidOperationException($\"failed: {ex}\");")]
    [InlineData("throw new InvalidOperationException(ex.ToString());")]
    [InlineData("throw new InvalidOperationException(Describe(ex));")]
    [InlineData("throw new AggregateException(ex, new IOException());")]
    [InlineData("errors.Add(ex); throw new AggregateException(errors);")]
    [InlineData("last = ex; throw new InvalidOperationException(\"failed\");")]
    [InlineData("Tell(ex); throw new InvalidOperationException(\"failed\");")]
    [InlineData("throw Wrapped(ex);")]
    [InlineData("var failure = new InvalidOperationException(\"failed\"); failure.Data[\"cause\"] = ex; throw failure;")]
    [InlineData("throw new Failure(\"failed\") { Cause = ex };")]
    [InlineData("throw new Wordless(\"failed\");")]
    [InlineData("throw new ArgumentNullException(nameof(order));")]
    [InlineData("throw new ArgumentOutOfRangeException(nameof(order), \"failed\");")]
    [InlineData("throw new ObjectDisposedException(nameof(order));")]
    [InlineData("throw new OperationCanceledException(\"stopped\");")]
    [InlineData("Action later = () => throw new InvalidOperationException(\"failed\"); later();")]
    [InlineData("Local(); void Local() => throw new InvalidOperationException(\"failed\");")]
    [InlineData("_ = new InvalidOperationException(\"failed\");")]
    [InlineData("System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(ex).Throw();")]
    public Task Stays_silent_when_the_cause_is_kept_or_has_no_place(string handler) => Silent($$"""
        public class Failure : Exception
        {
            public Failure(string message) : base(message) { }
            public Failure(string message, Exception inner) : base(message, inner) { }
            public Exception? Cause { get; set; }
        }
        public class Wordless(string message) : Exception(message);
        public class Orders(IBilling billing)
        {
            private readonly List<Exception> errors = new();
            private Exception? last;
            private static string Describe(Exception e) => e.Message;
            private static Exception Wrapped(Exception e) => new InvalidOperationException("failed", e);
            private void Tell(Exception e) => last = e;
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception ex) { {{handler}} }
                Tell(last ?? new InvalidOperationException(Describe(Wrapped(errors[0]))));
            }
        }
        """, AtStrict);

    [Theory]
    [InlineData("catch (KeyNotFoundException) { throw new OrderNotFoundException(\"no such order\"); }")]
    [InlineData("catch (DbException ex) when (ex.ErrorCode == 23505) { throw new OrderConflictException(\"twice\"); }")]
    [InlineData("catch (FormatException) { throw new Answer(\"bad number\"); }")]
    [InlineData("catch (FormatException) { throw new BadHttpRequestException(\"bad number\"); }")]
    [InlineData("catch (InvalidOperationException) { throw new HubException(\"not now\"); }")]
    [InlineData("catch (InvalidOperationException) { throw new RpcException(new Status(StatusCode.NotFound, \"no such order\")); }")]
    [InlineData("catch (OperationCanceledException) { throw new TimeoutException(\"took too long\"); }")]
    [InlineData("catch (OperationCanceledException) when (order.Paid) { throw new TimeoutException(\"took too long\"); }")]
    public Task Stays_silent_on_narrow_translations_for_a_client(string clause) => Silent($$"""
        using Grpc.Core;
        using Microsoft.AspNetCore.Http;
        using Microsoft.AspNetCore.SignalR;
        public class OrderNotFoundException : Exception
        {
            public OrderNotFoundException(string message) : base(message) { }
            public OrderNotFoundException(string message, Exception inner) : base(message, inner) { }
        }
        public class OrderConflictException : OrderNotFoundException { public OrderConflictException(string message, Exception? inner = null) : base(message) { } }
        public class Answer : Exception
        {
            public Answer(string message) : base(message) { }
            public Answer(string message, Exception inner) : base(message, inner) { }
            public int StatusCode => 400;
        }
        public class Orders(IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                {{clause}}
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_on_the_outer_cause_in_an_inner_handler() => Silent("""
        try { billing.Charge(order); }
        catch (Exception ex)
        {
            try { connection.Close(); }
            catch (Exception) { throw new InvalidOperationException("charge and closing failed", ex); }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_outside_handlers() => Silent("""
        try { billing.Charge(order); throw new InvalidOperationException("in the try"); }
        catch (IOException) { }
        finally { if (order.Paid) throw new InvalidOperationException("in the end"); }
        throw new InvalidOperationException("behind");
        """, AtStrict);

    [Fact]
    public Task Stays_silent_on_look_alikes_and_where_the_constructor_cannot_be_called() => Silent("""
        public class Sealed : Exception
        {
            public Sealed(string message) : base(message) { }
            protected Sealed(string message, Exception inner) : base(message, inner) { }
        }
        public class Look { public class Exception(string message) : System.Exception(message) { public Exception(string message, Look inner) : this(message) { } } }
        public class Orders(IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception) { if (order.Paid) throw new Sealed("failed"); throw new Look.Exception("failed"); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_same_text_means_something_else() => Silent("""
        public class OrderMissing : Exception
        {
            public OrderMissing(string order) : base("no order " + order) { }
            public OrderMissing(string message, Exception inner) : base(message, inner) { }
        }
        public class Orders(IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception) { throw new OrderMissing(order.Name); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("""
        try { billing.Charge(order); }
        catch (Exception) { throw new InvalidOperationException("failed"); }
        """, AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent("""
        try { billing.Charge(order); }
        catch (Exception) { throw new InvalidOperationException("failed"); }
        """, AtStrict with { References = References.WithTestFramework });

    [Fact]
    public Task Survives_unfinished_code() => Silent("""
        try { billing.Charge(order); }
        catch (Exception) { throw new Missing("failed"); }
        try { billing.Charge(order); }
        catch (Missing) { throw new InvalidOperationException("failed"); }
        try { billing.Charge(order); }
        catch (Exception) { throw new ; }
        """, AtStrict with { AllowsErrors = true });

    // ---- fixes

    [Fact]
    public Task Fix_passes_the_caught_exception() => Fixes(
        """
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex)
        {
            // the caller tries again
            throw [|new InvalidOperationException($"charge failed: {ex.Message}")|]; // once
        }
        try { await billing.ChargeAsync(order, token); }
        catch (IOException)
        {
            throw [|new ArgumentException("no such order", nameof(order))|];
        }
        try { await billing.ChargeAsync(order, token); }
        catch { throw [|new InvalidOperationException(message: "charge failed") { Source = name }|]; }
        """,
        """
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex)
        {
            // the caller tries again
            throw new InvalidOperationException($"charge failed: {ex.Message}", ex); // once
        }
        try { await billing.ChargeAsync(order, token); }
        catch (IOException exception)
        {
            throw new ArgumentException("no such order", nameof(order), exception);
        }
        try { await billing.ChargeAsync(order, token); }
        catch (Exception exception) { throw new InvalidOperationException(message: "charge failed", innerException: exception) { Source = name }; }
        """);

    [Fact]
    public Task Fix_knows_optional_leading_and_null_places() => Fixes(
        """
        public class Optional(string message, int code = 0, Exception? cause = null) : Exception(message, cause) { public int Code { get; } = code; }
        public class Leading : Exception
        {
            public Leading(string text) : base(text) { }
            public Leading(Exception cause, string text) : base(text, cause) { }
        }
        public class Orders(IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception e) { throw [|new Optional("charge failed")|]; }
                try { billing.Charge(order); }
                catch (Exception e) { throw [|new Optional("charge failed", 3)|]; }
                try { billing.Charge(order); }
                catch (Exception e) { throw [|new Optional("charge failed", 3, null)|]; }
                try { billing.Charge(order); }
                catch (Exception e) { throw [|new Optional("charge failed", cause: null)|]; }
                try { billing.Charge(order); }
                catch (Exception e) { throw [|new Leading("charge failed")|]; }
                try { billing.Charge(order); }
                catch (Exception e) { throw [|new("charge failed")|]; }
            }
        }
        """,
        """
        public class Optional(string message, int code = 0, Exception? cause = null) : Exception(message, cause) { public int Code { get; } = code; }
        public class Leading : Exception
        {
            public Leading(string text) : base(text) { }
            public Leading(Exception cause, string text) : base(text, cause) { }
        }
        public class Orders(IBilling billing)
        {
            public void Run(Order order)
            {
                try { billing.Charge(order); }
                catch (Exception e) { throw new Optional("charge failed", cause: e); }
                try { billing.Charge(order); }
                catch (Exception e) { throw new Optional("charge failed", 3, e); }
                try { billing.Charge(order); }
                catch (Exception e) { throw new Optional("charge failed", 3, e); }
                try { billing.Charge(order); }
                catch (Exception e) { throw new Optional("charge failed", cause: e); }
                try { billing.Charge(order); }
                catch (Exception e) { throw new Leading(e, "charge failed"); }
                try { billing.Charge(order); }
                catch (Exception e) { throw new("charge failed", e); }
            }
        }
        """);

    [Fact]
    public Task Fix_all_declares_one_variable_for_two_throws() => Fixes(
        """
        try { await billing.ChargeAsync(order, token); }
        catch
        {
            if (order.Paid)
                throw [|new InvalidOperationException("paid")|];
            throw [|new ApplicationException("charge failed")|];
        }
        """,
        """
        try { await billing.ChargeAsync(order, token); }
        catch (Exception exception)
        {
            if (order.Paid)
                throw new InvalidOperationException("paid", exception);
            throw new ApplicationException("charge failed", exception);
        }
        """);

    [Fact]
    public Task Offers_no_fix_where_a_message_would_have_to_be_made_up() => OffersNoFix("""
        try { await billing.ChargeAsync(order, token); }
        catch (Exception) { throw [|new InvalidOperationException()|]; }
        """);
}
