using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>A handler that logs that something failed, and leaves out the exception that says what.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostExceptionDetailRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS2005",
        name: "lost-exception-detail",
        title: "Log entry leaves out the exception",
        message: "The entry {1}, so the stack trace and inner exceptions of '{0}' are lost to whoever looks for the cause; pass the exception itself to the log call",
        level: Level.Recommended,
        cwe: [778],
        fix: FixKind.Mechanical);

    private protected override void Start(RuleContext rule) =>
        rule.OnOperation<ICatchClauseOperation>(OperationKind.CatchClause, static (clause, site) =>
        {
            if (clause is not { Syntax: CatchClauseSyntax syntax, Handler.Operations.IsEmpty: false } || clause.ExceptionType.TypeKind == TypeKind.Error
                || Worst(clause, site.Session) is not { } log)
                return;
            var uses = new ExceptionUses(clause, site.Session);
            if (Judge(clause, log.Call, log.Severity, uses, site.Session) is not { } level || !site.Shows(level) || uses.Whole(clause.Handler).Any()
                || HandlerFacts.Of(clause, site.Session, site.CancellationToken).Any(HandlerDeeds.Throws))
                return;
            site.Report(
                level, log.Call.Syntax.GetLocation(), syntax.Declaration is null ? "Exception" : clause.ExceptionType.Name,
                uses.Reads(log.Call) ? "holds only parts of the exception" : "leaves out the exception");
        });

    // One for each handler: once the exception is in one of its entries, the others may be short.
    private static (IInvocationOperation Call, LogSeverity Severity)? Worst(ICatchClauseOperation clause, Session session)
    {
        var recorders = Recorders.Of(session);
        (IInvocationOperation Call, LogSeverity Severity)? worst = null;
        foreach (var operation in OwnOperations.Of(clause.Handler))
        {
            if (operation is not IInvocationOperation call || recorders.Find(call) is not { Exception: not ExceptionPlace.None } recorder || CatchScope.Around(call) != clause)
                continue;
            var severity = Recorders.Severity(call, recorder);
            if (worst is null || severity > worst.Value.Severity)
                worst = (call, severity);
        }

        return worst;
    }

    private static Level? Judge(ICatchClauseOperation clause, IInvocationOperation call, LogSeverity severity, ExceptionUses uses, Session session)
    {
        var isTyped = !CatchScope.TakesEveryFailure(clause, session) || IsChosen(call, clause, uses);
        var isExpected = BenignCatches.IsExpected(clause.ExceptionType);
        // The end of a cancelled work, and an expected failure that is no more than noted.
        if (clause.ExceptionType.Inherits(session.Type("System.OperationCanceledException")) || (isTyped && severity < (isExpected ? LogSeverity.Error : LogSeverity.Warning)))
            return null;
        if (isExpected || IsOfProject(clause.ExceptionType) || IsChosen(call, clause, uses) || Attempts.IsInErrorHandling(clause.Parent!))
            return Level.Strict;
        return severity >= (isTyped ? LogSeverity.Error : LogSeverity.Warning) ? Level.Recommended : Level.Strict;
    }

    // What the project itself throws says in its message what it is about.
    private static bool IsOfProject(ITypeSymbol exception) => !exception.DeclaringSyntaxReferences.IsEmpty;

    // "if (exception.Message.Contains(...)) log": this failure was looked for.
    private static bool IsChosen(IOperation call, ICatchClauseOperation clause, ExceptionUses uses)
    {
        for (var each = call; each.Parent is { } parent && each != clause.Handler; each = parent)
        {
            if ((parent is IConditionalOperation conditional && each != conditional.Condition && uses.Reads(conditional.Condition))
                || (parent is ISwitchOperation choice && uses.Reads(choice.Value)))
                return true;
        }

        return false;
    }
}
