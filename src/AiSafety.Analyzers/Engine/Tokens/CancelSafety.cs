using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>
/// Whether work may still be stopped at a place: not in clean-up or compensation code, and not after a commit point,
/// where stopping leaves the work half done.
/// </summary>
internal sealed class CancelSafety
{
    private static readonly string[] FinishingVerbs =
    [
        "Abandon", "Abort", "Ack", "Acknowledge", "Cancel", "CleanUp", "Cleanup", "Close", "Commit", "Compensate", "Complete", "DeadLetter", "Disconnect",
        "Dispose", "Drain", "Finalize", "Flush", "Nack", "Reject", "Release", "Restore", "Revert", "RollBack", "Rollback", "Settle", "Shutdown", "ShutDown", "Stop",
        "TearDown", "Teardown", "Undo", "Unlock",
    ];

    private static readonly string[] CommittingVerbs = ["Commit", "ExecuteDelete", "ExecuteUpdate", "Publish", "SaveChanges", "Send", "Enqueue"];

    private static readonly string[] WebVerbs = ["Delete", "Patch", "Post", "Put"];

    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<SyntaxNode>> commitPoints = new();

    public static CancelSafety Of(Session session) => session.Part(static _ => new CancelSafety());

    /// <summary>Whether a method of this name finishes or undoes something: cancelling it does harm, and its body is clean-up.</summary>
    public static bool Finishes(string name) => NameWords.BeginsWith(name, FinishingVerbs);

