using AiSafety.Analyzers.Rules.Failures;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Tests.Engine;

public sealed class BodiesTests
{
    // An editor, and the ecosystem runner, reference other projects as compilations: their methods have source, but not here.
    [Fact]
    public async Task Bodies_of_a_referenced_project_are_not_read()
    {
        var library = CSharpCompilation.Create(
            "Library",
            [CSharpSyntaxTree.ParseText(SourceText.From("""
                using System; using System.Threading.Tasks;
                public static class Library
                {
                    public static async Task SendAsync()
                    {
                        try { await Task.Delay(1); throw new InvalidOperationException(); }
                        catch (Exception e) { Console.WriteLine(e); }
                    }
                }
                """), cancellationToken: TestContext.Current.CancellationToken)],
            References.Framework, new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary));
        var result = await Analysis.RunAsync(
            [("/Sample.cs", "public class C { public void M() { _ = Library.SendAsync(); } }")], [new DiscardedTaskRule()],
            references: [.. References.All, library.ToMetadataReference()], cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(result.CompilerErrors);
        Assert.Empty(result.Crashes);
        Assert.Single(result.Findings);
    }
}
