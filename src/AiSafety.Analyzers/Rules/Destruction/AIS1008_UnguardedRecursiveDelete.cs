using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Paths;
using AiSafety.Analyzers.Engine.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A folder that a caller or a setting chooses is deleted with everything in it, untested.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnguardedRecursiveDeleteRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1008",
        name: "unguarded-recursive-delete",
        title: "A folder is deleted recursively without a check of where it lies",
        message: "Everything below '{0}' is deleted wherever that points, so an empty, relative or wrong value takes foreign files along; "
            + "check first that the full path lies below the folder that is meant",
        level: Level.Recommended,
        cwe: [22, 73],
        fix: FixKind.Judgement);

    private protected override void Start(RuleContext rule)
    {
        var deletes = FolderDeletes.Of(rule.Session);
        if (deletes.IsEmpty)
            return;
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
        {
            if (deletes.Find(call, site) is not { } delete || PathOrigins.Of(delete.Path, site) != PathOrigin.Chosen)
                return;
            if (Containment.IsMadeBefore(call, delete.Path, site) || Containment.IsTested(call, delete.Path, site) || Guards.Protect(call, site) != Answer.No)
                return;
            site.Report(call.Syntax.GetLocation(), Excerpt.Of(delete.Path));
        });
    }
}