    /// <summary>
    /// Whether a method must not be given the caller's token: scheduling, settling and finishing work, and writing down what happened, do not stop because the caller
    /// went away.
    /// </summary>
    public static bool GoesOnAnyway(IMethodSymbol method, TokenTypes types)
    {
        if (method.ContainingType is not { } type)
            return false;
        if (types.IsTask(type) && method.Name is not ("Delay" or "WaitAsync"))
            return true;
        return types.IsToken(type) || types.IsSource(type)
            || type is { ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" }, Name: "TaskFactory" or "TaskCompletionSource" }
            || Finishes(method.Name)
            || type.Name.IndexOf("Audit", StringComparison.Ordinal) >= 0 || method.Name.IndexOf("Audit", StringComparison.Ordinal) >= 0;
    }

    /// <summary>Whether stopping at an operation is safe as far as can be seen.</summary>
    /// <param name="at">A call, or what is enumerated.</param>
    /// <param name="member">The member whose body is analysed.</param>
    public bool IsSafe(IOperation at, ISymbol member)
    {
        if (IsCleanUp(at, member))
            return false;
        var root = OwnOperations.Root(at);
        foreach (var commit in commitPoints.GetOrAdd(root.Syntax, _ => CommitPoints(root)))
        {
            if (MayPrecede(commit, at.Syntax))
                return false;
        }

        return true;
    }

    /// <summary>Whether an operation is part of clean-up or compensation: in a catch or finally, or in a function that finishes something.</summary>
    public static bool IsCleanUp(IOperation at, ISymbol member)
    {
        if (member is IMethodSymbol { MethodKind: MethodKind.Destructor } || Finishes(member.Name))
            return true;
        for (var (child, parent) = (at, at.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case ICatchClauseOperation:
                case ITryOperation { Finally: { } cleanUp } when cleanUp == child:
                case ILocalFunctionOperation { Symbol.Name: var name } when Finishes(name):
                    return true;
            }
        }

        return false;
    }

    private static ImmutableArray<SyntaxNode> CommitPoints(IOperation root)
    {
        var points = ImmutableArray.CreateBuilder<SyntaxNode>();
        foreach (var operation in root.Descendants())
        {
            if (operation is IInvocationOperation call && Commits(call))
                points.Add(call.Syntax);
        }

        return points.ToImmutable();
    }

    /// <summary>Whether a call, by its name, makes something definite: saves, commits, publishes, sends, or changes what is behind a URL.</summary>
    public static bool Commits(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (NameWords.BeginsWith(method.Name, WebVerbs))
            return method.Name.EndsWith("Async", StringComparison.Ordinal);
        if (!NameWords.BeginsWith(method.Name, CommittingVerbs) || IsFrameworkNetworking(method.ContainingType))
            return false;

        return !ReadingCalls.SendsQuery(call);
    }

    // Sockets and HttpClient.SendAsync: a protocol step or a request of unknown verb.
    private static bool IsFrameworkNetworking(INamedTypeSymbol? type)
    {
        for (var space = type?.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace)
        {
            if (space is { Name: "Net", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether a commit point can have been passed before the call in the same round: it stands before the call, and
    /// neither a branch nor a jump keeps the two apart.
    /// </summary>
    private static bool MayPrecede(SyntaxNode commit, SyntaxNode call)
    {
        if (commit.Span.End > call.Span.End || commit.Contains(call))
            return false;
        var (child, common) = (commit, commit.Parent!);
        for (; !common.Contains(call); (child, common) = (common, common.Parent!))
        {
            switch (common)
            {
                case LocalFunctionStatementSyntax or ReturnStatementSyntax or ThrowStatementSyntax:
                case AnonymousFunctionExpressionSyntax when call.Contains(common): // Runs as part of the call, not before it.
                case BlockSyntax block when Leaves(block.Statements, call):
                case SwitchSectionSyntax section when Leaves(section.Statements, call):
                    return false;
            }
        }

        switch (common)
        {
            case IfStatementSyntax choice when child == choice.Statement:
            case ConditionalExpressionSyntax conditional when child == conditional.WhenTrue:
            case SwitchStatementSyntax when child is SwitchSectionSyntax:
            case SwitchExpressionSyntax when child is SwitchExpressionArmSyntax:
                return false;
        }

        for (var outer = common; outer is not null and not MemberDeclarationSyntax and not AnonymousFunctionExpressionSyntax; outer = outer.Parent)
        {
            if (IsLoop(outer) && IsWaitForNextRound(call, outer))
                return false;
        }

        return true;
    }

    private static bool IsLoop(SyntaxNode node) =>
        node is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax;

    // Whether the statements end with a jump that cannot come to the call in this round.
    private static bool Leaves(SyntaxList<StatementSyntax> statements, SyntaxNode call)
    {
        if (statements.Count == 0)
            return false;
        var last = statements[statements.Count - 1];
        switch (last)
        {
            case ReturnStatementSyntax or ThrowStatementSyntax or YieldStatementSyntax { RawKind: (int)SyntaxKind.YieldBreakStatement }:
                return true;
            case ContinueStatementSyntax or BreakStatementSyntax:
                for (var outer = last.Parent; outer is not null; outer = outer.Parent)
                {
                    if (outer is SwitchStatementSyntax && last is BreakStatementSyntax)
                        return false;
                    if (IsLoop(outer))
                        return outer.Contains(call);
                }

                return false;
            default:
                return false;
        }
    }

    // A pause at the end of a round: nothing of the round is left to be done.
    private static bool IsWaitForNextRound(SyntaxNode call, SyntaxNode loop)
    {
        var name = call is InvocationExpressionSyntax { Expression: var called }
            ? called switch
            {
                MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
                MemberBindingExpressionSyntax binding => binding.Name.Identifier.ValueText,
                SimpleNameSyntax simple => simple.Identifier.ValueText,
                _ => "",
            }
            : "";
        if (name is not ("Delay" or "WaitForNextTickAsync" or "WaitAsync" or "WaitToReadAsync"))
            return false;
        for (var (child, node) = ((SyntaxNode)call, call.Parent); node is not null; (child, node) = (node, node.Parent))
        {
            if (node == loop)
                return true;
            switch (node)
            {
                case BlockSyntax block when child is StatementSyntax statement:
                    var next = block.Statements.IndexOf(statement) + 1;
                    if (next < block.Statements.Count && block.Statements[next] is not ContinueStatementSyntax)
                        return false;
                    break;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or SwitchSectionSyntax:
                    return false;
            }
        }

        return false;
    }
}
