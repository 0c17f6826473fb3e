using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>A call that is given a token which the caller's knows nothing of.</summary>
/// <param name="Given">The token that it is given.</param>
/// <param name="InReach">The token that was at hand.</param>
/// <param name="IsSynchronous">The result can neither be awaited nor enumerated asynchronously.</param>
/// <param name="IsForItsValue">The call is made for a value that is used: nothing is lost when it is stopped.</param>
internal sealed record SeveredToken(TokenProvenance Given, ReachableToken InReach, bool IsSynchronous, bool IsForItsValue)
{
    private static readonly string[] Subjects = ["abort", "cancel", "disconnect", "linked", "shutdown", "timeout", "token"];

    /// <summary>Reads a call; null when it is given no such token, none was at hand, or stopping there is not safe.</summary>
    /// <param name="call">The call.</param>
    /// <param name="member">The member whose body is analysed.</param>
    public static SeveredToken? Of(IInvocationOperation call, ISymbol member, Session session, CancellationToken cancellationToken)
    {
        var types = TokenTypes.Of(session);
        if (TokenProvenance.Given(call, types) is not { } argument || !MayBeSevered(argument.Value, types) || CancelSafety.GoesOnAnyway(call.TargetMethod, types))
            return null;
        var given = TokenProvenance.Of(argument.Value, types);
        if (given.Maker is not (TokenMaker.Default or TokenMaker.None or TokenMaker.FreshSource))
            return null;
        var reach = TokenReach.Of(session);
        if (!reach.MayReach(member, call.Syntax) || reach.Best(call, member, cancellationToken) is not { } token || !IsCallers(token, call, types))
            return null;
        var type = call.TargetMethod.ReturnType;
        var isSynchronous = !types.IsAwaitable(type) && !types.IsAsyncEnumerable(type);
        if (!isSynchronous && ResultUses.Of(call) is ResultUse.Statement or ResultUse.Detached or ResultUse.Kept or ResultUse.Raced)
            return null;
        if (Delegates(call, member) || Probes.Is(call) || (given.Maker == TokenMaker.FreshSource && IsOuterToken(argument, types))
            || !CancelSafety.Of(session).IsSafe(call, member) || IsExplained(call, argument, given)
            || (given.Maker == TokenMaker.FreshSource && IsPartedWith(call, types)))
            return null;
        return new SeveredToken(given, token, isSynchronous, IsUsed(call));
    }

    // Before anything is followed: most tokens are a parameter.
    private static bool MayBeSevered(IOperation value, TokenTypes types) => OwnOperations.Unwrap(value) switch
    {
        IDefaultValueOperation or ILocalReferenceOperation or IObjectCreationOperation => true,
        IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } } => true,
        IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } => types.IsSource(source.Type),
        _ => false,
    };

    private static bool IsCallers(ReachableToken token, IInvocationOperation call, TokenTypes types) =>
        token.Symbol is not ILocalSymbol local || token.Origin != TokenOrigin.Local
        || (OwnOperations.OnlyValue(local, call) is { } value && TokenProvenance.Of(value, types).IsCallers);

    // The slip of AIS3012, which says more about it.
    private static bool IsOuterToken(IArgumentOperation argument, TokenTypes types)
    {
        for (var function = OwnOperations.Function(argument); function is not null; function = function.Parent is { } outer ? OwnOperations.Function(outer) : null)
        {
            if (OuterTokens.Own(function, types) is not null)
                return OuterTokens.Of(function, types).Any(use => use.Argument == argument);
        }

        return false;
    }

    // The overload without a token calls the one that takes it.
    private static bool Delegates(IInvocationOperation call, ISymbol member) =>
        call.TargetMethod.Name == member.Name && call.Instance is null or IInstanceReferenceOperation;

    // A comment on the call, where its token is made, or on a statement around it that speaks of cancelling.
    private static bool IsExplained(IInvocationOperation call, IArgumentOperation argument, TokenProvenance given)
    {
        if (call.Arguments.Any(each => Reasons.ExplainPart(each.Syntax)) || IsExplained(given.Symbol) || IsExplained((OwnOperations.Unwrap(argument.Value) as ILocalReferenceOperation)?.Local))
            return true;
        var isOwn = true;
        foreach (var node in call.Syntax.Ancestors())
        {
            if (node is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                break;
            if (node is not StatementSyntax statement || statement is BlockSyntax)
                continue;
            if (Reasons.Explain(statement) && (isOwn || Subjects.Any(word => statement.GetLeadingTrivia().ToFullString().IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0)))
                return true;
            isOwn = false;
        }

        return false;
    }

    private static bool IsExplained(ISymbol? local) =>
        local is ILocalSymbol { DeclaringSyntaxReferences: [var declaration, ..] }
        && declaration.GetSyntax().FirstAncestorOrSelf<StatementSyntax>() is { } statement && Reasons.Explain(statement);

    /// <summary>Whether the function has visibly parted with the caller before: it has asked whether it was cancelled, or finishes under <c>None</c>.</summary>
    private static bool IsPartedWith(IInvocationOperation call, TokenTypes types)
    {
        foreach (var operation in OwnOperations.Of(OwnOperations.Function(call)))
        {
            if (operation.Syntax.SpanStart >= call.Syntax.SpanStart)
                continue;
            if (operation is IPropertyReferenceOperation { Property: { Name: "IsCancellationRequested", ContainingType: var owner } } && types.IsToken(owner) && Decides(operation))
                return true;
            if (operation is IInvocationOperation earlier && TokenProvenance.Given(earlier, types) is { } token
                && TokenProvenance.Of(token.Value, types).Maker == TokenMaker.None && !Attempts.IsInErrorHandling(earlier))
                return true;
        }

        return false;
    }

    // In a condition or filter; that of a loop only says how long the work goes on.
    private static bool Decides(IOperation test)
    {
        for (var (child, parent) = (test, test.Parent); parent is not (null or IBlockOperation); (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation choice && choice.Condition == child || parent is ICatchClauseOperation)
                return true;
        }

        return false;
    }

    private static bool IsUsed(IInvocationOperation call)
    {
        for (IOperation each = call; each.Parent is { } parent; each = parent)
        {
            if (parent is IExpressionStatementOperation)
                return false;
            if (parent is IAwaitOperation wait)
                return wait.Type is { SpecialType: not SpecialType.System_Void } && wait.Parent is not IExpressionStatementOperation;
        }

        return true;
    }
}
