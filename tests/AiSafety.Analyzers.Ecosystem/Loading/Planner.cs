using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>Turns a folder with C# projects into a <see cref="Plan"/>.</summary>
internal sealed class Planner(InstalledSdk sdk, string workFolder, ServedPackages served, int parallel)
{
    private const string BaseFramework = "Microsoft.NETCore.App";

    private static readonly HashSet<string> SkippedFolders =
        new(["bin", "obj", ".git", ".vs", "node_modules", "artifacts"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> ModelExtensions =
        new([".cs", ".csproj", ".props", ".targets", ".razor", ".cshtml"], StringComparer.OrdinalIgnoreCase);

    private readonly ConcurrentDictionary<string, (string Name, Version Version)?> identities = new(StringComparer.Ordinal);

    /// <summary>The plan for a checkout: the kept one where nothing changed since.</summary>
    public Plan Plan(string checkout)
    {
        var folder = Path.Combine(workFolder, ShortName(checkout));
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, "plan.json");
        var files = ModelFiles(checkout);
        var key = Key(files);
        var keyFile = Path.Combine(folder, "plan.key");
        if (File.Exists(keyFile) && File.ReadAllText(keyFile) == key
            && JsonSerializer.Deserialize<Plan>(File.ReadAllText(file)) is { } kept && kept.Projects.SelectMany(project => project.References.Concat(project.GeneratedSources)).Distinct().All(File.Exists))
            return kept;

        File.Delete(keyFile);
        var plan = Make(folder, [.. files.Where(each => each.Extension.Equals(".csproj", StringComparison.OrdinalIgnoreCase)).Select(each => each.FullName)]);
        File.WriteAllText(file, JsonSerializer.Serialize(plan));
        File.WriteAllText(keyFile, key);
        return plan;
    }

    private Plan Make(string folder, string[] projectFiles)
    {
        var models = new ConcurrentDictionary<string, ProjectModel>(StringComparer.Ordinal);
        var unreadable = new ConcurrentBag<string>();
        Parallel.ForEach(
            projectFiles,
            new ParallelOptions { MaxDegreeOfParallelism = parallel },
            () => new ProjectEvaluator(sdk),
            (path, _, evaluator) =>
            {
                try
                {
                    models[path] = evaluator.Evaluate(path);
                }
                catch (Exception error) when (error is Microsoft.Build.Exceptions.InvalidProjectFileException
                    or System.Xml.XmlException or IOException or InvalidOperationException or ArgumentException)
                {
                    unreadable.Add($"{path}: {error.Message.Split('\n')[0]}");
                }

                return evaluator;
            },
            evaluator => evaluator.Dispose());

        var restore = new PackageRestore(sdk, folder, served);
        var graph = restore.Restore(models.Values.SelectMany(model => model.Packages), Path.Combine(workFolder, "packages"));
        return new Plan
        {
            Projects = [.. InOrder(models).Select(model => Resolve(model, models, graph, restore.Missing, folder))],
            Unreadable = [.. unreadable.Order(StringComparer.Ordinal)],
            PackageNotes = [.. restore.Notes],
        };
    }

    private PlannedProject Resolve(
        ProjectModel model, IReadOnlyDictionary<string, ProjectModel> models, PackageGraph graph, IReadOnlyCollection<string> standIns,
        string folder)
    {
        var others = Closure(model, models);
        var wanted = model.Packages.Where(package => package.Compiles)
            .Concat(others.SelectMany(other => other.Packages).Where(package => package.Compiles && package.Flows))
            .Select(package => package.Id).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var packages = graph.Closure(wanted);
        var frameworks = model.Frameworks.Concat(others.SelectMany(other => other.Frameworks))
            .Concat(packages.SelectMany(package => package.Frameworks)).Append(BaseFramework).Distinct(StringComparer.Ordinal).ToList();

        // As the SDK does: of two assemblies with one name the higher version wins, and the framework's own on a tie.
        var assemblies = new Dictionary<string, (string Path, Version Version)>(StringComparer.OrdinalIgnoreCase);
        foreach (var path in frameworks.SelectMany(sdk.ReferenceAssemblies).Concat(packages.SelectMany(package => package.CompileAssets)))
        {
            if (Identity(path) is { } identity
                && (!assemblies.TryGetValue(identity.Name, out var known) || known.Version < identity.Version))
                assemblies[identity.Name] = (path, identity.Version);
        }

        foreach (var other in others)
            assemblies.Remove(other.AssemblyName);

        return new PlannedProject
        {
            Model = model,
            References = [.. assemblies.Values.Select(each => each.Path).Order(StringComparer.Ordinal)],
            Generators = Generators(
                frameworks.SelectMany(sdk.Generators)
                    .Concat(model.GeneratorInputs.Any(IsRazor) ? sdk.RazorGenerators() : [])
                    .Concat(graph.Closure(model.Packages.Select(package => package.Id).Concat(wanted))
                        .SelectMany(package => package.Generators))),
            GeneratedSources = model.ProtocolBuffers.Count > 0 && graph.Find(ProtocolBuffers.Package) is { } tools
                ? ProtocolBuffers.Compile(model.ProtocolBuffers, tools.Folder, Path.Combine(folder, "generated", ShortName(model.Path)))
                : [],
            Projects = [.. others.Select(other => other.Path)],
            MissingPackages =
            [
                .. wanted.Where(id => graph.Find(id) is null || standIns.Contains(id, StringComparer.OrdinalIgnoreCase))
                    .Order(StringComparer.Ordinal),
            ],
        };
    }

    private static List<string> Generators(IEnumerable<string> assemblies)
    {
        var distinct = assemblies.DistinctBy(Path.GetFileName, StringComparer.OrdinalIgnoreCase).ToList();

        // The build files of its package let the extended logging generator take the place of the framework's.
        if (distinct.Exists(path => Path.GetFileName(path) == "Microsoft.Gen.Logging.dll"))
            distinct.RemoveAll(path => Path.GetFileName(path) == "Microsoft.Extensions.Logging.Generators.dll");
        return distinct;
    }

    private static bool IsRazor(GeneratorInput input) =>
        Path.GetExtension(input.Path).ToUpperInvariant() is ".RAZOR" or ".CSHTML";

    private static List<ProjectModel> Closure(ProjectModel model, IReadOnlyDictionary<string, ProjectModel> models)
    {
        var seen = new HashSet<string>([model.Path], StringComparer.Ordinal);
        var found = new List<ProjectModel>();
        var open = new Queue<string>(model.ProjectReferences);
        while (open.TryDequeue(out var path))
        {
            if (!models.TryGetValue(path, out var other) || !seen.Add(path))
                continue;
            found.Add(other);
            foreach (var next in other.ProjectReferences)
                open.Enqueue(next);
        }

        return found;
    }

    private static List<ProjectModel> InOrder(IReadOnlyDictionary<string, ProjectModel> models)
    {
        var ordered = new List<ProjectModel>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in models.Keys.Order(StringComparer.Ordinal))
            Visit(path);
        return ordered;

        void Visit(string path)
        {
            if (!models.TryGetValue(path, out var model) || !seen.Add(path))
                return;
            foreach (var reference in model.ProjectReferences)
                Visit(reference);
            ordered.Add(model);
        }
    }

