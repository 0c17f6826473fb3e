using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Guards;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Tests.Engine;

/// <summary>The probe reports a call of Wipe unless a guard dominates it.</summary>
public sealed class GuardsTests : RuleTests<GuardsTests.Probe>
{
    private const string Usings = """
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Options;
        using Spectre.Console;


        """;

    private static string Method(string body, string parameters = "", string more = "") => Usings + $$"""
        public sealed class StoreOptions { public bool AllowReset { get; set; } public bool Legacy { get; set; } public bool DryRun { get; set; } public string Mode { get; set; } = ""; }
        public sealed class ResetCommand { public bool Force { get; set; } public bool Paid { get; set; } }
        public enum Job { Show, WipeAll }
        public interface IPrompt { Task<bool> ConfirmAsync(string question); }

        public class Sample(IHostEnvironment env, IConfiguration config, IOptions<StoreOptions> options, IPrompt prompt)
        {
            private readonly IHostEnvironment environment = env;
            private readonly bool resetOnStart = config.GetValue<bool>("Reset");
            private bool ready;
            private static void Wipe() { }
            public void Start() { ready = !ready; }
            {{more}}
            public async Task Run(Order order, int id, string name{{(parameters.Length > 0 ? ", " + parameters : "")}})
            {
                {{body}}
                await Task.Yield();
            }
        }
        """;

    private static Task Guarded(string body, string parameters = "", string more = "") => Silent(Method(body, parameters, more));

    private static Task Unguarded(string body, string parameters = "", string more = "") => Reports(Method(body, parameters, more));

    [Fact]
    public Task Nothing_guards_a_plain_call() => Unguarded("[|Wipe()|];");

    [Fact]
    public Task What_an_event_brings_is_no_setting() => Unguarded(
        "if (got.Again && got.Key == \"order\") [|Wipe()|];", "GotEventArgs got",
        "public sealed class GotEventArgs : EventArgs { public bool Again { get; set; } public readonly string Key = \"\"; }");

    [Theory]
    [InlineData("if (environment.IsDevelopment()) Wipe();")]
    [InlineData("if (env.IsDevelopment()) { Wipe(); }")]
    [InlineData("if (!env.IsDevelopment()) return; Wipe();")]
    [InlineData("if (!env.IsDevelopment()) throw new InvalidOperationException(); Wipe();")]
    [InlineData("if (env.IsProduction()) return; Wipe();")]
    [InlineData("if (env.IsEnvironment(\"Testing\")) Wipe();")]
    [InlineData("if (!env.IsEnvironment(\"Production\")) Wipe();")]
    [InlineData("if (env.EnvironmentName == \"Development\") Wipe();")]
    [InlineData("if (string.Equals(env.EnvironmentName, Environments.Development, StringComparison.Ordinal)) Wipe();")]
    [InlineData("if (env.EnvironmentName is \"Development\" or \"Staging\") Wipe();")]
    [InlineData("var dev = env.IsDevelopment(); if (dev) Wipe();")]
    [InlineData("var ok = false; if (env.IsDevelopment()) ok = true; if (ok) Wipe();")]
    [InlineData("if (env.IsDevelopment() || env.IsStaging()) Wipe();")]
    [InlineData("if (env.IsDevelopment() && id > 3) Wipe();")]
    [InlineData("if (id > 3 && env.IsDevelopment()) Wipe();")]
    [InlineData("_ = env.IsDevelopment() ? Reset() : 0; int Reset() { Wipe(); return 1; }")]
    [InlineData("if (env.IsDevelopment()) { Action act = () => Wipe(); act(); }")]
    [InlineData("if (env.IsDevelopment()) Reset(); void Reset() => Wipe();")]
    [InlineData("while (env.IsDevelopment()) { Wipe(); }")]
    [InlineData("switch (env.EnvironmentName) { case \"Development\": Wipe(); break; }")]
    [InlineData("if (System.Diagnostics.Debugger.IsAttached) Wipe();")]
    public Task A_test_of_the_environment(string body) => Guarded(body);

