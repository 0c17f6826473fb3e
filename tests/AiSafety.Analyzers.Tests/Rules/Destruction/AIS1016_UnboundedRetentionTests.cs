using AiSafety.Analyzers.Rules.Destruction;
using AiSafety.Analyzers.Tests.Harness;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1016_UnboundedRetentionTests : RuleTests<UnboundedRetentionRule>
{
    private static string Job(string body, string options = "public int Days { get; set; } = 30; public TimeSpan Age { get; set; } public int? Maybe { get; set; }", string more = "") => $$"""
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.Options;

        public class RetentionOptions { {{options}} }
        public interface IAudit { Task DeleteOlderThanAsync(DateTime before); Task<int> CountAsync(DateTime before); }

        public class PurgeJob(IOptions<RetentionOptions> options, IConfiguration configuration, ShopDb db, IAudit audit, TimeProvider clock, DbConnection connection)
        {
            private readonly int days = options.Value.Days;
            public async Task Run(int given, string folder)
            {
        {{body}}
            }

            private object[] Uses => [options, configuration, db, audit, clock, connection, days];
        }
        {{more}}
        """;

    [Fact]
    public Task Reports_a_cutoff_of_a_query() => ReportsWith(
        "Nothing checks that 'RetentionOptions.Days' is positive, so zero or a negative value moves this cutoff to now or later and everything is deleted; "
            + "validate the setting ([Range], a check at start) or take at least a minimum with Math.Max",
        Job("var cutoff = [|DateTime.UtcNow.AddDays(-options.Value.Days)|]; await db.Orders.Where(order => order.Created < cutoff).ExecuteDeleteAsync();"), AtStrict);

    [Theory]
    [InlineData("await db.Orders.Where(order => order.Created < [|DateTime.UtcNow.AddDays(-options.Value.Days)|]).ExecuteDeleteAsync();")]
    [InlineData("var cutoff = [|DateTime.Now.AddDays(-1 * options.Value.Days)|]; await audit.DeleteOlderThanAsync(cutoff);")]
    [InlineData("await audit.DeleteOlderThanAsync([|DateTime.UtcNow - options.Value.Age|]);")]
    [InlineData("await audit.DeleteOlderThanAsync([|DateTime.UtcNow - TimeSpan.FromDays(options.Value.Days)|]);")]
    [InlineData("await audit.DeleteOlderThanAsync([|DateTime.UtcNow.Subtract(options.Value.Age)|]);")]
    [InlineData("await audit.DeleteOlderThanAsync([|DateTime.UtcNow.Add(-options.Value.Age)|]);")]
    [InlineData("await audit.DeleteOlderThanAsync([|DateTime.UtcNow.Add(TimeSpan.FromHours(-options.Value.Days))|]);")]
    [InlineData("await audit.DeleteOlderThanAsync([|clock.GetUtcNow().UtcDateTime.AddHours(-options.Value.Days)|]);")]
    [InlineData("var now = DateTime.UtcNow; await audit.DeleteOlderThanAsync([|now.AddMonths(-options.Value.Days)|]);")]
    [InlineData("await audit.DeleteOlderThanAsync([|DateTime.UtcNow.AddDays(-days)|]);")]
    [InlineData("var keep = options.Value.Days; await audit.DeleteOlderThanAsync([|DateTime.UtcNow.AddDays(-keep)|]);")]
    [InlineData("await audit.DeleteOlderThanAsync([|DateTime.UtcNow.AddDays(-(options.Value.Maybe ?? 30))|]);")]
    [InlineData("await audit.DeleteOlderThanAsync([|DateTime.UtcNow.AddDays(-configuration.GetValue<int>(\"Keep\"))|]);")]
    [InlineData("await audit.DeleteOlderThanAsync([|DateTime.UtcNow.AddDays(-int.Parse(configuration[\"Keep\"]!))|]);")]
    [InlineData("await Dapper.SqlMapper.ExecuteAsync(connection, \"DELETE FROM audit WHERE at < @cutoff\", new { cutoff = [|DateTime.UtcNow.AddDays(-options.Value.Days)|] });")]
    [InlineData("var cutoff = [|DateTime.UtcNow.AddDays(-options.Value.Days)|]; foreach (var file in Directory.GetFiles(folder)) if (File.GetLastWriteTimeUtc(file) < cutoff) File.Delete(file);")]
    [InlineData("var cutoff = [|DateTime.UtcNow.AddDays(-options.Value.Days)|]; foreach (var file in Directory.GetFiles(folder)) { if (File.GetLastWriteTimeUtc(file) >= cutoff) continue; File.Delete(file); }")]
    [InlineData("var cutoff = [|DateTime.UtcNow.AddDays(-options.Value.Days)|]; var old = Directory.GetFiles(folder).Where(file => File.GetCreationTime(file) < cutoff); foreach (var file in old) File.Delete(file);")]
    [InlineData("foreach (var file in Directory.GetFiles(folder)) if (File.GetLastWriteTimeUtc(file) < [|DateTime.UtcNow - options.Value.Age|]) File.Delete(file);")]
    public Task Reports_each_shape(string body) => Reports(Job(body), AtStrict);

    [Theory]
    // Not from a setting
    [InlineData("await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-30));")]
    [InlineData("await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-given));")]
    [InlineData("const int keep = 30; await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-keep));")]
    // Not deleted
    [InlineData("_ = await audit.CountAsync(DateTime.UtcNow.AddDays(-options.Value.Days));")]
    [InlineData("var cutoff = DateTime.UtcNow.AddDays(-options.Value.Days); _ = db.Orders.Where(order => order.Created < cutoff).ToList();")]
    [InlineData("var cutoff = DateTime.UtcNow.AddDays(-options.Value.Days); var list = new List<DateTime>(); list.RemoveAll(each => each < cutoff);")]
    // Not into the past, not from now
    [InlineData("await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(options.Value.Days));")]
    [InlineData("await audit.DeleteOlderThanAsync(new DateTime(2020, 1, 1).AddDays(-options.Value.Days));")]
    // Checked
    [InlineData("await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-Math.Max(1, options.Value.Days)));")]
    [InlineData("if (options.Value.Days <= 0) return; await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-options.Value.Days));")]
    [InlineData("if (options.Value.Days is < 1) return; await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-options.Value.Days));")]
    [InlineData("var keep = options.Value.Days; if (keep < 1) throw new InvalidOperationException(); await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-keep));")]
    [InlineData("var keep = Math.Max(options.Value.Days, 1); await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-keep));")]
    [InlineData("ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Value.Days); await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-options.Value.Days));")]
    public Task Stays_silent(string body) => Silent(Job(body), AtStrict);

    private const string Purge = "await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-options.Value.Days));";

    [Theory]
    [InlineData("[System.ComponentModel.DataAnnotations.Range(1, 365)] public int Days { get; set; }", "")]
    [InlineData("private int value; public int Days { get => value; set => this.value = value < 1 ? 1 : value; }", "")]
    [InlineData("public int Days { get; set; }", "public class RetentionOptionsValidator : IValidateOptions<RetentionOptions> { public ValidateOptionsResult Validate(string? name, RetentionOptions options) => options.Days < 1 ? ValidateOptionsResult.Fail(\"Days\") : ValidateOptionsResult.Success; }")]
    [InlineData("public int Days { get; set; }", "public static class Setup { public static bool Check(RetentionOptions o) => o is { Days: > 0 } && o.Days > 0; }")]
    public Task Stays_silent_where_the_setting_is_validated(string property, string more) => Silent(Job(Purge, property, more), AtStrict);

    [Fact]
    public Task Stays_silent_for_a_look_alike() => Silent("""
        namespace Own
        {
            public class DateTime { public static DateTime UtcNow => new(); public DateTime AddDays(int days) => this; }
            public class RetentionOptions { public int Days { get; set; } }
            public class Job { public void Run(RetentionOptions options) => DeleteBefore(DateTime.UtcNow.AddDays(-options.Days)); private static void DeleteBefore(DateTime at) { } }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(Job(Purge), AtStrict with { FileName = "/Job.g.cs" });

    [Fact]
    public Task Stays_silent_while_typing() => Silent(Job("await audit.DeleteOlderThanAsync(DateTime.UtcNow.AddDays(-options.Value."), AtStrict with { AllowsErrors = true });

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent(Job(Purge), AtStrict with { References = References.WithTestFramework });
}
