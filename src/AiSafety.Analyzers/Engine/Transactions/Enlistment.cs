using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Transactions;

/// <summary>Finds commands that run on the connection of an open transaction without being given it.</summary>
internal sealed class Enlistment
{
    private readonly ImmutableArray<INamedTypeSymbol> strict;
    private readonly ImmutableArray<INamedTypeSymbol> unknown;
    private readonly INamedTypeSymbol? dapper;
    private readonly INamedTypeSymbol? command;

    private Enlistment(Session session)
    {
        strict = ImmutableArray.CreateRange(Knowledge.Transactions.StrictConnections.Select(session.Type).OfType<INamedTypeSymbol>());
        unknown = ImmutableArray.CreateRange(new[] { "System.Data.Common.DbConnection", "System.Data.IDbConnection" }.Select(session.Type).OfType<INamedTypeSymbol>());
        dapper = session.Type("Dapper.SqlMapper");
        command = session.Type("System.Data.IDbCommand");
    }

    public static Enlistment Of(Session session) => session.Part(static each => new Enlistment(each));

    /// <summary>
    /// Whether the connection that the transaction is begun on minds: yes for providers that refuse commands without their transaction, unknown for a
    /// connection of unknown provider, no for the others, whose commands take part in any case.
    /// </summary>
    public Answer Minds(IInvocationOperation begin)
    {
        if (begin.Instance is not { } instance || strict.IsEmpty)
            return Answer.No;
        var type = Type(OwnOperations.Unwrap(instance));
        foreach (var each in strict)
        {
            if (type.Inherits(each))
                return Answer.Yes;
        }

        return unknown.Contains(type as INamedTypeSymbol, SymbolEqualityComparer.Default) ? Answer.Unknown : Answer.No;
    }

    /// <summary>The first call between the begin and its end that sends a command on the connection outside of the transaction, or null.</summary>
    public IInvocationOperation? Stray(IInvocationOperation begin, TransactionUse use)
    {
        if (begin.Instance is not { } instance || Symbol(instance) is not { } connection)
            return null;
        foreach (var each in OwnOperations.Of(use.Function))
        {
            if (each.Syntax.SpanStart <= begin.Syntax.SpanStart || each is not IInvocationOperation call)
                continue;
            if (use.Commits(call) || use.RollsBack(call))
                return null;
            if (IsStrayQuery(call, connection) || IsStrayCommand(call, connection, use.Function))
                return call;
        }

        return null;
    }

    private static ITypeSymbol? Type(IOperation connection)
    {
        // "DbConnection connection = new SqlConnection(…)" says more than its type.
        if (connection is ILocalReferenceOperation { Local: var local })
        {
            foreach (var each in OwnOperations.Of(OwnOperations.Function(connection)))
            {
                if (each is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)
                    && declarator.GetVariableInitializer() is { Value: var value } && OwnOperations.Unwrap(value) is IObjectCreationOperation creation)
                    return creation.Type;
            }
        }

        return connection.Type;
    }

    private bool IsStrayQuery(IInvocationOperation call, ISymbol connection)
    {
        if (dapper is null || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.ContainingType, dapper) || call.Arguments.IsEmpty
            || !SymbolEqualityComparer.Default.Equals(Symbol(call.Arguments[0].Value), connection))
            return false;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == "transaction")
                return IsLeftOut(argument);
            if (OwnOperations.Unwrap(argument.Value) is IObjectCreationOperation { Type.Name: "CommandDefinition" } definition)
                return LeavesOutTransaction(definition);
        }

        return false;
    }

    private bool IsStrayCommand(IInvocationOperation call, ISymbol connection, IOperation function)
    {
        if (call.TargetMethod.Name is not ("ExecuteNonQuery" or "ExecuteNonQueryAsync" or "ExecuteScalar" or "ExecuteScalarAsync" or "ExecuteReader" or "ExecuteReaderAsync")
            || call.Instance is not { } instance || OwnOperations.Unwrap(instance) is not ILocalReferenceOperation { Local: var local, Type: { } type } || !type.Implements(command))
            return false;
        var isOfConnection = false;
        foreach (var each in OwnOperations.Of(function))
        {
            if (each is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))
                isOfConnection = declarator.GetVariableInitializer() is { Value: var value } && Makes(OwnOperations.Unwrap(value), connection);
            else if (each is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, local) && MayEnlist(reference))
                return false;
        }

        return isOfConnection;
    }

    private static bool Makes(IOperation value, ISymbol connection) => value switch
    {
        IInvocationOperation { TargetMethod.Name: "CreateCommand", Instance: { } on } => SymbolEqualityComparer.Default.Equals(Symbol(on), connection),
        IObjectCreationOperation { Initializer: null } creation => creation.Arguments.Any(each => SymbolEqualityComparer.Default.Equals(Symbol(each.Value), connection))
            && creation.Arguments.All(each => each.Parameter?.Name != "transaction"),
        _ => false,
    };

    // A transaction is set, or the command is handed on.
    private static bool MayEnlist(IOperation command)
    {
        var parent = command.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation)
            parent = parent.Parent;
        return parent switch
        {
            IPropertyReferenceOperation { Property.Name: "Transaction", Parent: ISimpleAssignmentOperation } => true,
            IPropertyReferenceOperation or IInvocationOperation or IUsingOperation => false,
            _ => true,
        };
    }

    private static bool LeavesOutTransaction(IObjectCreationOperation definition)
    {
        foreach (var argument in definition.Arguments)
        {
            if (argument.Parameter?.Name == "transaction")
                return IsLeftOut(argument);
        }

        return false;
    }

    private static bool IsLeftOut(IArgumentOperation argument) =>
        argument.ArgumentKind == ArgumentKind.DefaultValue || OwnOperations.Unwrap(argument.Value).ConstantValue is { HasValue: true, Value: null };

    private static ISymbol? Symbol(IOperation operation) => OwnOperations.Unwrap(operation) switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation { Instance: null or IInstanceReferenceOperation } field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        _ => null,
    };
}