    [Theory]
    [InlineData("if (env.IsDevelopment()) { } [|Wipe()|];")]
    [InlineData("env.IsDevelopment(); [|Wipe()|];")]
    [InlineData("var dev = env.IsDevelopment(); [|Wipe()|];")]
    [InlineData("if (env.IsDevelopment()) return; [|Wipe()|];")]
    [InlineData("if (!env.IsDevelopment()) [|Wipe()|];")]
    [InlineData("if (env.IsProduction()) [|Wipe()|];")]
    [InlineData("if (env.IsDevelopment() || id > 3) [|Wipe()|];")]
    [InlineData("if (!env.IsDevelopment()) log(); void log() { } [|Wipe()|];")]
    [InlineData("if (env.IsEnvironment(\"Production\")) [|Wipe()|];")]
    [InlineData("if (env.EnvironmentName != \"Development\") [|Wipe()|];")]
    [InlineData("var ok = true; if (env.IsDevelopment()) ok = true; if (ok) [|Wipe()|];")]
    [InlineData("try { if (!env.IsDevelopment()) throw new Exception(); } catch { } [|Wipe()|];")]
    [InlineData("if (env.IsDevelopment()) Reset(); Reset(); void Reset() => [|Wipe()|];")]
    [InlineData("Action act = () => [|Wipe()|]; if (env.IsDevelopment()) act();")]
    public Task A_test_that_does_not_decide(string body) => Unguarded(body);

    [Theory]
    [InlineData("if (options.Value.AllowReset) Wipe();")]
    [InlineData("if (!options.Value.AllowReset) return; Wipe();")]
    [InlineData("if (options.Value is { AllowReset: true }) Wipe();")]
    [InlineData("if (options?.Value?.AllowReset == true) Wipe();")]
    [InlineData("if (options?.Value?.AllowReset ?? false) Wipe();")]
    [InlineData("if (options.Value.Legacy) Wipe();")]
    [InlineData("if (!options.Value.Legacy) Wipe();")]
    [InlineData("if (!options.Value.DryRun) Wipe();")]
    [InlineData("if (options.Value.Mode == \"reset\") Wipe();")]
    [InlineData("if (resetOnStart) Wipe();")]
    [InlineData("if (config.GetValue<bool>(\"Db:Reset\")) Wipe();")]
    [InlineData("if (config[\"Db:Reset\"] == \"true\") Wipe();")]
    [InlineData("if (bool.Parse(config[\"Db:Reset\"]!)) Wipe();")]
    [InlineData("if (bool.TryParse(config[\"Db:Reset\"], out var on) && on) Wipe();")]
    [InlineData("if (config.GetSection(\"Db\")[\"Reset\"]?.ToLowerInvariant() == \"yes\") Wipe();")]
    [InlineData("if (Environment.GetEnvironmentVariable(\"RESET_DB\") == \"1\") Wipe();")]
    [InlineData("if (Environment.GetEnvironmentVariable(\"RESET_DB\") is not null) Wipe();")]
    [InlineData("if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(\"RESET_DB\"))) return; Wipe();")]
    [InlineData("var mode = Environment.GetEnvironmentVariable(\"MODE\"); if (mode == \"fresh\") Wipe();")]
    [InlineData("if (AppContext.TryGetSwitch(\"Reset\", out var on) && on) Wipe();")]
    public Task A_test_of_a_setting(string body) => Guarded(body);

    [Theory]
    [InlineData("if (!options.Value.AllowReset) [|Wipe()|];")]
    [InlineData("if (options.Value.DryRun) [|Wipe()|];")]
    [InlineData("if (options.Value.DryRun) Console.WriteLine(\"would wipe\"); [|Wipe()|];")]
    [InlineData("if (ready) [|Wipe()|];")]
    [InlineData("if (!resetOnStart) [|Wipe()|];")]
    [InlineData("if (config[\"Db:Reset\"] == null) [|Wipe()|];")]
    [InlineData("if (string.IsNullOrEmpty(Environment.GetEnvironmentVariable(\"RESET_DB\"))) [|Wipe()|];")]
    [InlineData("const bool allowReset = true; if (allowReset) [|Wipe()|];")]
    public Task A_setting_that_does_not_permit(string body) => Unguarded(body);

