using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Rules.Failures;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2001_SwallowedExceptionTests : RuleTests<SwallowedExceptionRule, SwallowedExceptionFix>
{
    private static Setup LetPropagate => new() { FixTitle = FixSite.Key(FixKind.Judgement, SwallowedExceptionFix.LetPropagate) };

    private static Setup LogAndRethrow => new() { FixTitle = FixSite.Key(FixKind.Judgement, SwallowedExceptionFix.LogAndRethrow) };

    [Fact]
    public Task Says_what_is_discarded_and_what_to_do() => ReportsWith(
        "'Exception' is discarded here, so callers go on as if the work had succeeded; handle it, record it, or let it propagate",
        """
        try { await billing.ChargeAsync(order); }
        [|catch|] { }
        """,
        AtMinimal);

    [Fact]
    public Task Names_the_type_of_a_typed_clause() => ReportsWith(
        "'DbException' is discarded here, so callers go on as if the work had succeeded; handle it, record it, or let it propagate",
        """
        try { await connection.OpenAsync(); }
        [|catch|] (DbException) { }
        """);

    [Theory]
    [InlineData("{ }")]
    [InlineData("(Exception) { }")]
    [InlineData("(Exception ex) { _ = ex; }")]
    [InlineData("(SystemException) { return; }")]
    [InlineData("(Exception) when (true) { }")]
    [InlineData("(Exception ex) when (ex is not OperationCanceledException) { }")]
    [InlineData("{ // ignore\n}")]
    [InlineData("{ // TODO: handle this error\n}")]
    [InlineData("{ /* swallow all exceptions silently */ }")]
    [InlineData("{ // best effort\n}")]
    [InlineData("{ // log.LogError(\"the charge has failed\");\n}")]
    [InlineData("{ ; }")]
    [InlineData("{ { } }")]
    public Task Reports_a_catch_all_that_does_nothing(string clause) => Reports($$"""
        try { await billing.ChargeAsync(order); }
        [|catch|] {{clause}}
        """, AtMinimal);

    // ---- rows of docs/coverage.md

    [Fact]
    public Task Row_empty_catch_all() => Reports("""
        public bool Refund(Order order)
        {
            try
            {
                billing.Charge(order);
            }
            [|catch|] (Exception ex)
            {
            }
            order.Paid = false;
            return order.Paid;
        }
        """, AtMinimal);

    [Fact]
    public async Task Row_empty_catch_of_a_specific_type()
    {
        await Reports(Code("DbException"));
        await Reports(Code("NullReferenceException"));
        await Silent(Code("DbException").Replace("[|catch|]", "catch", StringComparison.Ordinal), AtMinimal);

        static string Code(string type) => $$"""
            using var command = connection.CreateCommand();
            command.CommandText = "insert into payments (order_id) values (1)";
            try { await command.ExecuteNonQueryAsync(token); }
            [|catch|] ({{type}}) { }
            """;
    }

    [Fact]
    public Task Row_broad_catch_with_a_body_is_no_finding_by_itself() => Silent("""
        public void Print(Order order)
        {
            try { billing.Charge(order); }
            catch (Exception) { PrintLater(order); }
        }
        private void PrintLater(Order order) => order.Name = "later";
        """, AtStrict);

    [Fact]
    public Task Row_catch_that_only_logs_is_no_finding_by_itself() => Silent("""
        try { await billing.ChargeAsync(order, token); }
        catch (Exception ex) { log.LogError(ex, "order {Id} was not charged", order.Id); }
        """, AtStrict);

    [Fact]
    public Task Row_swallow_in_dispose_and_finalizers() => Reports("""
        public sealed class Outbox(IBilling billing, Stream stream) : IAsyncDisposable
        {
            private readonly Order last = new();
            public async ValueTask DisposeAsync()
            {
                try { await billing.ChargeAsync(last); }
                [|catch|] { }
                try { await stream.DisposeAsync(); }
                catch { }
            }
            ~Outbox() { try { stream.Dispose(); } catch { } }
        }
        """);

    // ---- all others

    [Fact]
    public Task Reports_an_empty_handler_in_an_item_loop() => Reports("""
        foreach (var line in order.Lines)
        {
            try { billing.Charge(order); }
            [|catch|] (Exception) { }
        }
        """, AtMinimal);

    [Fact]
    public Task Leaves_items_that_are_taken_one_by_one_to_the_rule_about_them() => Silent("""
        var queue = new System.Collections.Concurrent.ConcurrentQueue<Order>();
        while (queue.TryDequeue(out var each))
        {
            try { billing.Charge(each); }
            catch (Exception) { continue; }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_a_continue_outside_item_loops() => Reports("""
        while (order.Paid)
        {
            try { billing.Charge(order); }
            [|catch|] (Exception) { continue; }
        }
        """, AtMinimal);

    [Fact]
    public Task Leaves_a_skipped_item_to_the_rule_about_items() => Silent("""
        foreach (var line in order.Lines)
        {
            try { billing.Charge(order); }
            catch (Exception) { continue; }
        }
        """, AtStrict);

    [Theory]
    [InlineData("order.Paid = true;")]
    [InlineData("throw;")]
    [InlineData("log.LogError(ex, \"failed\");")]
    [InlineData("_ = ex.Message.Length > 3 ? throw ex : 0;")]
    public Task Stays_silent_when_the_handler_does_something(string handler) => Silent($$"""
        try { await billing.ChargeAsync(order); }
        catch (Exception ex) { {{handler}} }
        """, AtStrict);

    [Theory]
    [InlineData("// the receipt is printed again by the nightly job\ncatch { }")]
    [InlineData("catch { } // a lost receipt is printed by the nightly job")]
    [InlineData("catch // a lost receipt is printed by the nightly job\n{ }")]
    [InlineData("catch { /* a lost receipt is printed by the nightly job */ }")]
    [InlineData("catch\n{\n    // a lost receipt\n    // is printed by the nightly job\n}")]
    [InlineData("catch { // 打印失败时夜间任务会重新打印收据\n}")]
    public Task Stays_silent_when_a_comment_gives_the_reason(string clause) => Silent($$"""
        try { await billing.ChargeAsync(order); }
        {{clause}}
        """, AtStrict);

    [Theory]
    [InlineData("(Exception) when (order.Paid) { }")]
    [InlineData("(Exception ex) when (ex is IOException or TimeoutException) { }")]
    [InlineData("(Exception ex) when (ex is OperationCanceledException) { }")]
    [InlineData("(IOException) when (order.Paid) { }")]
    public Task Stays_silent_when_a_filter_chose_the_failure(string clause) => Silent($$"""
        try { await billing.ChargeAsync(order); }
        catch {{clause}}
        """, AtStrict);

    [Theory]
    [InlineData("OperationCanceledException", "await billing.ChargeAsync(order, token);")]
    [InlineData("TaskCanceledException", "await Task.Delay(1, token);")]
    [InlineData("ObjectDisposedException", "await billing.ChargeAsync(order, token);")]
    [InlineData("PlatformNotSupportedException", "Thread.CurrentThread.Interrupt();")]
    [InlineData("FileNotFoundException", "File.ReadAllText(name);")]
    [InlineData("IOException", "var tempFile = Path.Combine(Path.GetTempPath(), name); File.Delete(tempFile);")]
    [InlineData("UnauthorizedAccessException", "if (Directory.Exists(tmp)) Directory.Delete(tmp, true);")]
    [InlineData("InvalidOperationException", "worker.Kill(true);")]
    [InlineData("IOException", "connection.Close();")]
    [InlineData("AggregateException", "new CancellationTokenSource().Cancel();")]
    [InlineData("IOException", "Console.CursorVisible = false;")]
    public Task Stays_silent_for_expected_types_and_benign_pairs(string type, string work) => Silent($$"""
        var worker = System.Diagnostics.Process.GetCurrentProcess();
        var tmp = Directory.CreateTempSubdirectory().FullName;
        try { {{work}} }
        catch ({{type}}) { }
        """, AtStrict);

    [Theory]
    [InlineData("UnauthorizedAccessException", "File.Delete(name + \".bak\");")]
    [InlineData("IOException", "await billing.ChargeAsync(order, token);")]
    [InlineData("SystemException", "billing.Charge(order);")]
    [InlineData("IOException", "File.Delete(name); File.WriteAllText(name, \"\");")]
    public Task Reports_other_pairs(string type, string work) => Reports($$"""
        try { {{work}} }
        [|catch|] ({{type}}) { }
        """);

    [Fact]
    public Task Reports_a_typed_clause_without_a_word_at_recommended_only() => Reports("""
        try { await billing.ChargeAsync(order); }
        [|catch|] (InvalidOperationException) { }
        """);

    [Fact]
    public Task Keeps_typed_clauses_out_of_minimal() => Silent("""
        try { await billing.ChargeAsync(order); }
        catch (InvalidOperationException) { }
        """, AtMinimal);

    [Theory]
    [InlineData("// nobody there")]
    [InlineData("/* ignore */")]
    public Task Accepts_any_comment_in_a_typed_clause(string comment) => Silent($$"""
        try { await billing.ChargeAsync(order); }
        catch (InvalidOperationException)
        {
            {{comment}}
        }
        """, AtStrict);

    [Fact]
    public Task Reports_a_typed_clause_whose_comment_only_postpones() => Reports("""
        try { await billing.ChargeAsync(order); }
        [|catch|] (InvalidOperationException)
        {
            // TODO
        }
        """);

    [Fact]
    public Task Exempts_closing_in_dispose() => Silent("""
        public void Dispose()
        {
            try { connection.Close(); http.Dispose(); }
            catch { }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_other_work_in_dispose() => Reports("""
        public void Dispose()
        {
            try { billing.Charge(new Order()); connection.Close(); }
            [|catch|] { }
        }
        """, AtMinimal);

    [Theory]
    [InlineData("try { connection.Close(); } CATCH { }")]
    [InlineData("try { await billing.ChargeAsync(order); } catch (Exception ex) { try { await billing.FindAsync(1); } CATCH { } throw new IOException(\"\", ex); }")]
    [InlineData("try { log.LogInformation(\"charged\"); } CATCH { }")]
    [InlineData("try { Console.Clear(); } CATCH { }")]
    [InlineData("try { File.Delete(Path.Combine(Path.GetTempPath(), name)); } CATCH { }")]
    [InlineData("System.Text.Json.JsonDocument? note = null; try { note = System.Text.Json.JsonDocument.Parse(name); } CATCH { }")]
    [InlineData("while (!order.Paid) { try { billing.Charge(order); } CATCH { } await Task.Delay(100, token); }")]
    public async Task Reports_clean_up_and_retries_at_strict_only(string code)
    {
        await Silent(code.Replace("CATCH", "catch", StringComparison.Ordinal));
        await Reports(code.Replace("CATCH", "[|catch|]", StringComparison.Ordinal), AtStrict);
    }

    [Theory, Regression("a helper that stops a process: looks, kills, waits")]
    [InlineData("if (!worker.HasExited) worker.Kill(entireProcessTree: true); await worker.WaitForExitAsync();")]
    [InlineData("System.Diagnostics.Process.GetProcessById(id).Kill();")]
    public Task Stays_silent_for_a_process_that_is_gone_already(string work) => Silent($$"""
        var worker = System.Diagnostics.Process.GetCurrentProcess();
        try { {{work}} }
        catch (InvalidOperationException) { return; }
        """, AtStrict);

    [Theory, Regression("scanning a text leniently; the narrow type says all that can go wrong")]
    [InlineData("FormatException")]
    [InlineData("System.Text.Json.JsonException")]
    [InlineData("System.Xml.XmlException")]
    public async Task Reports_unreadable_text_at_strict_only(string type)
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            try { billing.Find(int.Parse(name)); }
            {{keyword}} ({{type}}) { }
            """;
    }

    [Fact, Regression("two clauses for one kind of failure, the comment in the first")]
    public Task A_word_on_one_empty_clause_speaks_for_the_next() => Silent("""
        try { billing.Charge(order); }
        catch (IOException)
        {
            // Fall back to the unresolved path.
        }
        catch (UnauthorizedAccessException)
        {
        }
        """, AtStrict);

    [Fact, Regression("try-pattern whose false comes after the handler")]
    public Task Stays_silent_in_try_methods() => Silent("""
        public bool TryFind(int id, out Order? order)
        {
            order = null;
            try { order = billing.Find(id); return true; }
            catch
            {
                // ignored
            }

            return false;
        }
        private static void TryDelete(string folder)
        {
            try { Directory.Delete(folder, true); Directory.CreateDirectory(folder); }
            catch { }
        }
        """, AtStrict);

    [Fact, Regression("a question whose no comes after the handler")]
    public async Task Reports_a_visible_no_at_strict_only()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public bool IsOrder(int id)
            {
                try { billing.Find(id); return true; }
                {{keyword}} { }
                return false;
            }
            """;
    }

    [Theory, Regression("another answer is found, or the failure is thrown, behind the handler")]
    [InlineData("return billing.Find(0);")]
    [InlineData("return new Order { Name = \"unknown\" };")]
    [InlineData("throw new InvalidOperationException(\"no such order\");")]
    public async Task Reports_what_is_dealt_with_behind_the_handler_at_strict_only(string behind)
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            public Order Load(int id)
            {
                try { return billing.Find(id); }
                {{keyword}} { }
                {{behind}}
            }
            """;
    }

    [Fact, Regression("several ways to find out, each with its own try inside a condition")]
    public async Task Looks_for_the_next_answer_behind_the_condition()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public bool IsTransient(Exception ex)
            {
                if (ex is IOException)
                {
                    try { return billing.Find(1).Paid; }
                    {{keyword}}
                    {
                        // ignore
                    }
                }

                return ex is TimeoutException;
            }
            """;
    }

    [Fact, Regression("a narrow failure that ends the loop on purpose")]
    public Task Takes_a_jump_for_the_answer_to_a_narrow_failure() => Silent("""
        foreach (var line in order.Lines)
        {
            try { billing.Charge(order); }
            catch (InvalidOperationException) { break; }
        }
        """, AtStrict);

    [Fact, Regression("the documentation says that the method swallows")]
    public async Task Reports_documented_swallowing_at_strict_only()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public class Cart
            {
                /// <summary>Tells the shop. Swallows exceptions.</summary>
                public void Tell(IBilling billing, Order order)
                {
                    try { billing.Charge(order); }
                    {{keyword}} { }
                }
            }
            """;
    }

    [Theory, Regression("a value is computed from what is at hand, and stays at its default when that makes no sense")]
    [InlineData("size = Math.Max(Width(name), 1);", true)]
    [InlineData("size = new System.Globalization.CultureInfo(name).LCID;", true)]
    [InlineData("size = System.Text.Json.JsonDocument.Parse(name).RootElement.GetInt32();", true)]
    [InlineData("size = File.ReadAllText(name).Length;", false)]
    [InlineData("size = billing.Find(Width(name)).Id;", false)]
    [InlineData("size = Reach(name);", false)]
    [InlineData("size = int.Parse(name);", false)]
    public async Task Reports_pure_work_at_strict_only(string work, bool pure)
    {
        await (pure ? Silent(Code("catch")) : Reports(Code("[|catch|]")));
        await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            public int Size(string name)
            {
                var size = 1;
                try { {{work}} }
                {{keyword}} { }
                return size;
            }
            private static int Width(string name) => name.Trim().Split('-').Length;
            private static int Reach(string name) => Environment.GetEnvironmentVariable(name)!.Length;
            """;
    }

    [Fact, Regression("a thumbnail that is deleted before it is written anew")]
    public async Task Reports_deleting_any_file_at_strict_only()
    {
        await Silent("try { File.Delete(name); } catch { }");
        await Reports("try { File.Delete(name); } [|catch|] { }", AtStrict);
    }

    [Fact]
    public Task Reports_a_plain_null_behind_an_empty_handler() => Reports("""
        public Order? Load(int id)
        {
            try { return billing.Find(id); }
            [|catch|] { }
            return null;
        }
        """, AtMinimal);

    [Fact]
    public Task Does_not_mistake_a_look_alike_for_a_catch_all() => Silent("""
        namespace Shop
        {
            public class Exception : System.Exception { }
            public class Cart
            {
                public void Add(IBilling billing, Order order)
                {
                    try { billing.Charge(order); }
                    catch (Exception) { /* gone */ }
                }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Finds_catch_alls_in_all_kinds_of_functions() => Reports("""
        using Failure = System.Exception;
        try { Directory.CreateDirectory(""); } [|catch|] { }
        Local();
        static void Local() { try { File.ReadAllText(""); } [|catch|] (Failure) { } }
        public record Cart(IBilling Billing)
        {
            public Action Later => () => { try { Billing.Find(1); } [|catch|] (Exception) { } };
            public IEnumerable<int> All() { yield return 1; try { Billing.Find(1); } [|catch|] { } }
        }
        """, AtMinimal with { TopLevelProgram = true });

    [Fact]
    public Task Skips_generated_code() => Silent("""
        try { await billing.ChargeAsync(order); }
        catch { }
        """, AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Skips_test_projects() => Silent("""
        try { await billing.ChargeAsync(order); }
        catch { }
        """, AtStrict with { References = References.WithTestFramework });

    [Fact]
    public Task Survives_half_typed_code() => Silent("""
        try { await billing. }
        catch (Excep ex) { ex. }
        catch (
        """, AtStrict with { AllowsErrors = true });

    [Fact]
    public Task Fixes_by_removing_the_try() => Fixes(
        """
        // Money first.
        try
        {
            billing.Charge(order);
            order.Paid = true;
        }
        [|catch|] (Exception)
        {
        }

        log.LogInformation("done");
        """,
        """
        // Money first.
        billing.Charge(order);
        order.Paid = true;

        log.LogInformation("done");
        """, LetPropagate);

    [Fact]
    public Task Fixes_by_rethrowing_where_other_clauses_stand() => Fixes(
        """
        try
        {
            billing.Charge(order);
        }
        catch (OperationCanceledException)
        {
            log.LogInformation("stopped");
        }
        [|catch|]
        {
        }
        """,
        """
        try
        {
            billing.Charge(order);
        }
        catch (OperationCanceledException)
        {
            log.LogInformation("stopped");
        }
        catch
        {
            throw;
        }
        """, LetPropagate);

    [Fact]
    public Task Fixes_an_embedded_statement_with_a_block() => Fixes(
        """
        if (order.Paid)
            try { billing.Charge(order); billing.Charge(order); } [|catch|] { }
        """,
        """
        if (order.Paid)
        {
            billing.Charge(order); billing.Charge(order);
        }
        """, LetPropagate);

    [Fact]
    public Task Fixes_by_logging_where_a_logger_is_in_reach() => Fixes(
        """
        try
        {
            billing.Charge(order);
        }
        [|catch|]
        {
            // ignore
        }
        """,
        """
        try
        {
            billing.Charge(order);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Run failed");
            throw;
        }
        """, LogAndRethrow);

    [Fact]
    public Task Offers_no_logging_without_a_logger() => OffersNoFix("""
        public class Cart
        {
            public void Add(IBilling billing, Order order)
            {
                try { billing.Charge(order); }
                [|catch|] { }
            }
        }
        """, LogAndRethrow);

    [Fact, Regression("a workspace host that waits for its load task before it closes, with a comment too short to be a reason")]
    public async Task Stays_silent_when_only_work_started_elsewhere_is_awaited()
    {
        const string waits = """
            public class Host
            {
                private Task? load;
                public async Task CloseAsync() { if (load is { } task) { try { await task.ConfigureAwait(false); } [|catch|] { /* ignored */ } } }
            }
            """;
        await Silent(waits.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
        await Reports(waits, AtStrict);
    }

    [Fact]
    public Task Reports_a_helper_that_does_nothing() => Reports("""
        public class Orders(IBilling billing)
        {
            private static void Ignore(Exception e) { }
            private static void Drop(Exception e) => _ = e;
            private static Task DropAsync(Exception e) => Task.CompletedTask;
            public async Task Run(Order order)
            {
                try { billing.Charge(order); }
                [|catch|] (Exception e) { Ignore(e); }
                try { billing.Charge(order); }
                [|catch|] (Exception e) { Drop(e); }
                try { billing.Charge(order); }
                [|catch|] (Exception e) { await DropAsync(e); }
                try { billing.Charge(order); }
                [|catch|] (Exception e) { Local(e); }
                void Local(Exception e) { }
            }
        }
        """, AtMinimal);

    [Theory]
    [InlineData("log.LogError(e, \"failed\");")]
    [InlineData("// whatever fails here is found by the nightly job")]
    [InlineData("Console.Beep();")]
    [InlineData("throw new InvalidOperationException(\"failed\", e);")]
    public Task Stays_silent_for_a_helper_that_does_something(string body) => Silent($$"""
        public class Orders(IBilling billing, ILogger<Orders> log)
        {
            protected virtual void Unknown(Exception e) { }
            private void Note(Exception e)
            {
                {{body}}
            }
            public void Run(Order order)
            {
                log.LogInformation("charging");
                try { billing.Charge(order); }
                catch (Exception e) { Note(e); }
                try { billing.Charge(order); }
                catch (Exception e) { Unknown(e); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Keeps_for_strict_a_try_that_only_calls_the_projects_own_log() => Reports("""
        public class Orders(ILogger<Orders> log)
        {
            private void Note(string text) => log.LogInformation(text);
            public void Run(Order order)
            {
                try { Note(order.Name); }
                [|catch|] { }
            }
        }
        """, AtStrict);
}
