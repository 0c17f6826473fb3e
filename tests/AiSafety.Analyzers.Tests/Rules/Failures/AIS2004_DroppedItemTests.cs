using AiSafety.Analyzers.Rules.Failures;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2004_DroppedItemTests : RuleTests<DroppedItemRule>
{
    [Fact]
    public Task Says_what_a_silent_skip_leads_to() => ReportsWith(
        "An item whose work fails is dropped here without a trace; the result is incomplete, and nobody knows what is missing; collect or count the failures and report them, or let them propagate",
        """
        public void Pay(List<Order> orders)
        {
            foreach (var each in orders)
            {
                try { billing.Charge(each); }
                [|catch|] (Exception) { continue; }
            }
        }
        """);

    [Fact]
    public Task Says_what_speaks_for_all() => ReportsWith(
        "An item whose work fails is only logged here; behind the loop, the full count speaks for all items; collect or count the failures and report them, or let them propagate",
        """
        public int Pay(List<Order> orders)
        {
            foreach (var each in orders)
            {
                try { billing.Charge(each); }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
            }
            return orders.Count;
        }
        """);

    [Theory]
    [InlineData("foreach (var each in orders)", "billing.Charge(each);")]
    [InlineData("for (var i = 0; i < orders.Count; i++)", "billing.Charge(orders[i]);")]
    [InlineData("for (var i = orders.Count - 1; i >= 0; i--)", "var each = orders[i]; billing.Charge(each);")]
    [InlineData("while (queue.TryDequeue(out var each))", "billing.Charge(each);")]
    [InlineData("await foreach (var each in stream)", "await billing.ChargeAsync(each);")]
    [InlineData("foreach (var (key, each) in byName)", "billing.Charge(each);")]
    [InlineData("foreach (var each in orders.Where(o => o.Paid))", "await Task.Run(() => billing.Charge(each));")]
    public Task Row_catch_in_a_loop_that_drops_the_item(string loop, string work) => Reports($$"""
        public async Task Pay(List<Order> orders, System.Collections.Concurrent.ConcurrentQueue<Order> queue, IAsyncEnumerable<Order> stream, Dictionary<string, Order> byName)
        {
            await Task.Yield();
            {{loop}}
            {
                try { {{work}} }
                [|catch|] { continue; }
            }
        }
        """);

    [Theory]
    [InlineData("catch (Exception) { continue; }")]
    [InlineData("catch (SystemException) { continue; }")]
    [InlineData("catch (Exception ex) when (ex is not OperationCanceledException) { continue; }")]
    [InlineData("catch (OperationCanceledException) { throw; } catch { continue; }")]
    [InlineData("catch { connection.Close(); continue; }")]
    [InlineData("catch { connection.Close(); }")]
    [InlineData("catch { /* ignore */ continue; }")]
    public Task Reports_however_the_catch_all_is_written(string clauses)
    {
        var last = clauses.LastIndexOf("catch", StringComparison.Ordinal);
        return Reports($$"""
            foreach (var line in order.Lines)
            {
                try { billing.Charge(new Order { Name = line }); }
                {{clauses[..last]}}[|catch|]{{clauses[(last + 5)..]}}
            }
            """);
    }

    [Fact]
    public Task Reports_a_list_that_is_silently_shorter() => Reports("""
        public async Task<List<Order>> Load(int[] ids, CancellationToken token)
        {
            var orders = new List<Order>();
            foreach (var each in ids)
            {
                try { orders.Add(await billing.FindAsync(each, token)); }
                [|catch|] (Exception) { continue; }
            }
            return orders;
        }
        """);

    [Theory]
    [InlineData("throw;")]
    [InlineData("failed.Add(each); continue;")]
    [InlineData("errors.Add(ex); continue;")]
    [InlineData("failures++; continue;")]
    [InlineData("last = ex; continue;")]
    [InlineData("each.Paid = false; continue;")]
    [InlineData("billing.Charge(new Order()); continue;")]
    [InlineData("Report(ex); continue;")]
    [InlineData("if (ex is IOException) continue; continue;")]
    [InlineData("break;")]
    [InlineData("return;")]
    [InlineData("log.LogError(ex, \"failed\"); continue;")]
    [InlineData("log.LogError(ex, \"failed\");")]
    public Task Stays_silent_when_the_failure_is_seen(string handler) => Silent($$"""
        public void Pay(List<Order> orders)
        {
            foreach (var each in orders)
            {
                try { billing.Charge(each); }
                catch (Exception ex) { {{handler}} }
            }
        }
        private readonly List<Order> failed = new(); private readonly List<Exception> errors = new(); private int failures; private Exception? last;
        public event Action<Exception>? Reported; private void Report(Exception ex) => Reported?.Invoke(ex);
        """, AtStrict);

    [Theory]
    [InlineData("(IOException) { continue; }")]
    [InlineData("(Exception ex) when (ex is IOException) { continue; }")]
    [InlineData("(Exception) when (each.Paid) { continue; }")]
    public Task Stays_silent_for_chosen_failures(string clause) => Silent($$"""
        public void Pay(List<Order> orders)
        {
            foreach (var each in orders)
            {
                try { billing.Charge(each); }
                catch {{clause}}
            }
        }
        """, AtStrict);

    [Theory]
    [InlineData("catch { continue; } // a shop that is closed has no prices today")]
    [InlineData("catch\n    {\n        // a shop that is closed has no prices today\n        continue;\n    }")]
    [InlineData("// a shop that is closed has no prices today\n    catch { continue; }")]
    public Task Stays_silent_for_a_comment_with_a_reason(string clause) => Silent($$"""
        foreach (var line in order.Lines)
        {
            try { billing.Charge(new Order { Name = line }); }
            {{clause}}
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_when_the_successes_are_counted() => Silent("""
        public int Pay(List<Order> orders)
        {
            var paid = 0;
            foreach (var each in orders)
            {
                try { billing.Charge(each); paid++; }
                catch { continue; }
            }
            return paid;
        }
        public void Load(int[] ids)
        {
            var orders = new List<Order>();
            foreach (var each in ids)
            {
                try { orders.Add(billing.Find(each)); }
                catch { continue; }
            }
            if (orders.Count != ids.Length)
                throw new InvalidOperationException();
        }
        public bool PayAll(List<Order> orders)
        {
            var paid = 0;
            foreach (var each in orders)
            {
                try { billing.Charge(each); paid += 1; }
                catch (Exception ex) { log.LogError(ex, "failed"); }
            }
            if (paid == 0) return false;
            return true;
        }
        """, AtStrict);

    [Theory]
    [InlineData("int", "return orders.Count;")]
    [InlineData("int", "return orders.Count();")]
    [InlineData("string", "return $\"{orders.Count} orders were paid\";")]
    [InlineData("int", "log.LogInformation(\"done\"); return done;")]
    public Task Reports_logged_items_where_the_full_count_is_answered(string type, string rest) => Reports($$"""
        public {{type}} Pay(List<Order> orders)
        {
            var done = 0;
            foreach (var each in orders)
            {
                try { billing.Charge(each); }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
                done++;
            }
            {{rest}}
        }
        """);

    [Theory]
    [InlineData("return Ok();", true)]
    [InlineData("return NoContent();", true)]
    [InlineData("return Ok(new { count = orders.Count });", true)]
    [InlineData("return Ok(\"done\");", true)]
    [InlineData("return Ok(paid);", false)]
    [InlineData("return Ok(new { paid = paid.Count });", false)]
    [InlineData("return paid.Count == orders.Count ? Ok() : StatusCode(207);", false)]
    [InlineData("if (paid.Count < orders.Count) return StatusCode(207); return Ok();", false)]
    public Task Reports_logged_items_where_the_request_is_answered_with_success(string rest, bool reports)
    {
        var code = $$"""
            using Microsoft.AspNetCore.Mvc;
            public class Orders(IBilling billing, ILogger<Orders> log) : ControllerBase
            {
                public async Task<IActionResult> Pay(List<Order> orders, CancellationToken token)
                {
                    var paid = new List<int>();
                    foreach (var each in orders)
                    {
                        try { await billing.ChargeAsync(each, token); paid.Add(each.Id); }
                        {{(reports ? "[|catch|]" : "catch")}} (Exception ex) { log.LogError(ex, "failed"); }
                    }
                    {{rest}}
                }
            }
            """;
        return reports ? Reports(code) : Silent(code, AtStrict);
    }

    [Fact]
    public Task Reports_a_flag_only_where_the_other_answer_is_given_too() => Reports("""
        public bool Pay(List<Order> orders)
        {
            if (orders.Count == 0)
                return false;
            foreach (var each in orders)
            {
                try { billing.Charge(each); }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
            }
            return true;
        }
        public bool OnTick(List<Order> orders)
        {
            foreach (var each in orders)
            {
                try { billing.Charge(each); }
                catch (Exception ex) { log.LogError(ex, "failed"); }
            }
            return true;
        }
        """);

    [Fact]
    public Task Reports_a_status_that_is_set_for_all() => Reports("""
        public enum JobState { Running, Completed, Failed }
        public class Job { public JobState State { get; set; } }
        public class Jobs(IBilling billing, ILogger<Jobs> log)
        {
            public void Run(Job job, List<Order> orders)
            {
                foreach (var each in orders)
                {
                    try { billing.Charge(each); }
                    [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
                }
                job.State = JobState.Completed;
            }
        }
        """);

    [Fact]
    public Task Reports_bodies_of_parallel_loops() => Reports("""
        public int Pay(List<Order> orders)
        {
            Parallel.ForEach(orders, each =>
            {
                try { billing.Charge(each); }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
            });
            return orders.Count;
        }
        public async Task<int> PayAsync(List<Order> orders, CancellationToken token)
        {
            await Parallel.ForEachAsync(orders, token, async (each, ct) =>
            {
                try { await billing.ChargeAsync(each, ct); }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); return; }
            });
            return orders.Count;
        }
        public int PayEach(List<Order> orders)
        {
            orders.ForEach(each =>
            {
                try { billing.Charge(each); }
                [|catch|] (Exception ex) { log.LogError(ex, "failed"); }
            });
            return orders.Count;
        }
        """);

    [Fact]
    public Task Stays_silent_in_other_lambdas() => Silent("""
        public int Pay(List<Order> orders)
        {
            Run(orders, each =>
            {
                try { billing.Charge(each); }
                catch (Exception ex) { log.LogError(ex, "failed"); }
            });
            return orders.Count;
        }
        private void Run(List<Order> orders, Action<Order> action) { }
        """, AtStrict);

    [Theory]
    [InlineData("for (var attempt = 0; attempt < 3; attempt++)", "billing.Charge(order); break;")]
    [InlineData("for (var attempt = 0; attempt < 3; attempt++)", "billing.Charge(order);")]
    [InlineData("foreach (var attempt in Enumerable.Range(1, 3))", "billing.Find(attempt);")]
    [InlineData("foreach (var delay in delays)", "billing.Charge(order);")]
    [InlineData("while (true)", "billing.Charge(order);")]
    [InlineData("while (!token.IsCancellationRequested)", "billing.Charge(order);")]
    public Task Attempts_that_are_repeated_are_no_items(string loop, string work) => Silent($$"""
        var delays = new[] { 1, 2 };
        {{loop}}
        {
            try { {{work}} }
            catch { continue; }
        }
        """, AtStrict);

    [Fact]
    public Task A_search_for_the_first_that_will_do_drops_nothing() => Silent("""
        public Order? First(int[] ids)
        {
            foreach (var each in ids)
            {
                try { return billing.Find(each); }
                catch { continue; }
            }
            return null;
        }
        public void Try(List<Order> orders)
        {
            foreach (var each in orders)
            {
                try { billing.Charge(each); break; }
                catch { continue; }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_where_the_item_is_dealt_with_behind_the_try() => Silent("""
        foreach (var line in order.Lines)
        {
            Order? found = null;
            try { found = billing.Find(int.Parse(line)); }
            catch { connection.Close(); }
            if (found is null) throw new InvalidOperationException();
        }
        foreach (var line in order.Lines)
        {
            Order? found;
            try { found = billing.Find(int.Parse(line)); }
            catch { found = null; }
        }
        """, AtStrict);

    [Fact]
    public Task Leaves_handlers_that_do_nothing_to_the_rule_about_them() => Silent("""
        foreach (var line in order.Lines)
        {
            try { billing.Charge(new Order { Name = line }); }
            catch { }
        }
        """, AtStrict);

    [Fact]
    public async Task Reports_values_that_cannot_be_read_at_strict()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            var orders = new List<Order>();
            foreach (var line in order.Lines)
            {
                try { orders.Add(System.Text.Json.JsonSerializer.Deserialize<Order>(line)!); }
                {{keyword}} { continue; }
            }
            """;
    }

    [Theory, Regression("scans of assemblies, processes, files and members, where some cannot be read")]
    [InlineData("types = assembly.GetTypes();")]
    [InlineData("names.Add(assembly.GetName().Name!);")]
    [InlineData("seen = System.IO.File.ReadAllText(assembly.Location);")]
    [InlineData("found = await billing.FindAsync(assembly.GetHashCode());")]
    public async Task Reports_what_cannot_be_read_at_strict(string look)
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        string Code(string keyword) => $$"""
            var names = new List<string>();
            foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
            {
                Type[] types = []; string seen = ""; Order? found = null;
                try { {{look}} }
                {{keyword}} { continue; }
                if (types.Length > 0 || found is not null) names.Add(seen);
            }
            """;
    }

    [Fact]
    public async Task Reports_listeners_at_strict()
    {
        await Silent(Code("catch"));
        await Reports(Code("[|catch|]"), AtStrict);

        static string Code(string keyword) => $$"""
            public async Task Tell(List<IBilling> listeners, Order order)
            {
                foreach (var each in listeners)
                {
                    try { await each.ChargeAsync(order); }
                    {{keyword}} { continue; }
                }
            }
            """;
    }

    [Fact]
    public Task Stays_silent_where_things_are_closed() => Silent("""
        public void Stop(List<DbConnection> all)
        {
            foreach (var each in all)
            {
                try { each.Close(); each.Dispose(); }
                catch { continue; }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Does_not_take_a_look_alike_for_a_parallel_loop() => Silent("""
        public static class Parallel { public static void ForEach<T>(IEnumerable<T> all, Action<T> action) { } }
        public class Payments(IBilling billing, ILogger<Payments> log)
        {
            public int Pay(List<Order> orders)
            {
                Parallel.ForEach(orders, each => { try { billing.Charge(each); } catch (Exception ex) { log.LogError(ex, "failed"); } });
                return orders.Count;
            }
        }
        """, AtStrict);

    [Fact]
    public Task Judges_each_function_by_itself() => Silent("""
        public void Pay(List<Order> orders)
        {
            foreach (var each in orders)
            {
                Action pay = () => { try { billing.Charge(each); } catch (Exception ex) { log.LogError(ex, "failed"); } };
                pay();
            }
        }
        """, AtStrict);

    [Fact]
    public Task Skips_generated_code() => Silent("""
        public void Pay(List<Order> orders) { foreach (var each in orders) { try { billing.Charge(each); } catch { continue; } } }
        """, AtStrict with { FileName = "/Sample.g.cs" });

    [Fact]
    public Task Skips_test_projects() => Silent("""
        public void Pay(List<Order> orders) { foreach (var each in orders) { try { billing.Charge(each); } catch { continue; } } }
        """, AtStrict with { References = References.WithTestFramework });

    [Fact]
    public Task Reports_in_local_functions_iterators_and_primary_constructors() => Reports("""
        public partial class Payments(IBilling billing, List<Order> orders)
        {
            public IEnumerable<int> Pay()
            {
                foreach (var each in orders)
                {
                    try { billing?.Charge(each); }
                    [|catch|] { continue; }
                    yield return each.Id;
                }
            }
            public void Other()
            {
                Each();
                void Each() { foreach (var each in orders) { try { ((IBilling)billing!).Charge(each); } [|catch|] { continue; } } }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_unknown_calls() => Silent("""
        foreach (var line in order.Lines)
        {
            try { billing.Charge(new Order { Name = line }); }
            catch { dynamic d = order; d.Failed(line); continue; }
        }
        """, AtStrict);

    [Fact]
    public Task Reports_in_top_level_programs() => Reports("""
        using System;
        using System.IO;
        foreach (var file in args)
        {
            try { File.Copy(file, file + ".bak"); }
            [|catch|] { continue; }
        }
        """, new Setup { TopLevelProgram = true });

    [Fact]
    public Task Survives_half_typed_code() => Silent("""
        public void A(List<Order> orders) { foreach (var each in orders) { try { billing.Charge( } catch { continu } } }
        public void B(List<Order> orders) { foreach (var each in ) { try { } catch { continue; } }
        public void C(List<Order> orders) { for (var i = 0; ; ) try { x(i) } catch { continue; } return orders.
        """, AtStrict with { AllowsErrors = true });
}
