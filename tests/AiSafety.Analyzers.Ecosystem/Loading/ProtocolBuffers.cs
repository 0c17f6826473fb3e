using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace AiSafety.Analyzers.Ecosystem.Loading;

/// <summary>A protocol buffer definition that a project compiles to C#.</summary>
/// <param name="Path">Full path.</param>
/// <param name="Root">The folder that its imports are relative to.</param>
/// <param name="Services">Which sides of its services are wanted: <c>Both</c>, <c>Client</c>, <c>Server</c> or <c>None</c>.</param>
internal sealed record ProtocolBuffer(string Path, string Root, string Services);

/// <summary>Makes C# from protocol buffer definitions with the tools of the Grpc.Tools package, outside the checkout.</summary>
internal static class ProtocolBuffers
{
    public const string Package = "Grpc.Tools";

    /// <summary>The files made; definitions that the tool refuses are left out.</summary>
    /// <param name="definitions">The project's definitions.</param>
    /// <param name="packageFolder">Where the tools package lies.</param>
    /// <param name="outputFolder">Receives the files; emptied first.</param>
    public static IReadOnlyList<string> Compile(IReadOnlyList<ProtocolBuffer> definitions, string packageFolder, string outputFolder)
    {
        var system = OperatingSystem.IsWindows() ? "windows" : OperatingSystem.IsMacOS() ? "macosx" : "linux";
        var machine = RuntimeInformation.OSArchitecture switch
        {
            Architecture.Arm64 => "arm64",
            Architecture.X86 => "x86",
            _ => "x64",
        };
        var suffix = OperatingSystem.IsWindows() ? ".exe" : "";
        var tools = Path.Combine(packageFolder, "tools", $"{system}_{machine}");
        var compiler = Path.Combine(tools, "protoc" + suffix);
        if (!File.Exists(compiler))
            return [];
        if (Directory.Exists(outputFolder))
            Directory.Delete(outputFolder, recursive: true);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var tool in new[] { compiler, Path.Combine(tools, "grpc_csharp_plugin") })
                File.SetUnixFileMode(tool, File.GetUnixFileMode(tool) | UnixFileMode.UserExecute);
        }

        for (var i = 0; i < definitions.Count; i++)
        {
            // Each has its own folder: the tool names files after definitions, wherever they lie.
            var folder = Path.Combine(outputFolder, i.ToString(CultureInfo.InvariantCulture));
            Directory.CreateDirectory(folder);
            var definition = definitions[i];
            var start = new ProcessStartInfo(compiler) { RedirectStandardError = true };
            start.ArgumentList.Add("--csharp_out=" + folder);
            start.ArgumentList.Add("--csharp_opt=file_extension=.g.cs");
            if (definition.Services != "None")
            {
                start.ArgumentList.Add("--grpc_out=" + folder);
                start.ArgumentList.Add("--plugin=protoc-gen-grpc=" + Path.Combine(tools, "grpc_csharp_plugin" + suffix));
                if (definition.Services == "Client")
                    start.ArgumentList.Add("--grpc_opt=no_server");
                else if (definition.Services == "Server")
                    start.ArgumentList.Add("--grpc_opt=no_client");
            }

            start.ArgumentList.Add("--proto_path=" + definition.Root);
            start.ArgumentList.Add("--proto_path=" + Path.Combine(packageFolder, "build", "native", "include"));
            start.ArgumentList.Add(definition.Path);
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
        }

        return [.. Directory.EnumerateFiles(outputFolder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }
}
