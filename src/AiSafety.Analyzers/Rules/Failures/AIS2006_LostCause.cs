using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Failures;

/// <summary>A new exception that replaces the caught one without naming it as its cause.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostCauseRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS2006",
        name: "lost-cause",
        title: "New exception leaves out the one that caused it",
        message: "'{0}' replaces the caught '{1}' without naming it as its cause, so what really failed, and where, is lost; pass the caught exception as the inner exception",
        level: Level.Recommended,
        cwe: [778],
        fix: FixKind.Mechanical);

    /// <summary>Property of a finding: the index of the argument that takes the cause; absent where there is no place for it without other changes.</summary>
    internal const string Position = "position";

    /// <summary>Property of a finding: the name of the parameter that takes the cause.</summary>
    internal const string Parameter = "parameter";

    private protected override void Start(RuleContext rule)
    {
        if (rule.Session.Type("System.Exception") is not { } exception)
            return;
        rule.OnOperation<IThrowOperation>(OperationKind.Throw, (thrown, site) =>
        {
            if (thrown.Exception is not { } value || CatchScope.Around(thrown) is not { Syntax: CatchClauseSyntax syntax } clause || clause.ExceptionType.TypeKind == TypeKind.Error)
                return;
            foreach (var creation in Creations(value, clause))
            {
                if (Causes.Place(creation, clause, exception, site.Model) is { } place && Judge(creation, clause, site) is { } level)
                {
                    site.Report(
                        level, creation.Syntax.GetLocation(), Properties(place), creation.Type!.Name, syntax.Declaration is null ? "Exception" : clause.ExceptionType.Name);
                }
            }
        });
    }

    // The objects that are thrown: made in the throw, in one of its branches, or put into a local of the handler before.
    private static IEnumerable<IObjectCreationOperation> Creations(IOperation value, ICatchClauseOperation clause)
    {
        value = OwnOperations.Unwrap(value);
        switch (value)
        {
            case IObjectCreationOperation creation:
                return [creation];
            case IConditionalOperation { WhenFalse: { } other } choice:
                return Creations(choice.WhenTrue, clause).Concat(Creations(other, clause));
            case ISwitchExpressionOperation choice:
                return choice.Arms.SelectMany(arm => Creations(arm.Value, clause));
            case ILocalReferenceOperation { Local: var local } when OwnOperations.OnlyValue(local, value) is { } only && CatchScope.Around(only) == clause:
                return OwnOperations.Unwrap(only) is IObjectCreationOperation made ? [made] : [];
            default:
                return [];
        }
    }

    private static Level? Judge(IObjectCreationOperation creation, ICatchClauseOperation clause, Site site)
    {
        var canceled = site.Session.Type("System.OperationCanceledException");
        var uses = new ExceptionUses(clause, site.Session);
        var isNarrow = !CatchScope.TakesEveryFailure(clause, site.Session);
        var isRead = uses.Reads(clause.Handler);
        // A cancellation has no cause to look for.
        if (creation.Type.Inherits(canceled) || (!isRead && clause.ExceptionType.Inherits(canceled)))
            return null;
        if (isNarrow && !isRead && ClientFacing.Is(creation.Type!))
            return null;
        var logged = false;
        foreach (var user in uses.Whole(clause.Handler))
        {
            if (IsOfOtherThrown(user, creation))
                continue;
            if (!IsLogged(user, site.Session))
                return null;
            logged = true;
        }

        return logged || (isNarrow && IsTold(creation, clause, isRead)) ? Level.Strict : Level.Recommended;
    }

    // What another branch throws is not there for this one.
    private static bool IsOfOtherThrown(IOperation user, IObjectCreationOperation creation)
    {
        for (var each = user; each is not null and not ICatchClauseOperation && each != creation; each = each.Parent)
        {
            if (each is IThrowOperation)
                return true;
        }

        return false;
    }

    private static bool IsLogged(IOperation user, Session session)
    {
        for (var each = user; each is not null and not IExpressionStatementOperation; each = each.Parent)
        {
            if (each is IInvocationOperation call && Recorders.Of(session).IsRecorder(call))
                return true;
        }

        return false;
    }

    // A failure whose kind says all that is to know, or one that is translated for a client.
    private static bool IsTold(IObjectCreationOperation creation, ICatchClauseOperation clause, bool isRead) =>
        ClientFacing.Is(creation.Type!) || BenignCatches.IsExpected(clause.ExceptionType) || (!isRead && (BenignCatches.SaysUnreadable(clause.ExceptionType) || ClientFacing.Is(clause.ExceptionType)));

    private static ImmutableDictionary<string, string?> Properties(CausePlace place)
    {
        var properties = ImmutableDictionary<string, string?>.Empty.Add(Parameter, place.Parameter);
        return place.Position is { } position ? properties.Add(Position, position.ToString(System.Globalization.CultureInfo.InvariantCulture)) : properties;
    }
}
