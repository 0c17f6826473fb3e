using System.CommandLine;
using AiSafety.Analyzers.Ecosystem.Analysis;
using AiSafety.Analyzers.Ecosystem.Reports;

namespace AiSafety.Analyzers.Ecosystem;

/// <summary>The verbs of the runner and their options.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("Runs the rules over checkouts of real code, so that a reviewer can judge the findings.")
    {
        Run(), Diff(), Sample(), Count(),
    };

    private static Command Run()
    {
        var folders = new Argument<DirectoryInfo[]>("folders")
        {
            Description = "Checkouts: folders with C# projects.",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<DirectoryInfo>("--out") { Description = "Where findings.jsonl, findings.sarif, summary.md and errors.tsv go.", Required = true };
        var work = new Option<DirectoryInfo>("--work")
        {
            Description = "Where packages and plans are kept between runs. Must lie outside the checkouts.",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "aisafety-ecosystem")),
        };
        var level = new Option<string>("--level") { Description = "Value of ai_safety.level.", DefaultValueFactory = _ => "recommended" };
        var rules = new Option<string[]>("--rules")
        {
            Description = "Ids to switch on; only these run. 'all' switches on every rule. Without it each rule has its default.",
            AllowMultipleArgumentsPerToken = true,
        };
        var analyzers = new Option<FileInfo[]>("--analyzer") { Description = "A further analyzer assembly.", AllowMultipleArgumentsPerToken = true };
        var served = new Option<FileInfo?>("--served")
        {
            Description = "Tab-separated list of what the package feed serves: id first, versions last. Other packages are left empty.",
        };
        var parallel = new Option<int>("--max-parallel") { Description = "Projects at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var editorConfig = new Option<bool>("--editorconfig") { Description = "Honour the checkouts' own .editorconfig files." };
        var only = new Option<string?>("--only") { Description = "Analyse only projects whose path contains this text." };
        var skipTests = new Option<bool>("--skip-tests") { Description = "Leave out test projects." };
        var fast = new Option<bool>("--fast") { Description = "Do not ask the compiler for its own errors and time: about half the work." };
        var fix = new Option<bool>("--fix") { Description = "Apply all mechanical fixes in memory and compare errors and findings before and after." };
        var command = new Command("run", "Compiles checkouts as far as possible and runs the rules. Exit code 1 when a rule crashed, or a fix left or brought something.")
        {
            folders, output, work, level, rules, analyzers, served, parallel, editorConfig, only, skipTests, fast, fix,
        };
        command.SetAction((result, cancellationToken) => EcosystemRun.Execute(
            new EcosystemRun.Request
            {
                Checkouts = [.. result.GetRequiredValue(folders).Select(folder => Path.TrimEndingDirectorySeparator(folder.FullName))],
                Output = result.GetRequiredValue(output).FullName,
                Work = result.GetRequiredValue(work).FullName,
                Level = result.GetRequiredValue(level),
                Rules = [.. (result.GetValue(rules) ?? []).SelectMany(ids => ids.Split(',', StringSplitOptions.RemoveEmptyEntries))],
                Analyzers = [.. (result.GetValue(analyzers) ?? []).Select(file => file.FullName)],
                Served = result.GetValue(served)?.FullName,
                Parallel = Math.Max(1, result.GetValue(parallel)),
                Scope = new Scope(result.GetValue(only), result.GetValue(skipTests), !result.GetValue(fast), result.GetValue(fix)),
                HonoursEditorConfig = result.GetValue(editorConfig),
            },
            Console.Out,
            cancellationToken));
        return command;
    }

    private static Command Diff()
    {
        var before = RunFolder("old");
        var after = RunFolder("new");
        var command = new Command("diff", "Prints what changed from one run to another.") { before, after };
        command.SetAction(result => Console.Out.Write(FindingsDiff.Write(
            Finding.ReadAll(result.GetRequiredValue(before)), Finding.ReadAll(result.GetRequiredValue(after)))));
        return command;
    }

    private static Command Sample()
    {
        var run = RunFolder("run");
        var rule = new Option<string?>("--rule") { Description = "Draw from this rule only." };
        var count = new Option<int>("--count") { DefaultValueFactory = _ => 30 };
        var seed = new Option<int>("--seed") { DefaultValueFactory = _ => 1 };
        var context = new Option<int>("--context") { Description = "Lines before and after.", DefaultValueFactory = _ => 15 };
        var command = new Command("sample", "Prints random findings with their code, to be judged.") { run, rule, count, seed, context };
        command.SetAction(result => Console.Out.Write(FindingsSample.Write(
            Finding.ReadAll(result.GetRequiredValue(run)), result.GetValue(rule), result.GetValue(count), result.GetValue(seed), result.GetValue(context))));
        return command;
    }

    private static Command Count()
    {
        var run = RunFolder("run");
        var judged = new Argument<FileInfo>("judged") { Description = "Lines: key, tab, right or wrong or unsure." };
        var command = new Command("tally", "Prints the precision of each rule from a reviewer's judgements.") { run, judged };
        command.SetAction(result => Console.Out.Write(Tally.Write(
            Finding.ReadAll(result.GetRequiredValue(run)), File.ReadLines(result.GetRequiredValue(judged).FullName))));
        return command;
    }

    private static Argument<string> RunFolder(string name) => new(name) { Description = "The --out folder of a run, or its findings.jsonl." };
}
