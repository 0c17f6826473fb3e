using System.Collections.ObjectModel;
using System.Xml;
using System.Xml.Linq;
using Microsoft.Build.Construction;
using Microsoft.Build.Evaluation;
using Microsoft.CodeAnalysis;
using Project = Microsoft.Build.Evaluation.Project;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>
/// Reads project files with MSBuild's evaluation. No target runs, nothing is restored and nothing is written, so a
/// checkout is left as it was and none of its build steps is executed.
/// </summary>
internal sealed class ProjectEvaluator(InstalledSdk sdk) : IDisposable
{
    private const ProjectLoadSettings Tolerant =
        ProjectLoadSettings.IgnoreMissingImports | ProjectLoadSettings.IgnoreEmptyImports
        | ProjectLoadSettings.IgnoreInvalidImports | ProjectLoadSettings.DoNotEvaluateElementsWithFalseCondition;

    private static readonly char[] Separators = [';', ','];

    /// <summary>Project SDKs that come as packages: the packages and usings that they add.</summary>
    private static readonly Dictionary<string, (string Package, string[] Usings)> PackagedSdks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Aspire.AppHost.Sdk"] = ("Aspire.Hosting.AppHost", ["Aspire.Hosting", "Aspire.Hosting.ApplicationModel"]),
        ["MSTest.Sdk"] = ("MSTest", ["Microsoft.VisualStudio.TestTools.UnitTesting"]),
    };

    private readonly ProjectCollection collection = new();

    /// <summary>Evaluates one project file.</summary>
    /// <exception cref="Microsoft.Build.Exceptions.InvalidProjectFileException">MSBuild cannot make sense of the file.</exception>
    public ProjectModel Evaluate(string path)
    {
        var document = XDocument.Load(path, LoadOptions.PreserveWhitespace);
        var foreign = ReplaceForeignSdks(document);
        using var reader = document.CreateReader();
        var root = ProjectRootElement.Create(reader, collection);
        root.FullPath = path;

        var globals = new Dictionary<string, string>
        {
            ["ImportProjectExtensionProps"] = "false",
            ["ImportProjectExtensionTargets"] = "false",
            ["MSBuildEnableWorkloadResolver"] = "false",
        };
        var project = Load(root, globals);
        var declared = project.GetPropertyValue("TargetFrameworks");
        var framework = TargetFrameworks.Choose(
            declared.Length > 0 ? declared : project.GetPropertyValue("TargetFramework"), sdk.Framework);
        var again = project.GetPropertyValue("TargetFramework") != framework;
        globals["TargetFramework"] = framework;
        if (foreign.Count > 0)
        {
            // An SDK that is not here usually brings today's defaults.
            foreach (var property in new[] { "ImplicitUsings", "Nullable" })
            {
                if (project.GetPropertyValue(property).Length == 0)
                {
                    globals[property] = "enable";
                    again = true;
                }
            }
        }

        if (again)
            project = Load(root, globals);
        try
        {
            return Read(project, framework, foreign);
        }
        finally
        {
            collection.UnloadAllProjects();
        }
    }

    public void Dispose() => collection.Dispose();

    private Project Load(ProjectRootElement root, Dictionary<string, string> globals) =>
        new(root, globals, toolsVersion: null, collection, Tolerant);

    private ProjectModel Read(Project project, string framework, Collection<(string Name, string Version)> foreign)
    {
        string Property(string name) => project.GetPropertyValue(name);
        bool Flag(string name) => string.Equals(Property(name), "true", StringComparison.OrdinalIgnoreCase);

        var packages = Packages(project, Flag("ManagePackageVersionsCentrally")).ToList();
        var usings = project.GetItems("Using").Select(Operand).ToList();
        foreach (var (name, version) in foreign)
        {
            if (!PackagedSdks.TryGetValue(name, out var brought))
                continue;
            packages.Add(new WantedPackage(brought.Package, version, Compiles: true, Flows: true));
            usings.AddRange(brought.Usings);
        }

        var language = Property("LangVersion");
        return new ProjectModel
        {
            Path = project.FullPath,
            AssemblyName = Property("AssemblyName") is { Length: > 0 } assembly
                ? assembly : Path.GetFileNameWithoutExtension(project.FullPath),
            TargetFramework = framework,
            OutputKind = Property("OutputType").ToUpperInvariant() switch
            {
                "EXE" => OutputKind.ConsoleApplication,
                "WINEXE" => OutputKind.WindowsApplication,
                _ => OutputKind.DynamicallyLinkedLibrary,
            },
            LanguageVersion = language.Length > 0 ? language : TargetFrameworks.DefaultLanguageVersion(framework),
            Nullable = Property("Nullable"),
            AllowsUnsafe = Flag("AllowUnsafeBlocks"),
            ChecksOverflow = Flag("CheckForOverflowUnderflow"),
            Sources = [.. Files(project, "Compile").Where(file => !IsBuildOutput(project.DirectoryPath, file))],
            Constants =
            [
                .. Property("DefineConstants").Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
                .. TargetFrameworks.Constants(framework),
            ],
            Usings = [.. usings.Distinct(StringComparer.Ordinal)],
            Friends = [.. Friends(project)],
            GeneratorInputs = [.. GeneratorInputs(project, Flag("UsingMicrosoftNETSdkRazor"))],
            ProtocolBuffers = [.. Protocols(project)],
            ProjectReferences =
            [
                .. project.GetItems("ProjectReference")
                    .Where(item => !string.Equals(item.GetMetadataValue("ReferenceOutputAssembly"), "false", StringComparison.OrdinalIgnoreCase)
                        && !string.Equals(item.GetMetadataValue("OutputItemType"), "Analyzer", StringComparison.OrdinalIgnoreCase))
                    .Select(item => FullPath(project, item.EvaluatedInclude))
                    .Distinct(StringComparer.Ordinal),
            ],
            Packages = packages,
            Frameworks = [.. project.GetItems("FrameworkReference").Select(item => item.EvaluatedInclude)
                .Where(name => name != "Microsoft.NETCore.App").Distinct(StringComparer.Ordinal)],
            Properties = Visible(project, packages),
        };
    }

    private static IEnumerable<WantedPackage> Packages(Project project, bool central)
    {
        var versions = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (central)
        {
            foreach (var item in project.GetItems("PackageVersion"))
                versions[item.EvaluatedInclude] = item.GetMetadataValue("Version");
        }

        foreach (var item in project.GetItems("PackageReference").Concat(project.GetItems("GlobalPackageReference")))
        {
            var version = new[] { "VersionOverride", "Version" }.Select(item.GetMetadataValue).FirstOrDefault(text => text.Length > 0)
                ?? versions.GetValueOrDefault(item.EvaluatedInclude) ?? "";
            if (version.Length == 0 && string.Equals(item.GetMetadataValue("IsImplicitlyDefined"), "true", StringComparison.OrdinalIgnoreCase))
                continue;
            var included = item.GetMetadataValue("IncludeAssets");
            yield return new WantedPackage(
                item.EvaluatedInclude,
                version,
                Compiles: (included.Length == 0 || NamesCompile(included)) && !NamesCompile(item.GetMetadataValue("ExcludeAssets")),
                Flows: !NamesCompile(item.GetMetadataValue("PrivateAssets")));
        }
    }

    private static bool NamesCompile(string assets) => assets
        .Split(Separators, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Any(asset => asset.Equals("all", StringComparison.OrdinalIgnoreCase) || asset.Equals("compile", StringComparison.OrdinalIgnoreCase));

    private static string Operand(ProjectItem item)
    {
        var alias = item.GetMetadataValue("Alias");
        return string.Equals(item.GetMetadataValue("Static"), "true", StringComparison.OrdinalIgnoreCase)
            ? "static global::" + item.EvaluatedInclude
            : (alias.Length > 0 ? alias + " = global::" : "global::") + item.EvaluatedInclude;
    }

    /// <summary>Many repositories have an item of their own, such as <c>InternalsVisibleToProject</c>, that a target translates.</summary>
    private static IEnumerable<string> Friends(Project project) => project.ItemTypes
        .Where(type => type.StartsWith("InternalsVisibleTo", StringComparison.OrdinalIgnoreCase))
        .SelectMany(project.GetItems)
        .Select(item => item.EvaluatedInclude.Split(',')[0])
        .Distinct(StringComparer.Ordinal);

    private static IEnumerable<GeneratorInput> GeneratorInputs(Project project, bool razor)
    {
        var files = Files(project, "AdditionalFiles");
        if (razor)
        {
            files = files.Concat(Files(project, "Content").Concat(Files(project, "None"))
                .Where(file => Path.GetExtension(file).ToUpperInvariant() is ".RAZOR" or ".CSHTML"));
        }

        return files.Where(file => !IsBuildOutput(project.DirectoryPath, file)).Distinct(StringComparer.Ordinal)
            .Select(file => new GeneratorInput(file, Path.GetRelativePath(project.DirectoryPath, file)));
    }

    private static IEnumerable<ProtocolBuffer> Protocols(Project project)
    {
        foreach (var item in project.GetItems("Protobuf"))
        {
            var path = FullPath(project, item.EvaluatedInclude);
            if (!File.Exists(path))
                continue;
            var root = item.GetMetadataValue("ProtoRoot") is { Length: > 0 } own
                ? FullPath(project, own)
                : Path.GetRelativePath(project.DirectoryPath, path).StartsWith("..", StringComparison.Ordinal)
                    ? Path.GetDirectoryName(path)! : project.DirectoryPath;
            yield return new ProtocolBuffer(path, root, item.GetMetadataValue("GrpcServices") is { Length: > 0 } services ? services : "Both");
        }
    }

    private static Dictionary<string, string> Visible(Project project, List<WantedPackage> packages)
    {
        var properties = project.GetItems("CompilerVisibleProperty").Select(item => item.EvaluatedInclude)
            .Append("RootNamespace").Append("MSBuildProjectDirectory").Append("ProjectDir").Append("RazorLangVersion")
            .Distinct(StringComparer.OrdinalIgnoreCase)
            .ToDictionary(name => name, project.GetPropertyValue, StringComparer.OrdinalIgnoreCase);

        // The test SDK's own build files would say so; they are not imported, since nothing is restored.
        properties["IsTestProject"] = packages.Exists(package => package.Id.Equals("Microsoft.NET.Test.Sdk", StringComparison.OrdinalIgnoreCase))
            ? "true" : project.GetPropertyValue("IsTestProject");
        return properties;
    }

    private static IEnumerable<string> Files(Project project, string itemType) => project.GetItems(itemType)
        .Select(item => FullPath(project, item.EvaluatedInclude))
        .Where(File.Exists)
        .Distinct(StringComparer.Ordinal);

    private static string FullPath(Project project, string path) =>
        Path.GetFullPath(Path.Combine(project.DirectoryPath, path.Replace('\\', Path.DirectorySeparatorChar)));

    private static bool IsBuildOutput(string folder, string file) =>
        Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar)[0] is "bin" or "obj";

    /// <summary>Puts an SDK of the machine in the place of each that would have to be downloaded; says which those were.</summary>
    private Collection<(string Name, string Version)> ReplaceForeignSdks(XDocument document)
    {
        var foreign = new Collection<(string, string)>();
        if (document.Root is not { } root)
            throw new XmlException("empty project file");

        if (root.Attribute("Sdk") is { } attribute)
        {
            attribute.Value = string.Join(';', attribute.Value.Split(';').Select(each =>
            {
                var (name, version) = Split(each);
                if (sdk.Brings(name))
                    return name;
                foreign.Add((name, version));
                return name.EndsWith(".Web", StringComparison.Ordinal) ? "Microsoft.NET.Sdk.Web" : "Microsoft.NET.Sdk";
            }).Distinct(StringComparer.Ordinal));
        }

        foreach (var element in root.Descendants().ToList())
        {
            var named = element.Name.LocalName switch
            {
                "Sdk" => element.Attribute("Name"),
                "Import" => element.Attribute("Sdk"),
                _ => null,
            };
            if (named is null || sdk.Brings(Split(named.Value).Name))
                continue;
            foreign.Add((Split(named.Value).Name, element.Attribute("Version")?.Value ?? Split(named.Value).Version));
            element.Remove();
        }

        return foreign;
    }

    private static (string Name, string Version) Split(string reference) =>
        reference.Trim().Split('/', 2) is [var name, var version] ? (name, version) : (reference.Trim(), "");
}