    [Theory]
    [InlineData("if (confirm) Wipe();", "bool confirm")]
    [InlineData("if (!confirm) return; Wipe();", "bool confirm")]
    [InlineData("if (dryRun) return; Wipe();", "bool dryRun")]
    [InlineData("if (force == true) Wipe();", "bool? force")]
    [InlineData("if (force is true) Wipe();", "bool? force")]
    [InlineData("if (!force.GetValueOrDefault()) return; Wipe();", "bool? force")]
    [InlineData("if (skipReset) return; Wipe();", "bool skipReset")]
    [InlineData("if (command.Force) Wipe();", "ResetCommand command")]
    [InlineData("if (command is { Force: true }) Wipe();", "ResetCommand command")]
    [InlineData("if (deleteAll && id > 3) Wipe();", "bool deleteAll")]
    [InlineData("Action act = () => { if (confirm) Wipe(); }; act();", "bool confirm")]
    public Task A_flag_of_the_caller(string body, string parameters) => Guarded(body, parameters);

    [Theory]
    [InlineData("if (!confirm) [|Wipe()|];", "bool confirm")]
    [InlineData("if (dryRun) [|Wipe()|];", "bool dryRun")]
    [InlineData("if (archived) [|Wipe()|];", "bool archived")]
    [InlineData("if (command.Paid) [|Wipe()|];", "ResetCommand command")]
    [InlineData("Console.WriteLine(confirm); [|Wipe()|];", "bool confirm")]
    public Task A_flag_that_does_not_permit(string body, string parameters) => Unguarded(body, parameters);

    [Theory]
    [InlineData("if (Console.ReadLine() == \"yes\") Wipe();")]
    [InlineData("if (Console.ReadLine()?.Trim().ToLowerInvariant() != \"y\") return; Wipe();")]
    [InlineData("var answer = Console.ReadLine(); if (!string.Equals(answer, \"yes\", StringComparison.OrdinalIgnoreCase)) return; Wipe();")]
    [InlineData("var answer = Console.ReadLine() ?? \"\"; if (answer is \"y\" or \"Y\") Wipe();")]
    [InlineData("if (Console.ReadKey().Key == ConsoleKey.Y) Wipe();")]
    [InlineData("if (Console.ReadKey(true).KeyChar is 'y' or 'Y') Wipe();")]
    [InlineData("if (AnsiConsole.Confirm(\"Sure?\")) Wipe();")]
    [InlineData("if (!await AnsiConsole.ConfirmAsync(\"Sure?\")) return; Wipe();")]
    [InlineData("if (await prompt.ConfirmAsync(\"Sure?\")) Wipe();")]
    [InlineData("if (await prompt.ConfirmAsync(\"Sure?\").ConfigureAwait(false)) Wipe();")]
    [InlineData("var sure = await prompt.ConfirmAsync(\"Sure?\"); if (sure) Wipe();")]
    [InlineData("if (Console.ReadLine() == name) Wipe();")]
    public Task A_confirmation(string body) => Guarded(body);

    [Theory]
    [InlineData("Console.ReadLine(); [|Wipe()|];")]
    [InlineData("if (Console.ReadLine() != \"yes\") [|Wipe()|];")]
    [InlineData("if (Console.ReadLine() == \"no\") [|Wipe()|];")]
    [InlineData("await prompt.ConfirmAsync(\"Sure?\"); [|Wipe()|];")]
    [InlineData("_ = AnsiConsole.Confirm(\"Sure?\"); [|Wipe()|];")]
    [InlineData("if (!await prompt.ConfirmAsync(\"Sure?\")) [|Wipe()|];")]
    public Task A_confirmation_that_is_not_obeyed(string body) => Unguarded(body);

    [Fact]
    public Task A_confirmation_that_always_says_yes() =>
        Unguarded("if (await Confirm()) [|Wipe()|];", more: "private static Task<bool> Confirm() => Task.FromResult(true);");

    [Theory]
    [InlineData("if (typed == name) Wipe();", "string typed")]
    [InlineData("if (name != order.Name) return; Wipe();", "")]
    [InlineData("if (!name.Equals(order.Name, StringComparison.Ordinal)) throw new ArgumentException(name); Wipe();", "")]
    [InlineData("if (confirmation == \"DELETE\") Wipe();", "string confirmation")]
    [InlineData("if (job == Job.WipeAll) Wipe();", "Job job")]
    [InlineData("switch (job) { case Job.WipeAll: Wipe(); break; case Job.Show: break; }", "Job job")]
    [InlineData("if (args.Contains(\"--reset\")) Wipe();", "string[] args")]
    [InlineData("if (args is { Length: > 0 } && args[0] == \"reset\") Wipe();", "string[] args")]
    [InlineData("string[] known = [\"a\", \"b\"]; if (!known.Contains(name)) return; Wipe();", "")]
    public Task A_comparison_with_what_the_caller_named(string body, string parameters) => Guarded(body, parameters);

