using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Messages;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Transactions;

/// <summary>What one function does with a transaction, or transaction scope, that it begins.</summary>
internal sealed class TransactionUse
{
    private static readonly string[] WritingVerbs =
        ["Add", "Create", "Delete", "Insert", "Persist", "Remove", "Replace", "Save", "Store", "Update", "Upsert", "Write"];

    // Libraries whose members take a transaction to work in it, and never end it.
    private static readonly string[] Enlisting =
        ["Dapper", "Microsoft.Data.", "Microsoft.EntityFrameworkCore", "MySqlConnector", "Npgsql", "System.Data"];

    private readonly FactIndex<DatabaseWrite> writes;

    private TransactionUse(IOperation begin, IOperation function, ILocalSymbol? variable, Session session)
    {
        Begin = begin;
        Function = function;
        Variable = variable;
        writes = session.Facts(Knowledge.Transactions.Writes);
    }

    /// <summary>The call that begins the transaction, or the creation of the scope.</summary>
    public IOperation Begin { get; }

    /// <summary>The function around it.</summary>
    public IOperation Function { get; }

    /// <summary>The local that holds it; null for a scope that has no name.</summary>
    public ILocalSymbol? Variable { get; }

    /// <summary>
    /// The use of the transaction, or null when it is not known: it is kept in a field, returned, given away, used by a nested function,
    /// or its result is not used at all, as where another method commits what the connection or context has open.
    /// </summary>
    public static TransactionUse? Of(IOperation begin, Session session)
    {
        var function = OwnOperations.Function(begin);
        var holder = Holder(begin);
        if (holder is IUsingOperation && begin is IObjectCreationOperation)
            return new TransactionUse(begin, function, variable: null, session);
        var variable = holder switch
        {
            IVariableDeclaratorOperation declarator => declarator.Symbol,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } => local,
            _ => null,
        };
        if (variable is null)
            return null;
        var use = new TransactionUse(begin, function, variable, session);
        foreach (var each in function.Descendants())
        {
            if (each is ILocalReferenceOperation { Local: var local } reference && SymbolEqualityComparer.Default.Equals(local, variable)
                && (OwnOperations.Function(reference) != function || !use.IsKnown(reference)))
                return null;
        }

        return use;
    }

    /// <summary>Whether the operation commits: on this transaction, or by a member that is named so (a context, a unit of work).</summary>
    public bool Commits(IOperation operation) =>
        operation is IInvocationOperation { TargetMethod.Name: var name } call
        && (name.IndexOf("Commit", StringComparison.Ordinal) >= 0 || (name == "Complete" && IsOnVariable(call)));

    /// <summary>Whether the operation ends the transaction without keeping its writes: a rollback, or a disposal that is written out.</summary>
    public bool RollsBack(IOperation operation) =>
        operation is IInvocationOperation { IsImplicit: false, TargetMethod.Name: var name } call
        && ((name.IndexOf("Rollback", StringComparison.OrdinalIgnoreCase) >= 0 && name.IndexOf("Savepoint", StringComparison.Ordinal) < 0)
            || (name is "Dispose" or "DisposeAsync" or "Abort" && IsOnVariable(call)));

    /// <summary>Whether the operation writes: yes for a known member of a library, unknown for a member of the project that is named so.</summary>
    public Answer Writes(IOperation operation)
    {
        if (operation is not IInvocationOperation { TargetMethod: var method } call)
            return Answer.No;
        if (writes.Find(method) is not null)
            return Answer.Yes;
        if (method.DeclaringSyntaxReferences.IsEmpty && !method.ContainingNamespace.ToDisplayString().StartsWith("Microsoft.AspNetCore.Identity", StringComparison.Ordinal))
            return Answer.No;
        foreach (var verb in WritingVerbs)
        {
            if (method.Name.StartsWith(verb, StringComparison.Ordinal) && (method.Name.Length == verb.Length || !char.IsLower(method.Name[verb.Length])))
                return call.Parent is IAwaitOperation || MessageWork.IsStatement(call) || call.Type?.Name is "Task" or "ValueTask" ? Answer.Unknown : Answer.No;
        }

        return Answer.No;
    }

    private bool IsOnVariable(IInvocationOperation call) =>
        Variable is not null && call.Instance is { } instance
        && (OwnOperations.Unwrap(instance) is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, Variable)
            || instance is IConditionalAccessInstanceOperation);

    private static IOperation? Holder(IOperation begin)
    {
        var parent = begin.Parent;
        while (parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation or IVariableInitializerOperation
            or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "GetResult" })
            parent = parent.Parent;
        return parent;
    }

    private bool IsKnown(IOperation reference)
    {
        var (child, parent) = (reference, reference.Parent);
        while (parent is IConversionOperation or IParenthesizedOperation)
            (child, parent) = (parent, parent.Parent);
        switch (parent)
        {
            case IInvocationOperation call when call.Instance == child:
            case IPropertyReferenceOperation or IConditionalAccessOperation or IIsPatternOperation or IBinaryOperation or IUsingOperation:
            case ISimpleAssignmentOperation assignment when assignment.Target == child:
            case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Transaction" } }:
                return true;
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } }:
                return IsEnlisting(method);
            case IArgumentOperation { Parent: IObjectCreationOperation { Constructor: { } constructor } }:
                return IsEnlisting(constructor);
            default:
                return false;
        }
    }

    private static bool IsEnlisting(IMethodSymbol method)
    {
        var space = method.ContainingNamespace.ToDisplayString();
        foreach (var prefix in Enlisting)
        {
            if (space.StartsWith(prefix, StringComparison.Ordinal))
                return method.DeclaringSyntaxReferences.IsEmpty;
        }

        return false;
    }
}
