using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text;
using AiSafety.Analyzers.Ecosystem.Loading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace AiSafety.Analyzers.Ecosystem.Analysis;

/// <summary>A project's compilation, source generators included.</summary>
/// <param name="Compilation">What the rules look at.</param>
/// <param name="Generated">Trees that no file on disk holds.</param>
/// <param name="Options">What the rules can read about the project.</param>
/// <param name="Notes">Generators that failed.</param>
internal sealed record CompiledProject(
    CSharpCompilation Compilation, IReadOnlySet<SyntaxTree> Generated, ProjectOptions Options, IReadOnlyList<string> Notes);

/// <summary>Builds compilations from planned projects. References are shared among all projects of a run.</summary>
internal sealed class CompilationFactory(Components components, string level, bool honoursEditorConfig)
{
    private readonly ConcurrentDictionary<string, MetadataReference> references = new(StringComparer.Ordinal);

    /// <summary>Compiles a project against the compilations of those that it refers to.</summary>
    public CompiledProject Create(PlannedProject project, IEnumerable<CompiledProject> others, CancellationToken cancellationToken)
    {
        var model = project.Model;
        var parse = ParseOptions(model);
        var generated = new HashSet<SyntaxTree>();
        var trees = model.Sources.AsParallel().AsOrdered().WithCancellation(cancellationToken).Select(path => Parse(path, parse)).ToList();
        foreach (var (name, text) in ImplicitSources(project, trees))
        {
            var tree = CSharpSyntaxTree.ParseText(text, parse, name, Encoding.UTF8, cancellationToken);
            generated.Add(tree);
            trees.Add(tree);
        }

        var compilation = CSharpCompilation.Create(
            model.AssemblyName,
            trees,
            project.References.Select(path => references.GetOrAdd(path, file => MetadataReference.CreateFromFile(file)))
                .Concat(others.Select(other => other.Compilation.ToMetadataReference())),
            CompilationOptions(model));
        if (compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary && compilation.GetEntryPoint(cancellationToken) is null)
        {
            // The entry point of a test project is written by its test framework's build steps, which do not run.
            compilation = compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.DynamicallyLinkedLibrary));
        }

        var options = new ProjectOptions(model, level, honoursEditorConfig ? EditorConfigs(model) : null);
        return RunGenerators(project, compilation, parse, generated, options, cancellationToken);
    }

    private CompiledProject RunGenerators(
        PlannedProject project, CSharpCompilation compilation, CSharpParseOptions parse, HashSet<SyntaxTree> generated,
        ProjectOptions options, CancellationToken cancellationToken)
    {
        var inputs = project.Model.GeneratorInputs.Select(input => (AdditionalText)new InputText(input.Path)).ToImmutableArray();
        var driver = CSharpGeneratorDriver.Create(components.Generators(project.Generators), inputs, parse, options)
            .RunGeneratorsAndUpdateCompilation(compilation, out var updated, out _, cancellationToken);
        var notes = new List<string>();
        foreach (var result in driver.GetRunResult().Results)
        {
            generated.UnionWith(result.GeneratedSources.Select(source => source.SyntaxTree));
            if (result.Exception is { } error)
                notes.Add($"generator {result.Generator.GetGeneratorType().Name}: {error.Message.Split('\n')[0]}");
        }

        return new CompiledProject((CSharpCompilation)updated, generated, options, notes);
    }

    private static CSharpParseOptions ParseOptions(ProjectModel model) => CSharpParseOptions.Default
        .WithLanguageVersion(LanguageVersionFacts.TryParse(model.LanguageVersion, out var version) ? version : LanguageVersion.Latest)
        .WithPreprocessorSymbols(model.Constants.Where(SyntaxFacts.IsValidIdentifier).Distinct(StringComparer.Ordinal));

    private static CSharpCompilationOptions CompilationOptions(ProjectModel model) => new(
        model.OutputKind,
        allowUnsafe: model.AllowsUnsafe,
        checkOverflow: model.ChecksOverflow,
        concurrentBuild: true,
        assemblyIdentityComparer: DesktopAssemblyIdentityComparer.Default,
        nullableContextOptions: model.Nullable.ToUpperInvariant() switch
        {
            "ENABLE" => NullableContextOptions.Enable,
            "WARNINGS" => NullableContextOptions.Warnings,
            "ANNOTATIONS" => NullableContextOptions.Annotations,
            _ => NullableContextOptions.Disable,
        });

    private static SyntaxTree Parse(string path, CSharpParseOptions options)
    {
        using var stream = File.OpenRead(path);
        return CSharpSyntaxTree.ParseText(SourceText.From(stream), options, path);
    }

    /// <summary>What a build writes to <c>obj</c>: the project's usings, its friend assemblies, code made by tools.</summary>
    private static IEnumerable<(string Name, string Text)> ImplicitSources(PlannedProject project, IReadOnlyCollection<SyntaxTree> written)
    {
        var model = project.Model;
        var folder = Path.Combine(model.Folder, "obj");
        if (model.Usings.Count > 0)
        {
            yield return (Path.Combine(folder, model.Name + ".GlobalUsings.g.cs"),
                "// <auto-generated/>\n" + string.Concat(model.Usings.Select(operand => $"global using {operand};\n")));
        }

        // Nothing is signed here, so friends are named without their keys. Packages that were built against a released
        // version of this project accept any higher one.
        var attributes = written.SelectMany(AssemblyAttributes).ToLookup(attribute => attribute.Name, attribute => attribute.Text);
        var friends = attributes["InternalsVisibleTo"].Where(friend => friend.Contains(',', StringComparison.Ordinal))
            .Select(friend => friend.Split(',')[0].Trim()).Concat(model.Friends).Distinct(StringComparer.Ordinal)
            .Select(friend => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo({SymbolDisplay.FormatLiteral(friend, quote: true)})]\n");
        var version = attributes.Contains("AssemblyVersion") ? "" : "[assembly: System.Reflection.AssemblyVersion(\"9999.0.0.0\")]\n";
        yield return (Path.Combine(folder, model.Name + ".AssemblyInfo.g.cs"), "// <auto-generated/>\n" + version + string.Concat(friends));

        foreach (var path in project.GeneratedSources)
            yield return (path, File.ReadAllText(path));
    }

    /// <summary>The assembly attributes of a file with their first text argument.</summary>
    private static IEnumerable<(string Name, string Text)> AssemblyAttributes(SyntaxTree tree) =>
        from attribute in ((CompilationUnitSyntax)tree.GetRoot()).AttributeLists.SelectMany(list => list.Attributes)
        let name = attribute.Name.ToString().Split('.')[^1]
        let literal = attribute.DescendantTokens().FirstOrDefault(token => token.IsKind(SyntaxKind.StringLiteralToken))
        select (name.EndsWith("Attribute", StringComparison.Ordinal) ? name[..^"Attribute".Length] : name, literal.ValueText ?? "");

    private static AnalyzerConfigSet EditorConfigs(ProjectModel model)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        foreach (var folder in model.Sources.Select(Path.GetDirectoryName).Distinct(StringComparer.Ordinal))
        {
            for (var current = folder; current is not null; current = Path.GetDirectoryName(current))
            {
                if (File.Exists(Path.Combine(current, ".editorconfig")))
                    files.Add(Path.Combine(current, ".editorconfig"));
            }
        }

        return AnalyzerConfigSet.Create(files.Order(StringComparer.Ordinal)
            .Select(file => AnalyzerConfig.Parse(SourceText.From(File.ReadAllText(file)), file)).ToList());
    }

    private sealed class InputText(string path) : AdditionalText
    {
        public override string Path => path;

        public override SourceText GetText(CancellationToken cancellationToken = default)
        {
            using var stream = File.OpenRead(path);
            return SourceText.From(stream);
        }
    }
}
