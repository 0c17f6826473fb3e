using AiSafety.Analyzers.Rules.Destruction;
using AiSafety.Analyzers.Tests.Harness;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1017_OverwriteInPlaceTests : RuleTests<OverwriteInPlaceRule>
{
    private static string Store(string save, string load = "return File.ReadAllText(path);") => $$"""
        public class Store(string folder)
        {
            private const string Name = "state.json";
            private readonly string path = Path.Combine(folder, Name);
            private readonly string folder_ = folder;
            public string Of(string key) => Path.Combine(folder_, key + ".json");
            public string Load(string id) { {{load}} }
            public async Task Save(string id, string text, byte[] bytes, Stream source) { await Task.Yield(); {{save}} }
        }
        """;

    [Fact]
    public Task Row_non_atomic_save() => ReportsWith(
        "'path' is rewritten in place, and the same type loads it, so a crash or a full disk halfway leaves a torn file and nothing to load; "
            + "write a new file beside it, and then put that in its place with File.Move or File.Replace",
        Store("[|File.WriteAllText(path, text)|];"), AtStrict);

    [Theory]
    [InlineData("await [|File.WriteAllTextAsync(path, text)|];", "return File.ReadAllText(path);")]
    [InlineData("[|File.WriteAllBytes(path, bytes)|];", "return File.ReadAllBytes(path).Length.ToString();")]
    [InlineData("using var stream = [|File.Create(path)|]; source.CopyTo(stream);", "using var stream = File.OpenRead(path); return stream.Length.ToString();")]
    [InlineData("using var stream = [|new FileStream(path, FileMode.Create)|]; source.CopyTo(stream);", "using var stream = new FileStream(path, FileMode.Open); return stream.Length.ToString();")]
    [InlineData("using var stream = [|new FileStream(path, FileMode.Truncate, FileAccess.Write)|]; source.CopyTo(stream);", "using var reader = new StreamReader(path); return reader.ReadToEnd();")]
    [InlineData("using var writer = [|new StreamWriter(path)|]; writer.Write(text);", "using var reader = File.OpenText(path); return reader.ReadToEnd();")]
    [InlineData("var file = Path.Combine(folder_, id + \".json\"); [|File.WriteAllText(file, text)|];", "return File.ReadAllText(Path.Combine(folder_, id + \".json\"));")]
    [InlineData("[|File.WriteAllText(Of(id), text)|];", "var file = Of(id); return File.Exists(file) ? File.ReadAllText(file) : \"\";")]
    [InlineData("[|File.WriteAllText(\"state.json\", text)|];", "return File.ReadAllText(Name);")]
    [InlineData("[|File.WriteAllText($\"{folder_}/{id}\", text)|];", "return File.ReadAllText($\"{folder_}/{id}\");")]
    public Task Reports_a_file_that_the_type_loads(string save, string load) => Reports(Store(save, load), AtStrict);

    [Theory]
    [InlineData("[|new FileStream(path, FileMode.OpenOrCreate)|]", "stream.Write(bytes);")]
    [InlineData("[|new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write)|]", "await stream.WriteAsync(bytes); await stream.FlushAsync();")]
    [InlineData("[|File.Open(path, FileMode.OpenOrCreate)|]", "source.CopyTo(stream);")]
    [InlineData("[|File.OpenWrite(path)|]", "await System.Text.Json.JsonSerializer.SerializeAsync(stream, text);")]
    [InlineData("[|File.OpenWrite(path)|]", "using var writer = new StreamWriter(stream); writer.Write(text);")]
    [InlineData("[|File.OpenWrite(path)|]", "stream.Seek(0, SeekOrigin.Begin); stream.Write(bytes);")]
    [InlineData("[|File.OpenWrite(path)|]", "stream.Position = 0; stream.Write(bytes);")]
    public Task Reports_an_old_tail_at_the_default_level(string open, string use) => Reports(Store($"using var stream = {open}; {use}", "return id;"));

    [Fact]
    public Task Reports_an_old_tail_behind_a_writer() => ReportsWith(
        "The file is opened with its old content and written from the beginning, so the end of a longer old content stays behind the new one; open it with FileMode.Create, or call SetLength after the write",
        Store("using var writer = new StreamWriter([|File.OpenWrite(path)|]); writer.Write(text);", "return id;"));

    [Fact]
    public Task Reports_an_old_tail_in_a_using_statement() => Reports(Store("using (var stream = [|File.OpenWrite(path)|]) { stream.Write(bytes); }", "return id;"));

    [Theory]
    [InlineData("using var stream = new FileStream(path, FileMode.OpenOrCreate); stream.Write(bytes); stream.SetLength(stream.Position);")]
    [InlineData("using var stream = new FileStream(path, FileMode.OpenOrCreate); stream.SetLength(0); stream.Write(bytes);")]
    [InlineData("using var stream = new FileStream(path, FileMode.OpenOrCreate); stream.Seek(0, SeekOrigin.End); stream.Write(bytes);")]
    [InlineData("using var stream = new FileStream(path, FileMode.OpenOrCreate); stream.Position = stream.Length; stream.Write(bytes);")]
    [InlineData("using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read); stream.CopyTo(source);")]
    [InlineData("using var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None); await Task.Delay(1);")]
    [InlineData("using var stream = new FileStream(path, FileMode.Create); stream.Write(bytes);")]
    [InlineData("using var stream = new FileStream(path, FileMode.CreateNew); stream.Write(bytes);")]
    [InlineData("using var stream = new FileStream(path, FileMode.Append); stream.Write(bytes);")]
    [InlineData("var mode = id == \"\" ? FileMode.OpenOrCreate : FileMode.Create; using var stream = new FileStream(path, mode); stream.Write(bytes);")]
    [InlineData("File.Delete(path); using var stream = File.OpenWrite(path); stream.Write(bytes);")]
    [InlineData("using var stream = File.OpenWrite(Path.Combine(Path.GetTempPath(), id)); stream.Write(bytes);")]
    [InlineData("using var stream = File.OpenWrite(Path.GetTempFileName()); stream.Write(bytes);")]
    [InlineData("using var stream = File.OpenWrite(path); Fill(stream); static void Fill(Stream to) { to.WriteByte(1); to.SetLength(1); }")]
    [InlineData("using var archive = new System.IO.Compression.ZipArchive(File.Open(path, FileMode.OpenOrCreate), System.IO.Compression.ZipArchiveMode.Update); archive.CreateEntry(id);")]
    public Task Stays_silent_about_tails(string save) => Silent(Store(save, "return id;"), AtStrict);

    [Theory]
    [InlineData("var next = path + \".tmp\"; File.WriteAllText(next, text); File.Move(next, path, true);", "return File.ReadAllText(path);")]
    [InlineData("var next = Path.Combine(folder_, Path.GetRandomFileName()); File.WriteAllText(next, text); File.Replace(next, path, null);", "return File.ReadAllText(path);")]
    [InlineData("File.Copy(path, path + \".bak\", true); File.WriteAllText(path, text);", "return File.ReadAllText(path);")]
    [InlineData("File.WriteAllText(path, text);", "return id;")]
    [InlineData("File.WriteAllText(Path.Combine(folder_, \"report.txt\"), text);", "return File.ReadAllText(path);")]
    [InlineData("File.WriteAllText(id, text);", "return File.ReadAllText(id);")]
    [InlineData("File.AppendAllText(path, text);", "return File.ReadAllText(path);")]
    [InlineData("using var writer = new StreamWriter(path, append: true); writer.Write(text);", "return File.ReadAllText(path);")]
    [InlineData("var file = path; if (id == \"\") file = Of(id); File.WriteAllText(file, text);", "return File.ReadAllText(path);")]
    [InlineData("using var writer = new StreamWriter(source); writer.Write(text);", "using var reader = new StreamReader(path); return reader.ReadToEnd();")]
    public Task Stays_silent(string save, string load) => Silent(Store(save, load), AtStrict);

    [Fact]
    public Task Stays_silent_about_saves_at_the_default_level() => Silent(Store("File.WriteAllText(path, text);"));

    [Fact, Regression("qyl: a spool that appends, and takes a half-written record back")]
    public Task Stays_silent_for_an_append_that_is_taken_back() => Silent(Store("""
        var stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, 4096, FileOptions.Asynchronous);
        await using (stream.ConfigureAwait(false))
        {
            var length = stream.Length;
            stream.Position = length;
            try { await stream.WriteAsync(bytes); }
            catch { stream.SetLength(length); throw; }
        }
        """), AtStrict);

    [Fact]
    public Task Stays_silent_for_a_look_alike() => Silent("""
        namespace Own
        {
            public static class File { public static void WriteAllText(string path, string text) { } public static string ReadAllText(string path) => path; public static Stream OpenWrite(string path) => Stream.Null; }
            public class Store
            {
                private readonly string path = "x";
                public string Load() => File.ReadAllText(path);
                public void Save(string text) { File.WriteAllText(path, text); using var stream = File.OpenWrite(path); stream.WriteByte(1); }
            }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(Store("File.WriteAllText(path, text);"), AtStrict with { FileName = "/Store.g.cs" });

    [Fact]
    public Task Stays_silent_while_typing() => Silent("public void Save(string path) { using var stream = File.OpenWrite(path); stream.Write( ", new() { AllowsErrors = true });

    [Fact]
    public Task Reports_across_partial_files_of_the_type() => Reports("""
        public partial class Store { private readonly string path = "a"; public string Load() => File.ReadAllText(path); }
        public partial class Store { public void Save(string text) => [|File.WriteAllText(this.path!, text)|]; }
        """, AtStrict);
}
