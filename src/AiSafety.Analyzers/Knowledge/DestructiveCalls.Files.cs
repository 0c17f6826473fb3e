using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>Deletes and overwrites of files and folders.</summary>
internal static partial class DestructiveCalls
{
    private static readonly DestructiveCall DeleteFolder = new(Loss.Files, Bounded.ByPath) { What = "the folder with everything in it" };
    private static readonly DestructiveCall DeleteFile = new(Loss.Files, Bounded.ByPath) { What = "the file" };

    /// <summary>Deletes of folders; some only when they are asked to take what is inside, too.</summary>
    public static readonly FactTable<DestructiveCall> OfFolders = new("deletes of folders")
    {
        { "System.IO.Directory", "Delete", DeleteFolder },
        { "System.IO.DirectoryInfo", "Delete", DeleteFolder },
        { "Microsoft.VisualBasic.FileIO.FileSystem", "DeleteDirectory", DeleteFolder },
    };

    /// <summary>Deletes of single files.</summary>
    public static readonly FactTable<DestructiveCall> OfFiles = new("deletes of files")
    {
        { "System.IO.File", "Delete", DeleteFile },
        { "System.IO.FileInfo", "Delete", DeleteFile },
        { "System.IO.FileSystemInfo", "Delete", DeleteFile },
        { "Microsoft.VisualBasic.FileIO.FileSystem", "DeleteFile", DeleteFile },
    };
}
