#!/usr/bin/env dotnet
#:property PublishAot=false
#:package System.CommandLine

// Creates the hand-written places of a new rule (rule, fix, test, page) with failing placeholders.
// Usage: dotnet run src/AiSafety.Dev/new-rule.cs -- unbounded-update --family Destruction [--id AIS1020] [--fix Mechanical]

using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;

string[] families = ["Destruction", "Failures", "Cancellation", "Concurrency", "Limits", "Unfinished", "Trust", "Agents", "Oversight"];

var nameArgument = new Argument<string>("name") { Description = "Noun phrase for the defect, kebab-case; reads well after 'allow'." };
nameArgument.Validators.Add(result =>
{
    if (!Regex.IsMatch(result.GetValueOrDefault<string>() ?? "", "^[a-z]+(-[a-z]+)+$"))
        result.AddError("The name must be kebab-case with at least two words, for example 'unbounded-update'.");
});
var familyOption = new Option<string>("--family") { Description = "Family of the rule; its block of ids.", Required = true };
familyOption.AcceptOnlyFromAmong(families);
var idOption = new Option<string?>("--id") { Description = "The id; when omitted, the next one of the family that is neither used nor in docs/planned.md." };
idOption.Validators.Add(result =>
{
    if (!Regex.IsMatch(result.GetValueOrDefault<string?>() ?? "", "^AIS[1-9][0-9]{3}$"))
        result.AddError("The id must look like AIS1020.");
});
var fixOption = new Option<string>("--fix") { Description = "Kind of fix.", DefaultValueFactory = _ => "None" };
fixOption.AcceptOnlyFromAmong("None", "Mechanical", "Judgement");
var rootOption = new Option<DirectoryInfo>("--root") { Description = "Repository root.", DefaultValueFactory = _ => new(Directory.GetCurrentDirectory()) };

var command = new RootCommand("Creates a new rule: its file, its fix, its tests and its page.") { nameArgument, familyOption, idOption, fixOption, rootOption };
command.SetAction(result => Create(
    result.GetRequiredValue(nameArgument), result.GetRequiredValue(familyOption), result.GetValue(idOption),
    result.GetRequiredValue(fixOption), result.GetRequiredValue(rootOption).FullName));
return command.Parse(args).Invoke();

int Create(string name, string family, string? id, string fix, string root)
{
    var rules = Path.Combine(root, "src", "AiSafety.Analyzers", "Rules");
    if (!Directory.Exists(rules))
        return Refuse($"{root} is not the repository: it has no src/AiSafety.Analyzers/Rules.");
    var used = Directory.GetFiles(rules, "AIS*_*.cs", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)[..7]).ToHashSet();
    var block = Array.IndexOf(families, family) + 1;
    var plan = Path.Combine(root, "docs", "planned.md");
    var planned = File.Exists(plan) ? Regex.Matches(File.ReadAllText(plan), "AIS[1-9][0-9]{3}").Select(match => match.Value).ToHashSet() : [];
    id ??= Enumerable.Range(block * 1000 + 1, 999).Select(number => "AIS" + number.ToString(CultureInfo.InvariantCulture))
        .First(each => !used.Contains(each) && !planned.Contains(each));
    if (used.Contains(id))
        return Refuse($"{id} is taken; ids are never reused.");
    if (id[3] - '0' != block)
        return Refuse($"{id} does not belong to {family}, whose ids are AIS{block}xxx.");

    var type = string.Concat(name.Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..]));
    var file = $"{id}_{type}";
    Write(Path.Combine(rules, family, file + ".cs"), $$"""
        using AiSafety.Analyzers.Catalog;
        using AiSafety.Analyzers.Engine;
        using Microsoft.CodeAnalysis;
        using Microsoft.CodeAnalysis.Diagnostics;
        using Microsoft.CodeAnalysis.Operations;

        namespace AiSafety.Analyzers.Rules.{{family}};

        /// <summary>One sentence: the defect.</summary>
        [DiagnosticAnalyzer(LanguageNames.CSharp)]
        public sealed class {{type}}Rule() : Rule(Spec)
        {
            public static readonly RuleSpec Spec = new(
                id: "{{id}}",
                name: "{{name}}",
                title: "One short sentence without a period",
                message: "What is wrong with '{0}'; what it leads to; what to do",
                level: Level.Preview,
                cwe: [710]{{(fix == "None" ? "" : $",\n        fix: FixKind.{fix}")}});

            private protected override void Start(RuleContext rule) =>
                rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, static (call, site) =>
                {
                });
        }
        """);
    if (fix != "None")
    {
        Write(Path.Combine(rules, family, file + ".Fix.cs"), $$"""
            using System.Composition;
            using AiSafety.Analyzers.Catalog;
            using AiSafety.Analyzers.Fixes;
            using Microsoft.CodeAnalysis;
            using Microsoft.CodeAnalysis.CodeFixes;

            namespace AiSafety.Analyzers.Rules.{{family}};

            /// <summary>One sentence: the change.</summary>
            [ExportCodeFixProvider(LanguageNames.CSharp), Shared]
            public sealed class {{type}}Fix() : RuleFix({{type}}Rule.Spec)
            {
                private protected override Task OfferAsync(FixSite site) =>
                    site.OfferAsync(FixKind.{{fix}}, "Title that says what changes", site.Root);
            }
            """);
    }

    string[] placeholders =
    [
        "Says_what_is_wrong() => ReportsWith(\"The exact message\", \"placeholder\")",
        "Reports_the_plain_shape() => Reports(\"placeholder\")",
        "Reports_the_shape_in_a_lambda() => Reports(\"placeholder\")",
        "Stays_silent_for_the_good_shape() => Silent(\"placeholder\")",
        "Stays_silent_for_a_look_alike_type() => Silent(\"placeholder\")",
        "Stays_silent_behind_a_guard() => Silent(\"placeholder\")",
        "Stays_silent_in_generated_code() => Silent(\"placeholder\")",
        "Stays_silent_on_half_typed_code() => Silent(\"placeholder\", new Setup { AllowsErrors = true })",
        .. fix == "None" ? Array.Empty<string>() : ["Fixes_the_plain_shape() => Fixes(\"placeholder\", \"placeholder\")"],
    ];
    var tests = string.Join("\n\n", placeholders.Select(each => $"    [Fact]\n    public Task {each};"));
    Write(Path.Combine(root, "tests", "AiSafety.Analyzers.Tests", "Rules", family, file + "Tests.cs"), $$"""
        using AiSafety.Analyzers.Rules.{{family}};

        namespace AiSafety.Analyzers.Tests.Rules.{{family}};

        public sealed class {{file}}Tests : RuleTests<{{type}}Rule{{(fix == "None" ? "" : $", {type}Fix")}}>
        {{{tests.TrimEnd()}}
        }
        """);
    Write(Path.Combine(root, "docs", "rules", id + ".md"), """
        <!-- header: generated -->
        <!-- /header -->

        ## What it finds

        ## Why it matters

        ## Bad

        ```csharp
        placeholder
        ```

        ## Better

        ```csharp
        placeholder
        ```

        ## When it stays silent

        ## Evidence

        ## How to suppress
        """);
    Console.WriteLine("Now fill them in; then AISAFETY_ACCEPT=1 dotnet test, and review the diff. See CONTRIBUTING.md.");
    return 0;

    void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.ReplaceLineEndings("\n") + "\n");
        Console.WriteLine(Path.GetRelativePath(root, path));
    }
}

static int Refuse(string why)
{
    Console.Error.WriteLine(why);
    return 1;
}
