using System.CommandLine;
using System.Globalization;
using AiSafety.Analyzers.Benchmarks;
using BenchmarkDotNet.Running;
using Preset = AiSafety.Analyzers.Catalog.Preset;

var rounds = new Option<int>("--rounds") { Description = "Measured rounds.", DefaultValueFactory = _ => 15 };
var files = new Option<int>("--files") { Description = "Files of the generated project; 0 leaves it out.", DefaultValueFactory = _ => 300 };
var checkouts = new Option<DirectoryInfo[]>("--checkout") { Description = "A folder with C# projects to measure on, too.", AllowMultipleArgumentsPerToken = true };
var work = new Option<DirectoryInfo>("--work")
{
    Description = "Where packages and plans of checkouts are kept between runs.",
    DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(Path.GetTempPath(), "aisafety-ecosystem")),
};
var alone = new Option<bool>("--alone") { Description = "Also each rule alone." };
var output = new Option<FileInfo?>("--out") { Description = "Where the tables go, as Markdown; without it, to the console." };
var ratio = new Command("ratio", "Compares the rules with the compiler alone, with empty analyzers of the same registrations, and with peer packages.")
{
    rounds, files, checkouts, work, alone, output,
};
ratio.SetAction(result =>
{
    var workloads = new List<Workload>();
    if (result.GetValue(files) is > 0 and var count)
        workloads.Add(Workload.Generated(count));
    foreach (var checkout in result.GetValue(checkouts) ?? [])
        workloads.Add(Workload.Checkout(Path.TrimEndingDirectorySeparator(checkout.FullName), result.GetRequiredValue(work).FullName));
    var tables = workloads.Select(workload =>
    {
        var empty = Subject.Empty(Preset.Recommended, workload);
        var rules = Subject.Rules(Preset.Recommended);
        Subject[] subjects =
        [
            Subject.CompileOnly, empty, rules, Subject.Rules(Preset.Strict),
            .. Subject.Peers(), .. result.GetValue(alone) ? Subject.EachRule() : [],
        ];
        return new Ratio(workload, subjects, Math.Max(1, result.GetValue(rounds)), Console.Error).Measure(empty, rules);
    });
    var text = string.Join('\n', tables);
    if (result.GetValue(output) is { } file)
        File.WriteAllText(file.FullName, text);
    else
        Console.Out.Write(text);
});

var arguments = new Argument<string[]>("arguments") { Description = "For BenchmarkDotNet, for example --filter '*'.", Arity = ArgumentArity.ZeroOrMore };
var bench = new Command("bench", "Time and allocations on the generated project, by BenchmarkDotNet.") { arguments };
bench.TreatUnmatchedTokensAsErrors = false;
bench.SetAction(result =>
{
    BenchmarkSwitcher.FromAssembly(typeof(RuleBenchmarks).Assembly).Run([.. result.GetValue(arguments) ?? [], .. result.UnmatchedTokens]);
});

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
return new RootCommand("Measures what the rules cost.") { ratio, bench }.Parse(args).Invoke();
