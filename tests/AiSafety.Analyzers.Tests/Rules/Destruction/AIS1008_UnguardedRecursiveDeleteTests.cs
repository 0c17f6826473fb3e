using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Rules.Destruction;
using AiSafety.Analyzers.Tests.Harness;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1008_UnguardedRecursiveDeleteTests : RuleTests<UnguardedRecursiveDeleteRule, UnguardedRecursiveDeleteFix>
{
    private static string Type(string members) => $$"""
        using Microsoft.Extensions.Configuration;
        using Microsoft.Extensions.Hosting;
        using Microsoft.Extensions.Options;

        public class StorageOptions { public string Root { get; set; } = ""; public bool Purge { get; set; } }
        public record CleanRequest(string Folder, int Id, bool Confirmed);

        public class Store(IConfiguration configuration, IOptions<StorageOptions> options, IHostEnvironment environment)
        {
            protected readonly IConfiguration Configuration = configuration;
            protected readonly IHostEnvironment Environment_ = environment;
            protected readonly StorageOptions Settings = options.Value;
        {{members}}
        }
        """;

    private static string Method(string body, string parameters = "string path, string root, int id, bool force") =>
        Type($"    public void Run({parameters})\n    {{\n{body}\n    }}\n");

    [Fact]
    public Task Probe_directory_delete_of_a_parameter() => ReportsWith(
        "Everything below 'path' is deleted wherever that points, so an empty, relative or wrong value takes foreign files along; "
            + "check first that the full path lies below the folder that is meant",
        "public void Clean(string path) => [|Directory.Delete(path, true)|];");

    [Theory]
    [InlineData("[|Directory.Delete(System.IO.Path.Combine(root, path), recursive: true)|];")]
    [InlineData("[|Directory.Delete(root + \"/\" + path, true)|];")]
    [InlineData("[|Directory.Delete($\"{root}/{path}\", true)|];")]
    [InlineData("var target = System.IO.Path.GetFullPath(path); [|Directory.Delete(target, true)|];")]
    [InlineData("[|Directory.Delete(Settings.Root, true)|];")]
    [InlineData("[|Directory.Delete(Configuration[\"Cache:Path\"]!, true)|];")]
    [InlineData("[|Directory.Delete(Configuration.GetValue<string>(\"Path\")!, true)|];")]
    [InlineData("[|Directory.Delete(System.Environment.GetEnvironmentVariable(\"DATA_DIR\")!, true)|];")]
    [InlineData("[|Directory.Delete(System.Environment.GetEnvironmentVariable(\"DATA_DIR\") ?? \"data\", true)|];")]
    [InlineData("[|Directory.Delete(System.IO.Path.Combine(AppContext.BaseDirectory, path), true)|];")]
    [InlineData("[|new DirectoryInfo(path).Delete(true)|];")]
    [InlineData("var info = new DirectoryInfo(System.IO.Path.Combine(root, path)); if (info.Exists) [|info.Delete(recursive: true)|];")]
    [InlineData("if (Directory.Exists(path)) [|Directory.Delete(path, true)|]; Directory.CreateDirectory(path);")]
    [InlineData("foreach (var folder in Directory.GetDirectories(root)) [|Directory.Delete(folder, true)|];")]
    [InlineData("foreach (var folder in new DirectoryInfo(root).EnumerateDirectories()) [|folder.Delete(true)|];")]
    [InlineData("var target = force ? path : root; [|Directory.Delete(target, true)|];")]
    [InlineData("[|Microsoft.VisualBasic.FileIO.FileSystem.DeleteDirectory(path, Microsoft.VisualBasic.FileIO.DeleteDirectoryOption.DeleteAllContents)|];")]
    [InlineData("Action clean = () => [|Directory.Delete(path, true)|]; clean();")]
    public Task Row_recursive_delete_of_a_computed_path(string statement) => Reports(Method(statement));

    [Theory]
    [InlineData("foreach (var file in Directory.GetFiles(path, \"*\", SearchOption.AllDirectories)) [|File.Delete(file)|];")]
    [InlineData("foreach (var file in Directory.EnumerateFiles(path, \"*.*\", SearchOption.AllDirectories)) { [|File.Delete(file)|]; }")]
    [InlineData("var files = Directory.GetFiles(path, \"*\", SearchOption.AllDirectories); foreach (var file in files) [|File.Delete(file)|];")]
    [InlineData("foreach (var file in new DirectoryInfo(path).GetFiles(\"*\", SearchOption.AllDirectories)) [|file.Delete()|];")]
    [InlineData("foreach (var file in Directory.GetFiles(path, \"*\", new EnumerationOptions { RecurseSubdirectories = true })) [|File.Delete(file)|];")]
    [InlineData("[|Directory.GetFiles(path, \"*\", SearchOption.AllDirectories).ToList().ForEach(File.Delete)|];")]
    [InlineData("[|Array.ForEach(Directory.GetFiles(path, \"*\", SearchOption.AllDirectories), file => { File.Delete(file); })|];")]
    [InlineData("[|Parallel.ForEach(Directory.EnumerateFiles(path, \"*\", SearchOption.AllDirectories), File.Delete)|];")]
    [InlineData("foreach (var file in Directory.GetFiles(path, root, SearchOption.AllDirectories)) [|File.Delete(file)|];")]
    public Task Row_file_delete_in_a_loop_over_a_glob(string statement) => Reports(Method(statement));

    [Fact]
    public Task Reports_a_field_that_the_constructor_takes() => Reports("""
        public class Cache
        {
            private readonly string folder;
            public Cache(string folder) { this.folder = folder; }
            public void Clear() => [|Directory.Delete(folder, true)|];
        }
        """);

    [Fact]
    public Task Reports_a_property_of_a_request() => Reports(Method("[|Directory.Delete(request.Folder, true)|];", "CleanRequest request"));

    [Fact]
    public Task Reports_a_private_helper_whose_callers_choose() => Reports("""
        public class Cache
        {
            public void Clear(string folder) => Remove(folder);
            private static void Remove(string target) => [|Directory.Delete(target, true)|];
        }
        """);

    [Fact]
    public Task A_check_on_one_way_only_is_none() => Reports(Method("""
        if (id > 3)
        {
            if (!System.IO.Path.GetFullPath(path).StartsWith(root + "/")) return;
        }
        [|Directory.Delete(path, true)|];
        """));

    [Fact]
    public Task A_check_behind_the_delete_is_none() => Reports(Method("""
        [|Directory.Delete(path, true)|];
        if (!System.IO.Path.GetFullPath(path).StartsWith(root + "/")) throw new ArgumentException(path);
        """));

    [Fact]
    public Task A_check_of_emptiness_alone_is_none() => Reports(Method("""
        ArgumentException.ThrowIfNullOrEmpty(path);
        [|Directory.Delete(path, true)|];
        """));

    [Theory]
    // Scratch
    [InlineData("Directory.Delete(System.IO.Path.GetTempPath(), true);")]
    [InlineData("Directory.Delete(System.IO.Path.Combine(System.IO.Path.GetTempPath(), path), true);")]
    [InlineData("var work = System.IO.Path.Combine(System.IO.Path.GetTempPath(), System.IO.Path.GetRandomFileName()); Directory.Delete(work, true);")]
    [InlineData("var work = Directory.CreateTempSubdirectory(); try { work.Refresh(); } finally { work.Delete(true); }")]
    [InlineData("Directory.Delete(System.IO.Path.Combine(System.Environment.GetEnvironmentVariable(\"TEMP\")!, path), true);")]
    [InlineData("Directory.Delete(System.IO.Path.Combine(root, \"obj\"), true);")]
    [InlineData("Directory.Delete($\"{root}/node_modules\", true);")]
    // Fixed
    [InlineData("Directory.Delete(\"data/old\", true);")]
    [InlineData("Directory.Delete(System.IO.Path.Combine(AppContext.BaseDirectory, \"plugins\"), true);")]
    [InlineData("Directory.Delete(System.IO.Path.Combine(Environment_.ContentRootPath, \"wwwroot\", \"thumbs\"), true);")]
    [InlineData("Directory.Delete(System.IO.Path.Combine(Settings.Root, id.ToString()), true);")]
    [InlineData("Directory.Delete($\"{root}/{id}\", true);")]
    // Unknown
    [InlineData("Directory.Delete(Find(path), true);")]
    [InlineData("foreach (var folder in Directory.GetDirectories(root).Where(each => each.EndsWith(path))) Directory.Delete(folder, true);")]
    [InlineData("foreach (var folder in Directory.GetDirectories(root, \"backup-*\")) Directory.Delete(folder, true);")]
    // Not recursive, or not known to be
    [InlineData("Directory.Delete(path);")]
    [InlineData("Directory.Delete(path, false);")]
    [InlineData("Directory.Delete(path, force);")]
    [InlineData("new DirectoryInfo(path).Delete();")]
    [InlineData("File.Delete(path);")]
    // Made before
    [InlineData("Directory.CreateDirectory(path); Directory.Delete(path, true);")]
    [InlineData("var work = System.IO.Path.Combine(root, path); Directory.CreateDirectory(work); try { id++; } finally { Directory.Delete(work, true); }")]
    [InlineData("var work = Directory.CreateDirectory(path); work.Delete(true);")]
    [InlineData("var work = new DirectoryInfo(path); work.Create(); work.Delete(true);")]
    [InlineData("System.IO.Compression.ZipFile.ExtractToDirectory(root, path); Directory.Delete(path, true);")]
    // Checked
    [InlineData("var full = System.IO.Path.GetFullPath(path); if (!full.StartsWith(root + System.IO.Path.DirectorySeparatorChar)) throw new ArgumentException(path); Directory.Delete(full, true);")]
    [InlineData("if (System.IO.Path.GetFullPath(path).StartsWith(root)) Directory.Delete(path, true);")]
    [InlineData("var relative = System.IO.Path.GetRelativePath(root, path); if (relative.StartsWith(\"..\")) return; Directory.Delete(path, true);")]
    [InlineData("if (path.Contains(\"..\")) throw new ArgumentException(path); Directory.Delete(path, true);")]
    [InlineData("if (string.IsNullOrEmpty(path) || System.IO.Path.GetPathRoot(path) == path) return; Directory.Delete(path, true);")]
    [InlineData("ArgumentException.ThrowIfNullOrWhiteSpace(path); if (new DirectoryInfo(path).Parent is null) return; Directory.Delete(path, true);")]
    [InlineData("if (!IsInside(root, path)) return; Directory.Delete(path, true);")]
    [InlineData("EnsureBelow(root, path); Directory.Delete(path, true);")]
    [InlineData("if (!new[] { \"a\", \"b\" }.Contains(path)) return; Directory.Delete(path, true);")]
    [InlineData("if (!File.Exists(System.IO.Path.Combine(path, \".store\"))) return; Directory.Delete(path, true);")]
    [InlineData("var ok = System.IO.Path.GetFullPath(path).StartsWith(root); if (!ok) return; Action clean = () => Directory.Delete(path, true); clean();")]
    // Guarded
    [InlineData("if (force) Directory.Delete(path, true);")]
    [InlineData("if (!Settings.Purge) return; Directory.Delete(path, true);")]
    [InlineData("if (Environment_.IsDevelopment()) Directory.Delete(path, true);")]
    // Picked one by one
    [InlineData("foreach (var folder in Directory.GetDirectories(root)) { if (Directory.GetCreationTime(folder).Year > id) continue; Directory.Delete(folder, true); }")]
    [InlineData("foreach (var file in Directory.GetFiles(path, \"*\", SearchOption.AllDirectories)) if (file.EndsWith(root)) File.Delete(file);")]
    [InlineData("foreach (var file in Directory.GetFiles(path, \"*.tmp\", SearchOption.AllDirectories)) File.Delete(file);")]
    [InlineData("foreach (var file in Directory.GetFiles(path)) File.Delete(file);")]
    [InlineData("foreach (var file in Directory.GetFiles(path, \"*\", SearchOption.AllDirectories).Where(each => each.Length > id)) File.Delete(file);")]
    public Task Stays_silent(string statement) => Silent(Method(
        "string Find(string name) => System.Guid.NewGuid().ToString() + name; bool IsInside(string a, string b) => a == b; void EnsureBelow(string a, string b) { }\n"
        + statement + "\n_ = Find(path); _ = IsInside(path, root); EnsureBelow(path, root);"));

    [Fact]
    public Task Stays_silent_for_a_field_set_from_a_temporary_path() => Silent("""
        public sealed class Scratch : IDisposable
        {
            private readonly string folder = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
            private readonly DirectoryInfo other = Directory.CreateTempSubdirectory("x");
            public Scratch() { Directory.CreateDirectory(folder); }
            public void Dispose() { Directory.Delete(folder, true); other.Delete(true); }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_private_helper_whose_callers_pass_temporary_paths() => Silent("""
        public class Worker
        {
            public void Run()
            {
                var work = Path.Combine(Path.GetTempPath(), "job");
                try { Directory.CreateDirectory(work); }
                finally { TryDelete(work); }
            }

            private static void TryDelete(string folder)
            {
                try { Directory.Delete(folder, recursive: true); }
                catch (IOException e) { Console.Error.WriteLine(e.Message); }
            }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_look_alike() => Silent("""
        namespace Own
        {
            public static class Directory { public static void Delete(string path, bool recursive) { } }
            public class Jobs { public void Run(string path) => Directory.Delete(path, true); }
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("public void Clean(string path) => Directory.Delete(path, true);", new() { FileName = "/Store.g.cs" });

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent("public void Clean(string path) => Directory.Delete(path, true);", new() { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_while_typing() => Silent("public void Clean(string path) { Directory.Delete(path, ", new() { AllowsErrors = true });

    [Fact]
    public Task Reports_through_aliases_and_static_usings() => Reports("""
        using static System.IO.Directory;
        using Folder = System.IO.Directory;

        public class Store
        {
            public void A(string path) => [|Delete(path, true)|];
            public void B(string path) => [|Folder.Delete(path!, true)|];
            public void C(DirectoryInfo? info) => info?[|.Delete(true)|];
        }
        """);

    [Fact]
    public Task Reports_in_top_level_code() => Reports("""
        using System.IO;
        [|Directory.Delete(args[0], true)|];
        """, new() { TopLevelProgram = true });

    private static Setup Fix(string root) => new() { FixTitle = FixSite.Key(FixKind.Judgement, UnguardedRecursiveDeleteFix.Title(root)) };

    [Fact]
    public Task Fixes_by_a_guard_below_the_folder_that_the_path_is_joined_to() => Fixes(
        """
        public void Clean(string root, string tenant)
        {
            var folder = Path.Combine(root, tenant);
            [|Directory.Delete(folder, true)|];
        }
        """,
        """
        public void Clean(string root, string tenant)
        {
            var folder = Path.Combine(root, tenant);
            if (!Path.GetFullPath(folder).StartsWith(Path.GetFullPath(root).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                throw new InvalidOperationException("The folder to delete does not lie below root.");
            Directory.Delete(folder, true);
        }
        """,
        Fix("root"));

    [Fact]
    public Task Fixes_an_embedded_statement_with_a_block() => Fixes(
        """
        private readonly string storageRoot = AppContext.BaseDirectory;

        public void Clean(string path)
        {
            if (Directory.Exists(path))
                [|Directory.Delete(path, true)|];
        }
        """,
        """
        private readonly string storageRoot = AppContext.BaseDirectory;

        public void Clean(string path)
        {
            if (Directory.Exists(path))
            {
                if (!Path.GetFullPath(path).StartsWith(Path.GetFullPath(storageRoot).TrimEnd(Path.DirectorySeparatorChar) + Path.DirectorySeparatorChar, StringComparison.Ordinal))
                    throw new InvalidOperationException("The folder to delete does not lie below storageRoot.");
                Directory.Delete(path, true);
            }
        }
        """,
        Fix("storageRoot"));

    [Fact]
    public Task Offers_nothing_where_no_root_is_in_reach() => OffersNoFix("public void Clean(string path) { [|Directory.Delete(path, true)|]; }");

    [Fact]
    public Task Offers_nothing_inside_an_expression() => OffersNoFix("public void Clean(string root, string path) => [|Directory.Delete(Path.Combine(root, path), true)|];");

    [Fact]
    public Task Offers_nothing_for_a_loop_over_files() => OffersNoFix("""
        public void Clean(string root)
        {
            foreach (var file in Directory.GetFiles(root, "*", SearchOption.AllDirectories))
                [|File.Delete(file)|];
        }
        """);
}