    [Theory]
    [InlineData("if (name == \"order\") [|Wipe()|];", "")]
    [InlineData("if (typed != name) [|Wipe()|];", "string typed")]
    [InlineData("if (name.Length > 3) [|Wipe()|];", "")]
    [InlineData("if (name is null) [|Wipe()|];", "")]
    [InlineData("if (job == Job.Show) [|Wipe()|];", "Job job")]
    [InlineData("if (order.Id == id) [|Wipe()|];", "")]
    public Task A_comparison_that_confirms_nothing(string body, string parameters) => Unguarded(body, parameters);

    [Fact]
    public Task A_helper_that_tells_whether_it_may() => Guarded(
        "if (MayReset()) Wipe();", more: "private bool MayReset() => environment.IsDevelopment() && options.Value.AllowReset;");

    [Fact]
    public Task A_helper_with_several_returns() => Guarded(
        "if (await MayResetAsync()) Wipe();", more: """
            private async Task<bool> MayResetAsync()
            {
                if (environment.IsDevelopment()) return true;
                if (!options.Value.AllowReset) return false;
                return await prompt.ConfirmAsync("Sure?");
            }
            """);

    [Fact]
    public Task A_helper_one_of_whose_returns_is_unguarded() => Unguarded(
        "if (MayReset(id)) [|Wipe()|];", more: """
            private bool MayReset(int id)
            {
                if (environment.IsDevelopment()) return true;
                return id > 3;
            }
            """);

    [Fact]
    public Task A_property_computed_from_a_guard() => Guarded(
        "if (CanReset) Wipe();", more: "private bool CanReset { get { return environment.IsDevelopment(); } }");

    [Fact]
    public Task A_property_with_an_expression_body() => Guarded(
        "if (CanReset) Wipe();", more: "private bool CanReset => environment.IsDevelopment() || resetOnStart;");

    [Fact]
    public Task A_property_that_is_no_guard() => Unguarded(
        "if (IsReady) [|Wipe()|];", more: "private bool IsReady => ready;");

    [Fact]
    public Task Flags_that_feed_each_other_end() => Unguarded(
        "bool a = false, b = false; while (id-- > 0) { if (a) b = true; if (b) a = true; if (id == 7) a = true; if (a) [|Wipe()|]; }");

    [Fact]
    public Task A_body_with_too_many_flags_is_unknown() => Guarded(
        string.Concat(Enumerable.Range(0, 40).Select(i => $"var f{i} = false; "))
        + "while (id-- > 0) { "
        + string.Concat(Enumerable.Range(0, 40).Select(i => $"if (f{(i * 7) % 40}) f{i} = true; else if (f{(i * 11) % 40}) f{(i + 1) % 40} = true; "))
        + "if (f3) Wipe(); }");

    [Fact]
    public Task A_helper_that_throws_unless_it_may() => Guarded(
        "EnsureDevelopment(); Wipe();",
        more: "private void EnsureDevelopment() { if (!environment.IsDevelopment()) throw new InvalidOperationException(); }");

    [Fact]
    public Task A_helper_that_only_logs() => Unguarded(
        "WarnOutsideDevelopment(); [|Wipe()|];",
        more: "private void WarnOutsideDevelopment() { if (!environment.IsDevelopment()) Console.WriteLine(\"careful\"); }");

    [Fact]
    public Task A_helper_that_throws_where_a_handler_goes_on() => Unguarded(
        "try { EnsureDevelopment(); } catch (InvalidOperationException) { } [|Wipe()|];",
        more: "private void EnsureDevelopment() { if (!environment.IsDevelopment()) throw new InvalidOperationException(); }");

    [Fact]
    public Task A_private_method_called_only_behind_a_guard() => Guarded(
        "if (env.IsDevelopment()) Reset();", more: "private void Reset() { Wipe(); }");

    [Fact]
    public Task A_private_method_with_an_unguarded_caller() => Unguarded(
        "if (env.IsDevelopment()) Reset();", more: "private void Reset() { [|Wipe()|]; } public void Other() => Reset();");

