using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Paths;

/// <summary>A delete of a folder with everything in it.</summary>
/// <param name="Call">The call that deletes.</param>
/// <param name="Path">The folder's expression: a path or a DirectoryInfo.</param>
/// <param name="IsLoop">It deletes file by file what a listing of the folder gives.</param>
internal sealed record FolderDelete(IOperation Call, IOperation Path, bool IsLoop);

/// <summary>Recognises deletes of folders with everything in them.</summary>
internal sealed class FolderDeletes
{
    private readonly FactIndex<DestructiveCall> folders;
    private readonly FactIndex<DestructiveCall> files;

    private FolderDeletes(Session session)
    {
        folders = session.Facts(DestructiveCalls.OfFolders);
        files = session.Facts(DestructiveCalls.OfFiles);
    }

    public static FolderDeletes Of(Session session) => session.Part(static each => new FolderDeletes(each));

    public bool IsEmpty => folders.IsEmpty && files.IsEmpty;

    /// <summary>The delete that the call is, or null.</summary>
    public FolderDelete? Find(IInvocationOperation call, Site site)
    {
        if (folders.Find(call.TargetMethod) is not null)
            return Target(call) is { } folder && IsRecursive(call) && !IsSelected(call, folder) ? new FolderDelete(call, folder, IsLoop: false) : null;
        if (files.Find(call.TargetMethod) is not null && Target(call) is { } file && Loop(file) is { } loop && !IsSelected(call, file))
            return Root(loop.Collection, call, site);

        // Directory.GetFiles(…).ToList().ForEach(File.Delete)
        return call.TargetMethod.Name == "ForEach" && call.Arguments.Length > 0 && Deletes(call.Arguments[call.Arguments.Length - 1].Value)
            ? Root(call.Instance ?? call.Arguments[0].Value, call, site)
            : null;
    }

    private static FolderDelete? Root(IOperation collection, IInvocationOperation call, Site site)
    {
        if (Listings.Of(collection, site) is not { } listing || !Listings.IsRecursive(listing) || Listings.Selects(listing.Arguments))
            return null;
        return (listing.Instance ?? listing.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "path")?.Value) is { } root ? new FolderDelete(call, root, IsLoop: true) : null;
    }

    private bool Deletes(IOperation action)
    {
        if (OwnOperations.Unwrap(action) is not IDelegateCreationOperation { Target: var target })
            return false;
        return target switch
        {
            IMethodReferenceOperation reference => files.Find(reference.Method) is not null,
            IAnonymousFunctionOperation { Symbol.Parameters: [var element], Body.Operations: [IExpressionStatementOperation { Operation: IInvocationOperation call }, ..] } =>
                files.Find(call.TargetMethod) is not null && Target(call) is IParameterReferenceOperation { Parameter: var parameter } && SymbolEqualityComparer.Default.Equals(parameter, element),
            _ => false,
        };
    }

    private static IOperation? Target(IInvocationOperation call)
    {
        if (call.Instance is not null)
            return OwnOperations.Unwrap(call.Instance);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name is "path" or "directory" or "file")
                return OwnOperations.Unwrap(argument.Value);
        }

        return null;
    }

    private static bool IsRecursive(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            var value = OwnOperations.Unwrap(argument.Value);
            switch (argument.Parameter?.Name)
            {
                case "recursive":
                    return value.ConstantValue is { HasValue: true, Value: true };
                case "onDirectoryNotEmpty":
                    return (value as IFieldReferenceOperation)?.Field.Name == "DeleteAllContents";
                case "recycle" when (value as IFieldReferenceOperation)?.Field.Name == "SendToRecycleBin":
                    return false;
                case "showUI":
                    // It asks, or may be undone.
                    return false;
            }
        }

        return false;
    }

    private static IForEachLoopOperation? Loop(IOperation file)
    {
        // file, file.FullName
        if (file is IPropertyReferenceOperation { Property.Name: "FullName", Instance: { } info })
            file = OwnOperations.Unwrap(info);
        if (file is not ILocalReferenceOperation { Local: var local })
            return null;
        for (var each = file.Parent; each is not null; each = each.Parent)
        {
            if (each is IForEachLoopOperation loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default))
                return loop;
        }

        return null;
    }

    /// <summary>Whether a condition on what a loop goes through picks some of it.</summary>
    private static bool IsSelected(IInvocationOperation call, IOperation target)
    {
        if (Loop(target) is not { } loop)
            return false;
        for (IOperation each = call; each.Parent is { } parent && parent != loop; each = parent)
        {
            if (parent is IConditionalOperation { Condition: var condition } && !OnlyAsksExistence(condition))
                return true;
            if (parent is not IBlockOperation block)
                continue;
            foreach (var before in block.Operations)
            {
                if (before == each)
                    break;
                if (before.DescendantsAndSelf().Any(inner => inner is IBranchOperation { BranchKind: BranchKind.Continue or BranchKind.Break }))
                    return true;
            }
        }

        return false;
    }

    private static bool OnlyAsksExistence(IOperation condition) =>
        OwnOperations.Unwrap(condition) is IInvocationOperation { TargetMethod: { Name: "Exists", ContainingType.Name: "Directory" or "File" } } or IPropertyReferenceOperation { Property.Name: "Exists" };
}
