using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What a member says about the path that it yields.</summary>
internal enum PathSource
{
    /// <summary>Among temporary files.</summary>
    Scratch,

    /// <summary>The program's own folder: what lies at a fixed place below it is the program's.</summary>
    Own,

    /// <summary>Set by somebody else: configuration, environment, input.</summary>
    Chosen,

    /// <summary>The path of its receiver or first argument, in another form.</summary>
    Same,

    /// <summary>Its arguments, one below the other.</summary>
    Joined,

    /// <summary>What lies in its receiver or first argument.</summary>
    Listed,
}

/// <summary>A member that yields a path.</summary>
internal sealed record PathFact(PathSource Source);

/// <summary>Members that yield paths. Properties are listed by their getter.</summary>
internal static class PathSources
{
    private static readonly PathFact Scratch = new(PathSource.Scratch);
    private static readonly PathFact Own = new(PathSource.Own);
    private static readonly PathFact Chosen = new(PathSource.Chosen);
    private static readonly PathFact Same = new(PathSource.Same);
    private static readonly PathFact Joined = new(PathSource.Joined);
    private static readonly PathFact Listed = new(PathSource.Listed);

    public static readonly FactTable<PathFact> Table = new("sources of paths")
    {
        { "System.IO.Path", "GetTempPath", Scratch },
        { "System.IO.Path", "GetTempFileName", Scratch },
        { "System.IO.Path", "GetRandomFileName", Scratch },
        { "System.IO.Directory", "CreateTempSubdirectory", Scratch },

        { "System.AppContext", "get_BaseDirectory", Own },
        { "System.AppDomain", "get_BaseDirectory", Own },
        { "System.Environment", "get_CurrentDirectory", Own },
        { "System.Environment", "GetFolderPath", Own },
        { "System.IO.Directory", "GetCurrentDirectory", Own },
        { "System.Reflection.Assembly", "get_Location", Own },
        { "Microsoft.Extensions.Hosting.IHostEnvironment", "get_ContentRootPath", Own },
        { "Microsoft.AspNetCore.Hosting.IWebHostEnvironment", "get_WebRootPath", Own },

        { "System.Environment", "GetEnvironmentVariable", Chosen },
        { "System.Console", "ReadLine", Chosen },
        { "Microsoft.Extensions.Configuration.IConfiguration", "get_Item", Chosen },
        { "Microsoft.Extensions.Configuration.IConfigurationSection", "get_Value", Chosen },
        { "Microsoft.Extensions.Configuration.ConfigurationBinder", "GetValue", Chosen },
        { "Microsoft.Extensions.Configuration.ConfigurationBinder", "Get", Chosen },
        { "Microsoft.AspNetCore.Http.IQueryCollection", "get_Item", Chosen },
        { "Microsoft.AspNetCore.Http.IFormCollection", "get_Item", Chosen },
        { "Microsoft.AspNetCore.Http.IHeaderDictionary", "get_Item", Chosen },
        { "Microsoft.AspNetCore.Routing.RouteValueDictionary", "get_Item", Chosen },

        { "System.IO.Directory", "CreateDirectory", Same },
        { "System.IO.Path", "GetFullPath", Same },
        { "System.IO.Path", "TrimEndingDirectorySeparator", Same },
        { "System.IO.Path", "GetDirectoryName", Same },
        { "System.IO.Path", "ChangeExtension", Same },
        { "System.String", "Trim", Same },
        { "System.String", "TrimEnd", Same },
        { "System.String", "TrimStart", Same },
        { "System.String", "Replace", Same },
        { "System.String", "ToString", Same },
        { "System.String", "ToLowerInvariant", Same },
        { "System.Environment", "ExpandEnvironmentVariables", Same },
        { "System.IO.FileSystemInfo", "get_FullName", Same },
        { "System.IO.FileSystemInfo", "ToString", Same },
        { "System.IO.FileInfo", "get_DirectoryName", Same },
        { "System.IO.FileInfo", "get_Directory", Same },
        { "System.IO.DirectoryInfo", "get_Parent", Same },

        { "System.IO.Path", "Combine", Joined },
        { "System.IO.Path", "Join", Joined },
        { "System.String", "Concat", Joined },

        { "System.IO.Directory", "GetDirectories", Listed },
        { "System.IO.Directory", "EnumerateDirectories", Listed },
        { "System.IO.Directory", "GetFiles", Listed },
        { "System.IO.Directory", "EnumerateFiles", Listed },
        { "System.IO.DirectoryInfo", "GetDirectories", Listed },
        { "System.IO.DirectoryInfo", "EnumerateDirectories", Listed },
        { "System.IO.DirectoryInfo", "GetFiles", Listed },
        { "System.IO.DirectoryInfo", "EnumerateFiles", Listed },
    };
}