    [Fact]
    public Task A_public_method_with_a_guarded_caller() => Unguarded(
        "if (env.IsDevelopment()) Reset();", more: "public void Reset() { [|Wipe()|]; }");

    [Fact]
    public Task Methods_that_call_each_other_end() => Unguarded(
        "Ping();", more: "private void Ping() { [|Wipe()|]; Pong(); } private void Pong() { Ping(); }");

    [Theory]
    [InlineData("#if DEBUG")]
    [InlineData("#if DEBUG && !NEVER")]
    [InlineData("#if !(!DEBUG)")]
    [InlineData("#if !DEBUG\n#else")]
    [InlineData("#if NEVER\n#elif DEBUG")]
    public Task Code_of_debug_builds(string directive) => Silent($$"""
        #define DEBUG
        public class Sample
        {
            private static void Wipe() { }
            public void Run()
            {
        {{directive}}
                Wipe();
        #endif
            }
        }
        """);

    [Theory]
    [InlineData("#if DEBUG || CI")]
    [InlineData("#if CI")]
    [InlineData("#if DEBUG\n#endif\n#if CI")]
    [InlineData("#if !DEBUG\n#endif\n#if CI")]
    [InlineData("#if NEVER\n#else")]
    public Task Code_that_other_builds_contain_too(string directive) => Reports($$"""
        #define CI
        public class Sample
        {
            private static void Wipe() { }
            public void Run()
            {
        {{directive}}
                [|Wipe()|];
        #endif
            }
        }
        """);

    [Fact]
    public Task A_method_that_only_debug_builds_call() => Guarded(
        "", more: "[System.Diagnostics.Conditional(\"DEBUG\")] public void Reset() { Wipe(); }");

    [Fact]
    public Task A_look_alike_of_the_environment() => Reports("""
        public class Env { public bool IsDevelopment() => DateTime.Now.Hour > 3; }
        public class Sample
        {
            private static void Wipe() { }
            public void Run(Env env) { if (env.IsDevelopment()) [|Wipe()|]; }
        }
        """);

    [Fact]
    public Task A_feature_flag() => Silent("""
        using Microsoft.FeatureManagement;
        public class Sample(IFeatureManager features)
        {
            private static void Wipe() { }
            public async Task Run() { if (await features.IsEnabledAsync("Wipe")) Wipe(); }
        }
        """);

    [Fact]
    public Task An_option_of_the_command_line() => Silent("""
        using System.CommandLine;
        public class Sample
        {
            private static void Wipe() { }
            public void Run(ParseResult parsed, Option<bool> force) { if (parsed.GetValue(force)) Wipe(); }
        }
        """);

    [Fact]
    public Task A_cmdlet_that_asks() => Silent("""
        using System.Management.Automation;
        public class ClearStore : PSCmdlet
        {
            private static void Wipe() { }
            protected override void ProcessRecord() { if (ShouldProcess("orders")) Wipe(); }
        }
        """);

    [Theory]
    [InlineData("if (System.Windows.MessageBox.Show(\"Sure?\") == System.Windows.MessageBoxResult.Yes) Wipe();")]
    [InlineData("if (System.Windows.Forms.MessageBox.Show(\"Sure?\") != System.Windows.Forms.DialogResult.Yes) return; Wipe();")]
    public Task A_message_box(string body) => Silent(Knowledge.Stubs.Text + $$"""
        public class Sample
        {
            private static void Wipe() { }
            public void Run() { {{body}} }
        }
        """);

    [Fact]
    public Task Arguments_of_a_top_level_program() => Silent(
        """
        using System;
        if (args.Length > 0 && args[0] == "--wipe") Wipe();
        void Wipe() { }
        """, new Setup { TopLevelProgram = true });

    [Fact]
    public Task Nothing_dies_on_half_typed_code() =>
        Reports(Method("if (env.) { [|Wipe( |]} while (Wipe", more: "private bool X() => "), new Setup { AllowsErrors = true });

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    public sealed class Probe() : Rule(Spec)
    {
        private static readonly RuleSpec Spec = new("AIS0002", "probe", "Probe", "unguarded", Level.Minimal, []);

        private protected override void Start(RuleContext rule) =>
            rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
            {
                if (call.TargetMethod.Name == "Wipe" && Guards.Protect(call, site) == Answer.No)
                    site.Report(call.Syntax.GetLocation());
            });
    }
}
