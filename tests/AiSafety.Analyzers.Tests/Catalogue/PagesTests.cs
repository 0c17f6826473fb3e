using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using Markdig;
using Markdig.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Tests.Catalogue;

/// <summary>The examples on the pages are run: bad ones are reported, better ones are not, and fixes turn one into the other.</summary>
public sealed class PagesTests
{
    public static TheoryData<string> Ids => [.. RuleCatalog.All.Where(spec => !spec.IsAboutSettings).Select(spec => spec.Id)];

    [Theory, MemberData(nameof(Ids))]
    public async Task Examples_tell_the_truth(string id)
    {
        var spec = RuleCatalog.All.Single(each => each.Id == id);
        var (bad, better) = Examples(Repository.Read("docs", "rules", id + ".md"));
        Assert.NotEmpty(bad);
        Assert.NotEmpty(better);
        foreach (var example in bad)
            Assert.NotEmpty(await FindingsAsync(spec, example));
        foreach (var example in better)
            Assert.Empty(await FindingsAsync(spec, example));
        if (spec.Fix == FixKind.Mechanical)
            Assert.Equal(Normalize(better[0]), Normalize(await FixAsync(spec, bad[0])));
    }

    private static (List<string> Bad, List<string> Better) Examples(string page)
    {
        var (bad, better) = (new List<string>(), new List<string>());
        List<string>? section = null;
        foreach (var block in Markdown.Parse(page))
        {
            if (block is HeadingBlock { Level: 2 } heading)
            {
                var title = heading.Inline?.FirstChild?.ToString();
                section = title == "Bad" ? bad : title == "Better" ? better : null;
            }
            else if (block is FencedCodeBlock { Info: "csharp" } fence)
            {
                section?.Add(fence.Lines.ToString().ReplaceLineEndings("\n"));
            }
        }

        return (bad, better);
    }

    private static ImmutableArray<DiagnosticAnalyzer> Rules(RuleSpec spec) =>
        [.. Analysis.AllRules.Where(rule => rule.SupportedDiagnostics.Any(each => each.Id == spec.Id))];

    private static async Task<IReadOnlyList<Diagnostic>> FindingsAsync(RuleSpec spec, string example)
    {
        var analysis = await Analysis.RunAsync(
            [("/Page.cs", Snippet.ToFile(example, withEf: true))], Rules(spec), references: References.Everything, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(analysis.CompilerErrors);
        Assert.Empty(analysis.Crashes);
        return [.. analysis.Findings.Where(finding => finding.Id == spec.Id)];
    }

    private static async Task<string> FixAsync(RuleSpec spec, string example)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var workspace = new AdhocWorkspace();
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Page", "Page", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Preview), metadataReferences: References.Everything));
        project = project.AddDocument("Cast.cs", Snippet.Cast).Project.AddDocument("EfCast.cs", Snippet.EfCast).Project;
        var document = project.AddDocument("Page.cs", Snippet.ToFile(example, withEf: true), filePath: "/Page.cs");
        for (var round = 0; round < 10; round++)
        {
            var compilation = await document.Project.GetCompilationAsync(cancellationToken);
            var tree = await document.GetSyntaxTreeAsync(cancellationToken);
            var finding = (await compilation!.WithAnalyzers(Rules(spec)).GetAnalyzerDiagnosticsAsync(cancellationToken))
                .Where(each => each.Location.SourceTree == tree).OrderBy(each => each.Location.SourceSpan.Start).FirstOrDefault();
            if (finding is null)
                break;
            var actions = new List<CodeAction>();
            foreach (var type in typeof(RuleFix).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(RuleFix)) && !type.IsAbstract))
            {
                var fix = (CodeFixProvider)Activator.CreateInstance(type)!;
                if (fix.FixableDiagnosticIds.Contains(spec.Id))
                    await fix.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => actions.Add(action), cancellationToken));
            }

            var operation = (await actions.First(action => action.EquivalenceKey!.StartsWith(nameof(FixKind.Mechanical), StringComparison.Ordinal))
                .GetOperationsAsync(cancellationToken)).OfType<ApplyChangesOperation>().Single();
            document = operation.ChangedSolution.GetDocument(document.Id)!;
        }

        return (await document.GetTextAsync(cancellationToken)).ToString();
    }

    /// <summary>The example inside its wrapping, without indentation.</summary>
    private static string Normalize(string text)
    {
        var file = text.Contains("public class Sample", StringComparison.Ordinal) ? text : Snippet.ToFile(text, withEf: true);
        return string.Join('\n', file.ReplaceLineEndings("\n").Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
    }
}
