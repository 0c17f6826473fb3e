using AiSafety.Analyzers.Rules.Cancellation;

namespace AiSafety.Analyzers.Tests.Rules.Cancellation;

public sealed class AIS3008_CancelledCleanupTests : RuleTests<CancelledCleanupRule, CancelledCleanupFix>
{
    /// <summary>Jobs with a status, locks, and storage: what clean-up is about.</summary>
    private const string Jobs = """
        public enum JobState { Running, Done, Failed }

        public class Job
        {
            public JobState State { get; set; }
            public string? LastError { get; set; }
            public int RetryCount { get; set; }
            public string Note { get; set; } = "";
            public void MarkFailed(string why) { }
        }

        public interface IJobs
        {
            Task RunAsync(Job job, CancellationToken token);
            Task SaveAsync(Job job, CancellationToken token = default);
            Task UpdateStatusAsync(Job job, string status, CancellationToken token = default);
            Task SetAsync(Job job, JobState state, CancellationToken token = default);
            Task SetNameAsync(Job job, string name, CancellationToken token = default);
            Task ReleaseLeaseAsync(Job job, CancellationToken token = default);
            Task DeleteAsync(string path, CancellationToken token = default);
            Task SendAsync(string text, CancellationToken token = default);
            Task ExecuteAsync(string sql, CancellationToken token = default);
        }

        """;

    [Fact]
    public Task Says_what_is_given_and_what_to_pass_in_a_finally() => ReportsWith(
        "'ChargeAsync' is given 'token', which may be cancelled by the time it runs, so the clean-up does not happen; pass CancellationToken.None, or a time limit of its own",
        """
        try { await billing.FindAsync(id, token); }
        finally { await [|billing.ChargeAsync(order, token)|]; }
        """);

    [Fact]
    public Task Says_what_follows_in_a_handler() => ReportsWith(
        "'RollbackAsync' is given 'token', which may be cancelled by the time it runs, so what was begun is neither undone nor marked as failed; pass CancellationToken.None, or a time limit of its own",
        """
        await using var transaction = await db.Database.BeginTransactionAsync(token);
        try
        {
            await db.SaveChangesAsync(token);
            await transaction.CommitAsync(token);
        }
        catch
        {
            await [|transaction.RollbackAsync(token)|];
            throw;
        }
        """);

    [Fact]
    public Task Row_cleanup_or_compensation_with_a_cancelled_token() => Reports("""
        await using var transaction = await connection.BeginTransactionAsync(token);
        try
        {
            await billing.ChargeAsync(order, token);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Order {Id} was not charged", order.Id);
            await [|transaction.RollbackAsync(token)|].ConfigureAwait(false);
            throw;
        }
        finally
        {
            order.Paid = false;
            await [|db.SaveChangesAsync(cancellationToken: token)|];
        }
        """);

    [Fact]
    public Task Reports_when_only_the_cancellation_is_caught() => Reports("""
        try { await billing.ChargeAsync(order, token); }
        catch (OperationCanceledException)
        {
            await [|RollbackOrder(order, token)|];
            throw;
        }

        static Task RollbackOrder(Order order, CancellationToken token) => Task.Delay(1, token);
        """);

    [Fact]
    public Task Reports_when_the_filter_asks_for_the_cancellation() => Reports(Jobs + """
        public class Runner(IJobs jobs)
        {
            public async Task Run(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch (OperationCanceledException) when (token.IsCancellationRequested) { await [|jobs.ReleaseLeaseAsync(job, token)|]; throw; }
            }

            public async Task RunAny(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch (Exception exception) when (exception is OperationCanceledException) { await [|jobs.ReleaseLeaseAsync(job, token)|]; throw; }
            }
        }
        """);

