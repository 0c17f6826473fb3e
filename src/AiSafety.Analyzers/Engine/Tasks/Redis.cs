using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>Commands of StackExchange.Redis whose task is not meant to be awaited where it is made.</summary>
internal sealed class Redis
{
    private const int FireAndForget = 2;

    private readonly INamedTypeSymbol? commands;
    private readonly INamedTypeSymbol? database;
    private readonly INamedTypeSymbol? flags;

    private Redis(Session session)
    {
        commands = session.Type("StackExchange.Redis.IDatabaseAsync");
        database = session.Type("StackExchange.Redis.IDatabase");
        flags = session.Type("StackExchange.Redis.CommandFlags");
    }

    public static Redis Of(Session session) => session.Part(static each => new Redis(each));

    /// <summary>
    /// Whether the command is queued into a batch or transaction, whose execution is what counts, or carries the flag
    /// that tells the library not to answer.
    /// </summary>
    public bool IsFireAndForget(IInvocationOperation call)
    {
        if (commands is null)
            return false;
        if (TaskShape.Receiver(call)?.Type is INamedTypeSymbol receiver && IsQueue(receiver))
            return true;
        foreach (var argument in call.Arguments)
        {
            if (SymbolEqualityComparer.Default.Equals(argument.Parameter?.Type, flags)
                && argument.Value.ConstantValue is { HasValue: true, Value: int value } && (value & FireAndForget) != 0)
                return true;
        }

        return false;
    }

    // Batches and transactions take the asynchronous commands only; a database takes the others, too.
    private bool IsQueue(INamedTypeSymbol type) => Is(type, commands) && !Is(type, database);

    private static bool Is(INamedTypeSymbol type, INamedTypeSymbol? contract) =>
        SymbolEqualityComparer.Default.Equals(type, contract) || type.AllInterfaces.Contains(contract!, SymbolEqualityComparer.Default);
}
