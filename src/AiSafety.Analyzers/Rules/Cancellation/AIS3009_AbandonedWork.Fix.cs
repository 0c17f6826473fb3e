using System.Composition;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Tasks;
using AiSafety.Analyzers.Engine.Tokens;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Fixes.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Cancellation;

/// <summary>Waits for the work with a limit and the token instead of racing it against a delay.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp), Shared]
public sealed class AbandonedWorkFix() : RuleFix(AbandonedWorkRule.Spec)
{
    internal const string Wait = "Wait with WaitAsync (the work still goes on when the time is up)";

    private protected override async Task OfferAsync(FixSite site)
    {
        if (site.Enclosing<InvocationExpressionSyntax>() is not { } syntax || site.Model.GetOperation(syntax, site.CancellationToken) is not IInvocationOperation call)
            return;
        var session = Session.For(site.Model.Compilation);
        if (new TimedRaces(session).Of(call) is not { WorkVariable: { } work } race || TimedRaces.Test(call, race) is not { Statement: { Syntax: IfStatementSyntax { Parent: BlockSyntax block } branching } } test)
            return;
        if (Parts(test, branching, block) is not var (lost, after) || Limit(race, call, session, site) is not { } limit || Obsolete(call, race, branching, block, site.Model) is not { } obsolete)
            return;
        var first = obsolete.FirstOrDefault() ?? branching;
        var wait = SyntaxFactory.ParseStatement($"await {work.Name}.WaitAsync({limit}){Configured(syntax)};");
        var attempt = SyntaxFactory.TryStatement(
                SyntaxFactory.Block(wait),
                SyntaxFactory.SingletonList(SyntaxFactory.CatchClause(
                    SyntaxFactory.CatchDeclaration(CatchVariable.TypeName("System.TimeoutException", branching, site.Model)),
                    SyntaxFactory.CatchFilterClause(SyntaxFactory.ParseExpression($"!{work.Name}.IsCompleted")),
                    SyntaxFactory.Block(lost))),
                @finally: null)
            .WithLeadingTrivia(first.GetLeadingTrivia())
            .WithTrailingTrivia(branching.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
        var statements = new List<StatementSyntax>();
        foreach (var statement in block.Statements)
        {
            if (statement == branching)
                statements.AddRange([attempt, .. after]);
            else if (!obsolete.Contains(statement) && !lost.Contains(statement))
                statements.Add(statement);
        }

        await site.OfferAsync(FixKind.Judgement, Wait, site.Root.ReplaceNode(block, block.WithStatements(SyntaxFactory.List(statements)))).ConfigureAwait(false);
    }

    /// <summary>What runs when the time is up, and what moves behind the wait; null unless the one surely does not go on to the other.</summary>
    private static (IReadOnlyList<StatementSyntax> Lost, IEnumerable<StatementSyntax> After)? Parts(RaceTest test, IfStatementSyntax branching, BlockSyntax block)
    {
        var lostFirst = test.Lost is not null && test.Lost == test.Statement!.WhenTrue;
        var (ifLost, ifWon) = lostFirst ? (branching.Statement, branching.Else?.Statement) : (branching.Else?.Statement, branching.Statement);
        var after = Statements(ifWon).Select(each => each.WithAdditionalAnnotations(Formatter.Annotation));
        if (ifLost is not null)
            return TimedRaces.Leaves(test.Lost) ? (Statements(ifLost), after) : null;
        var rest = block.Statements.Skip(block.Statements.IndexOf(branching) + 1).ToList();
        return TimedRaces.Leaves(test.Won) && rest.LastOrDefault() is ReturnStatementSyntax or ThrowStatementSyntax ? (rest, after) : null;
    }

    private static SyntaxList<StatementSyntax> Statements(StatementSyntax? branch) => branch switch
    {
        null => default,
        BlockSyntax block => block.Statements,
        _ => SyntaxFactory.SingletonList(branch),
    };

    /// <summary>The arguments of the new wait: the limit and, where one is at hand, the token.</summary>
    private static string? Limit(TimedRace race, IInvocationOperation call, Session session, FixSite site)
    {
        string? limit = null;
        string? token = null;
        foreach (var argument in race.Delay.Arguments)
        {
            if (argument.ArgumentKind != ArgumentKind.Explicit)
                continue;
            var value = OwnOperations.Unwrap(argument.Value);
            if (TokenTypes.Of(session).IsToken(value.Type))
            {
                if (value is not IParameterReferenceOperation)
                    return null;
                token = value.Syntax.ToString();
            }
            else if (limit is null)
            {
                limit = value.Type?.Name == "TimeSpan" ? value.Syntax.ToString() : $"{CatchVariable.TypeName("System.TimeSpan", call.Syntax, site.Model)}.FromMilliseconds({value.Syntax})";
            }
            else
            {
                return null;
            }
        }

        if (token is null && site.Member(call.Syntax) is { } member && TokenReach.Of(session).Best(call, member, site.CancellationToken) is { Origin: TokenOrigin.Parameter or TokenOrigin.Local } reachable)
            token = reachable.Expression;
        return limit is null ? null : token is null ? limit : $"{limit}, {token}";
    }

    /// <summary>The statements that only served the race; null when something else needs what they declare.</summary>
    private static List<StatementSyntax>? Obsolete(IInvocationOperation call, TimedRace race, IfStatementSyntax branching, BlockSyntax block, SemanticModel model)
    {
        var obsolete = new List<StatementSyntax>();
        foreach (var statement in block.Statements)
        {
            if (statement == branching)
                break;
            var isRace = statement.Span.Contains(call.Syntax.Span);
            if (!isRace && (race.DelayLocal is null || !statement.Span.Contains(race.Delay.Syntax.Span)))
                continue;
            if (statement is LocalDeclarationStatementSyntax { Declaration.Variables: [var variable] })
            {
                if (model.GetDeclaredSymbol(variable) is not { } local || !IsUsedOnlyIn(local, block, [branching.Condition, call.Syntax], model))
                    return null;
            }
            else if (!isRace || statement is not ExpressionStatementSyntax)
            {
                return null;
            }

            obsolete.Add(statement);
        }

        return branching.Condition.Span.Contains(call.Syntax.Span) || obsolete.Any(each => each.Span.Contains(call.Syntax.Span)) ? obsolete : null;
    }

    private static bool IsUsedOnlyIn(ISymbol local, BlockSyntax block, SyntaxNode[] places, SemanticModel model)
    {
        foreach (var name in block.DescendantNodes().OfType<IdentifierNameSyntax>())
        {
            if (name.Identifier.ValueText == local.Name && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, local)
                && !places.Any(place => place.Span.Contains(name.Span)))
                return false;
        }

        return true;
    }

    private static string Configured(SyntaxNode call)
    {
        for (var each = call.Parent; each is ExpressionSyntax; each = each.Parent)
        {
            if (each is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" } } configured)
                return ".ConfigureAwait" + configured.ArgumentList;
        }

        return "";
    }
}