    [Fact]
    public Task Reports_a_failed_status_that_is_saved() => Reports(Jobs + """
        public class Runner(IJobs jobs)
        {
            public async Task Assign(Job job, CancellationToken stoppingToken)
            {
                try { await jobs.RunAsync(job, stoppingToken); }
                catch (Exception exception)
                {
                    job.LastError = exception.Message;
                    await [|jobs.SaveAsync(job, stoppingToken)|];
                }
            }

            public async Task Count(Job job, CancellationToken stoppingToken)
            {
                try { await jobs.RunAsync(job, stoppingToken); }
                catch (Exception) { job.RetryCount++; await [|jobs.SaveAsync(job, stoppingToken)|]; }
            }

            public async Task Mark(Job job, CancellationToken stoppingToken)
            {
                try { await jobs.RunAsync(job, stoppingToken); }
                catch (Exception exception) { job.MarkFailed(exception.Message); await [|jobs.SaveAsync(job, stoppingToken)|]; }
            }

            public async Task Named(Job job, CancellationToken stoppingToken)
            {
                try { await jobs.RunAsync(job, stoppingToken); }
                catch (Exception) { await [|jobs.UpdateStatusAsync(job, "failed", stoppingToken)|]; }
            }

            public async Task Told(Job job, CancellationToken stoppingToken)
            {
                try { await jobs.RunAsync(job, stoppingToken); }
                catch (Exception) { await [|jobs.SetAsync(job, JobState.Failed, stoppingToken)|]; await [|jobs.SetNameAsync(job, "failed", stoppingToken)|]; }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_saving_something_else_in_a_handler() => Silent(Jobs + """
        public class Runner(IJobs jobs)
        {
            public async Task Run(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch (Exception)
                {
                    job.Note = "fallback";
                    await jobs.SaveAsync(job, token);
                    await jobs.SetAsync(job, JobState.Running, token);
                }
            }
        }
        """);

    [Fact]
    public Task Reports_the_deletion_of_what_was_just_made() => Reports(Jobs + """
        public class Uploads(IJobs jobs)
        {
            public async Task Run(Job job, string path, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch { await [|jobs.DeleteAsync(path, token)|]; throw; }
            }
        }
        """);

    [Fact]
    public Task Reports_sql_that_rolls_back_or_detaches() => Reports("""
        try { await billing.ChargeAsync(order, token); }
        catch
        {
            await [|db.Database.ExecuteSqlRawAsync("ROLLBACK", token)|];
            await [|db.Database.ExecuteSqlRawAsync("-- give it back\ndetach database archive", token)|];
            await [|db.Database.ExecuteSqlRawAsync("SELECT pg_advisory_unlock(42)", token)|];
            throw;
        }
        """);

    [Fact]
    public Task Reports_sql_that_sets_a_status() => Reports("""
        try { await billing.ChargeAsync(order, token); }
        catch
        {
            await [|db.Database.ExecuteSqlAsync($"UPDATE orders SET status = 'failed' WHERE id = {id}", token)|];
            await [|db.Database.ExecuteSqlAsync($"UPDATE jobs SET locked_until = NULL WHERE id = {id}", token)|];
            throw;
        }
        """);

    [Fact]
    public Task Reports_sql_in_a_command_definition() => Fixes(
        """
        using Dapper;

        public class Store(DbConnection connection)
        {
            public async Task Run(CancellationToken token)
            {
                try { await connection.ExecuteAsync(new CommandDefinition("BEGIN", cancellationToken: token)); }
                catch { await [|connection.ExecuteAsync(new CommandDefinition("ROLLBACK", cancellationToken: token))|]; throw; }
            }
        }
        """,
        """
        using Dapper;

        public class Store(DbConnection connection)
        {
            public async Task Run(CancellationToken token)
            {
                try { await connection.ExecuteAsync(new CommandDefinition("BEGIN", cancellationToken: token)); }
                catch { await connection.ExecuteAsync(new CommandDefinition("ROLLBACK", cancellationToken: CancellationToken.None)); throw; }
            }
        }
        """);

    [Fact]
    public Task Reports_sql_in_the_text_of_a_command() => Reports("""
        await using var command = connection.CreateCommand();
        try { await billing.ChargeAsync(order, token); }
        catch
        {
            command.CommandText = "ROLLBACK";
            await [|command.ExecuteNonQueryAsync(token)|];
            throw;
        }
        """);

    [Fact]
    public Task Reports_sql_that_a_command_was_made_with() => Reports("""
        private async Task Run(Npgsql.NpgsqlConnection connection, CancellationToken token)
        {
            await using var unlock = new Npgsql.NpgsqlCommand("SELECT pg_advisory_unlock(42)", connection);
            try { await Task.Delay(1000, token); }
            catch { await [|unlock.ExecuteScalarAsync(token)|]; throw; }
        }
        """);

    [Fact]
    public Task Reports_sql_that_a_helper_sends() => Reports(Jobs + """
        public class Runner(IJobs jobs)
        {
            public async Task Run(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch { await [|jobs.ExecuteAsync("ROLLBACK TRANSACTION", token)|]; throw; }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_sql_that_reads_or_adds() => Silent("""
        try { await billing.ChargeAsync(order, token); }
        catch
        {
            await db.Database.ExecuteSqlRawAsync("INSERT INTO orders (id) VALUES (1)", token);
            await db.Database.ExecuteSqlRawAsync("UPDATE orders SET name = 'rollback' WHERE id = 1", token);
            await db.Database.ExecuteSqlRawAsync("SELECT 'ROLLBACK'", token);
            await using var command = connection.CreateCommand();
            command.CommandText = "ROLLBACK";
            command.CommandText = "SELECT 1";
            await command.ExecuteNonQueryAsync(token);
            throw;
        }
        """);

    [Fact]
    public Task Reports_any_sql_in_a_finally() => Reports("""
        try { await billing.ChargeAsync(order, token); }
        finally { await [|db.Database.ExecuteSqlRawAsync("DETACH DATABASE archive", token)|]; }
        """);

    [Fact]
    public Task Reports_the_tokens_of_members_and_contexts() => Reports("""
        private readonly CancellationTokenSource stop = new();
        private CancellationToken Stopping => stop.Token;

        private async Task Source(Order order)
        {
            try { await billing.FindAsync(1, stop.Token); }
            finally { await [|billing.ChargeAsync(order, stop.Token)|]; }
        }

        private async Task Property(Order order)
        {
            try { await billing.FindAsync(1, Stopping); }
            finally { await [|billing.ChargeAsync(order, Stopping)|]; }
        }

        private async Task Request(Order order, Microsoft.AspNetCore.Http.HttpContext context)
        {
            try { await billing.FindAsync(1, context.RequestAborted); }
            finally { await [|billing.ChargeAsync(order, context.RequestAborted)|]; }
        }

        private async Task Local(Order order, CancellationToken token)
        {
            var copy = token;
            try { await billing.FindAsync(1, copy); }
            finally { await [|billing.ChargeAsync(order, copy)|]; }
        }
        """);

    [Fact]
    public Task Reports_the_token_of_a_linked_or_timed_source() => Reports("""
        private async Task Linked(Order order, CancellationToken token)
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
            try { await billing.FindAsync(1, linked.Token); }
            finally { await [|billing.ChargeAsync(order, linked.Token)|]; }
        }

        private async Task LinkedInside(Order order, CancellationToken token)
        {
            try { await billing.FindAsync(1, token); }
            finally
            {
                using var linked = CancellationTokenSource.CreateLinkedTokenSource(token);
                await [|billing.ChargeAsync(order, linked.Token)|];
            }
        }

        private async Task Timed(Order order)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
            try { await billing.FindAsync(1, limit.Token); }
            finally { await [|billing.ChargeAsync(order, limit.Token)|]; }
        }

        private async Task Stopped(Order order)
        {
            using var stop = new CancellationTokenSource();
            try { await billing.FindAsync(1, stop.Token); }
            finally
            {
                stop.Cancel();
                await [|billing.ChargeAsync(order, stop.Token)|];
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_limit_of_its_own() => Silent("""
        private async Task Run(Order order, CancellationToken token)
        {
            try { await billing.FindAsync(1, token); }
            finally
            {
                using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(5));
                await billing.ChargeAsync(order, limit.Token);
                await billing.ChargeAsync(order, CancellationToken.None);
                await billing.ChargeAsync(order, default);
                await billing.ChargeAsync(order);
            }
        }

        private async Task Named(Order order, CancellationToken token, CancellationToken cleanupToken)
        {
            try { await billing.FindAsync(1, token); }
            finally { await billing.ChargeAsync(order, cleanupToken); }
        }

        private async Task Never(Order order)
        {
            using var source = new CancellationTokenSource();
            try { await billing.FindAsync(1); }
            finally { await billing.ChargeAsync(order, source.Token); }
        }
        """);

    [Fact]
    public Task Stays_silent_when_the_origin_is_unknown() => Silent("""
        private async Task Run(Order order, CancellationToken token, bool isUrgent)
        {
            var chosen = isUrgent ? token : CancellationToken.None;
            var other = token;
            other = Make();
            try { await billing.FindAsync(1, token); }
            finally
            {
                await billing.ChargeAsync(order, chosen);
                await billing.ChargeAsync(order, other);
                await billing.ChargeAsync(order, Make());
            }
        }

        private async Task Replaced(Order order, CancellationToken token)
        {
            try { await billing.FindAsync(1, token); }
            finally
            {
                token = CancellationToken.None;
                await billing.ChargeAsync(order, token);
            }
        }

        private static CancellationToken Make() => default;
        """);

    [Fact]
    public Task Stays_silent_when_the_catch_cannot_hold_a_cancellation() => Silent(Jobs + """
        public class Runner(IJobs jobs)
        {
            public async Task Narrow(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch (InvalidOperationException) { await jobs.ReleaseLeaseAsync(job, token); throw; }
            }

            public async Task Filtered(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch (Exception exception) when (exception is not OperationCanceledException) { await jobs.ReleaseLeaseAsync(job, token); throw; }
            }

            public async Task NotTheToken(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch (OperationCanceledException) when (!token.IsCancellationRequested) { await jobs.ReleaseLeaseAsync(job, token); throw; }
            }

            public async Task Earlier(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch (OperationCanceledException) when (token.IsCancellationRequested) { throw; }
                catch (Exception) { await jobs.ReleaseLeaseAsync(job, token); throw; }
            }

            public async Task Inside(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch (Exception exception)
                {
                    if (exception is OperationCanceledException)
                        throw;
                    await jobs.ReleaseLeaseAsync(job, token);
                }
            }

            public async Task Chosen(Job job, int attempt, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                catch (Exception) when (attempt < 3) { await jobs.ReleaseLeaseAsync(job, token); }
            }

            public async Task NothingCancellable(Job job, CancellationToken token)
            {
                try { job.MarkFailed(""); }
                catch (Exception) { await jobs.ReleaseLeaseAsync(job, token); }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_when_the_token_is_asked_first() => Silent("""
        try { await billing.FindAsync(id, token); }
        finally
        {
            if (!token.IsCancellationRequested)
                await billing.ChargeAsync(order, token);
        }
        """);

    [Fact]
    public Task Stays_silent_for_retry_pauses_and_fallbacks() => Silent(Jobs + """
        public class Runner(IJobs jobs, PeriodicTimer timer)
        {
            public async Task Run(Job job, CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    try { await jobs.RunAsync(job, token); }
                    catch (Exception)
                    {
                        await Task.Delay(1000, token);
                        await jobs.RunAsync(job, token);
                        await jobs.SendAsync("failed", token);
                    }
                    finally
                    {
                        await Task.Delay(1000, token);
                        await timer.WaitForNextTickAsync(token);
                    }
                }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_the_own_token_of_methods_that_stop_or_clean_up() => Silent(Jobs + """
        public class Runner(IJobs jobs, Job job)
        {
            public async Task StopAsync(CancellationToken cancellationToken)
            {
                try { await jobs.RunAsync(job, cancellationToken); }
                finally { await jobs.ReleaseLeaseAsync(job, cancellationToken); }
            }

            public async Task DisposeAsync(CancellationToken cancellationToken) => await jobs.ReleaseLeaseAsync(job, cancellationToken);

            public async Task RollbackAsync(CancellationToken cancellationToken)
            {
                try { await jobs.RunAsync(job, cancellationToken); }
                catch { await jobs.ReleaseLeaseAsync(job, cancellationToken); throw; }
            }
        }
        """);

    [Fact]
    public Task Reports_the_objects_token_in_dispose() => Reports(Jobs + """
        public sealed class Runner(IJobs jobs, Job job) : IAsyncDisposable
        {
            private readonly CancellationTokenSource stop = new();

            public async ValueTask DisposeAsync()
            {
                await stop.CancelAsync();
                await [|jobs.ReleaseLeaseAsync(job, stop.Token)|];
                stop.Dispose();
            }
        }
        """);

    [Fact]
    public Task Stays_silent_in_dispose_with_a_limit_or_of_a_look_alike() => Silent(Jobs + """
        public sealed class Limited(IJobs jobs, Job job, Task loop) : IAsyncDisposable
        {
            private readonly CancellationTokenSource stop = new();

            public async ValueTask DisposeAsync()
            {
                stop.CancelAfter(1000);
                await jobs.ReleaseLeaseAsync(job, stop.Token);
            }
        }

        public sealed class Waits(Task loop) : IAsyncDisposable
        {
            private readonly CancellationTokenSource limit = new(1000);

            public async ValueTask DisposeAsync() => await loop.WaitAsync(limit.Token);
        }

        public sealed class NotDisposable(IJobs jobs, Job job)
        {
            private readonly CancellationToken stopping;

            public async ValueTask DisposeAsync() => await jobs.ReleaseLeaseAsync(job, stopping);
        }
        """);

    [Fact]
    public Task Stays_silent_for_work_that_a_lambda_does_or_that_is_left_running() => Silent("""
        try { await billing.FindAsync(id, token); }
        finally
        {
            Func<Task> later = () => billing.ChargeAsync(order, token);
            _ = billing.ChargeAsync(order, token);
            GC.KeepAlive(later);
        }
        """);

    [Fact]
    public Task Reports_through_odd_shapes() => Reports("""
        private async Task Run(IBilling? billing, Order order, CancellationToken token)
        {
            try { await billing!.FindAsync(1, token); }
            finally
            {
                await (billing?[|.ChargeAsync(order, token)|] ?? Task.CompletedTask);
                await ([|billing!.ChargeAsync(order, (token))|]);
                await Task.WhenAll([|billing!.ChargeAsync(order, token)|]);
                try { await [|billing!.ChargeAsync(cancellationToken: token, order: order)|]; }
                catch (InvalidOperationException) { }
            }
        }

        private async IAsyncEnumerable<int> Each(Order order, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken token)
        {
            try { yield return 1; }
            finally { await [|billing.ChargeAsync(order, token)|]; }
        }

        private async Task Inner(Order order, CancellationToken token)
        {
            await Local();

            async Task Local()
            {
                try { await billing.FindAsync(1, token); }
                finally { await [|billing.ChargeAsync(order, token)|]; }
            }
        }
        """);

    [Fact]
    public Task Reports_an_aliased_type_a_record_and_an_extension_called_as_such() => Reports("""
        using Stop = System.Threading.CancellationToken;

        public static class Gates
        {
            public static async Task LeaveAsync(this Order order, Stop stop) => await Task.Delay(1, stop);
        }

        public record Job(IBilling Billing, Stop Stopping)
        {
            public async Task Run(Order order, Stop stop)
            {
                try { await Billing.ChargeAsync(order, stop); }
                finally
                {
                    await [|order.LeaveAsync(stop)|];
                    await [|Gates.LeaveAsync(order, this.Stopping)|];
                }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_dynamic_calls() => Silent("""
        dynamic gate = order;
        try { await billing.FindAsync(id, token); }
        finally { await gate.LeaveAsync(token); }
        """);

    [Fact]
    public Task Reports_in_a_top_level_program() => Reports(
        """
        using System.Threading;

        var token = new CancellationTokenSource(1000).Token;
        try { await System.Threading.Tasks.Task.Delay(10, token); }
        finally { await [|System.IO.File.WriteAllTextAsync("state", "done", token)|]; }
        """,
        new Setup { TopLevelProgram = true });

    [Fact]
    public Task Regression_callees_that_a_cancelled_token_does_not_stop() => Silent("""
        public interface IGate { ValueTask LeaveAsync(int id, CancellationToken token = default); }

        public class Gate : IGate
        {
            public ValueTask LeaveAsync(int id, CancellationToken token = default) => default;
        }

        public class Store(IGate gate, IBilling billing)
        {
            public async Task Run(Order order, CancellationToken token)
            {
                try { await billing.ChargeAsync(order, token); }
                catch { await RollBackQuietly(order, token); throw; }
                finally
                {
                    await gate.LeaveAsync(1, token);
                    await CloseAsync(1, token);
                    await CheckpointAsync(order, token);
                }
            }

            protected virtual async ValueTask CloseAsync(int id, CancellationToken token) => await gate.LeaveAsync(id, token);

            private async Task CheckpointAsync(Order order, CancellationToken token)
            {
                if (!token.IsCancellationRequested)
                    await billing.ChargeAsync(order, token);
                else
                    await billing.ChargeAsync(order, CancellationToken.None);
            }

            private static Task RollBackQuietly(Order order, CancellationToken token)
            {
                _ = nameof(token);
                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Reports_callees_that_pass_the_token_on() => Reports("""
        public interface IGate { ValueTask LeaveAsync(int id, CancellationToken token = default); }

        public class Gate(IBilling billing) : IGate
        {
            public async ValueTask LeaveAsync(int id, CancellationToken token = default) => await billing.FindAsync(id, token);
        }

        public class Store(IGate gate, IBilling billing)
        {
            public async Task Run(Order order, CancellationToken token)
            {
                try { await billing.ChargeAsync(order, token); }
                finally { await [|CloseAsync(1, token)|]; }
            }

            protected virtual async ValueTask CloseAsync(int id, CancellationToken token) => await gate.LeaveAsync(id, token);
        }
        """);

    [Fact]
    public Task Reports_a_primary_constructors_token_and_a_method_that_calls_itself() => Reports("""
        public class Store(IBilling billing, CancellationToken stopping)
        {
            public async Task Run(Order order)
            {
                try { await billing.FindAsync(1, stopping); }
                finally
                {
                    await [|billing.ChargeAsync(order, stopping)|];
                    await [|Again(3, stopping)|];
                }
            }

            private static Task Again(int times, CancellationToken token) => times == 0 ? Task.CompletedTask : Again(times - 1, token);
        }
        """);

    [Fact]
    public Task Regression_telling_about_a_failed_clean_up() => Silent(Jobs + """
        public class Runner(IJobs jobs)
        {
            public async Task Run(Job job, CancellationToken token)
            {
                try { await jobs.RunAsync(job, token); }
                finally
                {
                    try { await jobs.ReleaseLeaseAsync(job, CancellationToken.None); }
                    catch (Exception exception) { await jobs.SendAsync(exception.Message, token); }
                }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_acknowledging_a_message() => Silent("""
        public interface IChannel { ValueTask BasicAckAsync(ulong tag, bool multiple, CancellationToken token = default); }

        public class Receiver(IChannel channel, IBilling billing)
        {
            public async Task Receive(ulong tag, Order order, CancellationToken token)
            {
                try { await billing.ChargeAsync(order, token); }
                finally { await channel.BasicAckAsync(tag, false, token); }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_look_alike_token() => Silent("""
        namespace Mine
        {
            public struct CancellationToken { }

            public class Runner
            {
                public async System.Threading.Tasks.Task Run(CancellationToken token)
                {
                    try { await Do(token); }
                    finally { await Do(token); }
                }

                private static System.Threading.Tasks.Task Do(CancellationToken token) => System.Threading.Tasks.Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task Stays_silent_outside_of_clean_up() => Silent("""
        try { await billing.ChargeAsync(order, token); }
        catch (Exception exception) { log.LogError(exception, "no"); throw; }
        await billing.ChargeAsync(order, token);
        """);

    [Fact]
    public Task Survives_unfinished_code() => Reports(
        """
        try { await billing.FindAsync(id, token); }
        finally { await [|billing.ChargeAsync(order, token)|]; await billing.ChargeAsync(order, ); }
        """,
        new Setup { AllowsErrors = true });

    [Fact]
    public Task Fixes_all_of_them() => Fixes(
        """
        try { await billing.FindAsync(id, token); }
        finally
        {
            await [|billing.ChargeAsync(order, token)|];
            await [|billing.ChargeAsync(order, cancellationToken: token)|];
        }
        """,
        """
        try { await billing.FindAsync(id, token); }
        finally
        {
            await billing.ChargeAsync(order, CancellationToken.None);
            await billing.ChargeAsync(order, cancellationToken: CancellationToken.None);
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        "try { await billing.FindAsync(id, token); } finally { await billing.ChargeAsync(order, token); }",
        new Setup { FileName = "/Sample.g.cs" });
}
