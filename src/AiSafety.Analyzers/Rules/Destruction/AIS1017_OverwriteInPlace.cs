using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Files;
using AiSafety.Analyzers.Engine.Paths;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A file is written over: its old content is lost before the new one is whole, or stays behind it.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OverwriteInPlaceRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1017",
        name: "overwrite-in-place",
        title: "A file is overwritten in place",
        message: "{0}, so {1}; {2}",
        level: Level.Recommended,
        cwe: [367, 459]);

    private protected override void Start(RuleContext rule)
    {
        var writes = FileWrites.Of(rule.Session);
        if (writes.IsEmpty)
            return;
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, Look);
        rule.OnOperation<IObjectCreationOperation>(OperationKind.ObjectCreation, Look);

        void Look(IOperation operation, Site site)
        {
            if (writes.Find(operation) is not var (use, path) || use == ContentUse.Reads)
                return;
            if (use == ContentUse.KeepsTail)
            {
                if (TailWrites.LeavesTail(operation) && PathOrigins.Of(path, site) != PathOrigin.Scratch)
                {
                    site.Report(
                        operation.Syntax.GetLocation(), "The file is opened with its old content and written from the beginning",
                        "the end of a longer old content stays behind the new one", "open it with FileMode.Create, or call SetLength after the write");
                }
            }
            else if (site.Shows(Level.Strict) && site.ContainingSymbol.ContainingType is { } type && FileKeys.Of(path) is { } key && writes.IsLoaded(key, type, site) && !IsKept(operation, key))
            {
                site.Report(
                    Level.Strict, operation.Syntax.GetLocation(), $"'{Excerpt.Of(path)}' is rewritten in place, and the same type loads it",
                    "a crash or a full disk halfway leaves a torn file and nothing to load", "write a new file beside it, and then put that in its place with File.Move or File.Replace");
            }
        }
    }

    /// <summary>Whether the member copies or moves the same file, so that the old content is still somewhere.</summary>
    private static bool IsKept(IOperation write, string key)
    {
        foreach (var each in OwnOperations.Function(write).Descendants())
        {
            if (each is IInvocationOperation { TargetMethod: { Name: "Copy" or "Move" or "Replace", ContainingType.Name: "File" } } call && call.Arguments.Any(argument => FileKeys.Of(argument.Value) == key))
                return true;
        }

        return false;
    }
}