    private (string Name, Version Version)? Identity(string path) => identities.GetOrAdd(path, static file =>
    {
        try
        {
            var name = AssemblyName.GetAssemblyName(file);
            return (name.Name!, name.Version ?? new Version(0, 0));
        }
        catch (Exception error) when (error is BadImageFormatException or FileLoadException)
        {
            return null;
        }
    });

    private static List<FileInfo> ModelFiles(string checkout)
    {
        var found = new List<FileInfo>();
        var open = new Stack<DirectoryInfo>([new DirectoryInfo(checkout)]);
        while (open.TryPop(out var folder))
        {
            found.AddRange(folder.EnumerateFiles().Where(file => ModelExtensions.Contains(file.Extension)));
            foreach (var child in folder.EnumerateDirectories().Where(child => !SkippedFolders.Contains(child.Name) && child.LinkTarget is null))
                open.Push(child);
        }

        return [.. found.OrderBy(file => file.FullName, StringComparer.Ordinal)];
    }

    /// <summary>Changes when the checkout, the SDK or the runner does.</summary>
    private string Key(List<FileInfo> files)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Add(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text + "\n"));
        Add(sdk.Version);
        Add(typeof(Planner).Assembly.ManifestModule.ModuleVersionId.ToString());
        foreach (var file in files)
            Add(string.Create(CultureInfo.InvariantCulture, $"{file.FullName}|{file.Length}|{file.LastWriteTimeUtc.Ticks}"));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The last part of a path, and enough of the rest to keep two of one name apart.</summary>
    private static string ShortName(string path) => Path.GetFileName(path) + "-"
        + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)))[..6];
}
