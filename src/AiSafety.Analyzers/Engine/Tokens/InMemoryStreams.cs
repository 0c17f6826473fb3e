using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Streams, readers and writers over memory and the console: what is asked of them is done at once.</summary>
internal sealed class InMemoryStreams
{
    /// <summary>How many streams inside each other are followed.</summary>
    private const int MaxDepth = 3;

    private readonly ImmutableArray<INamedTypeSymbol?> streams;
    private readonly ImmutableArray<INamedTypeSymbol?> memory;
    private readonly INamedTypeSymbol? console;

    private InMemoryStreams(Session session)
    {
        streams = ImmutableArray.Create(
            session.Type("System.IO.Stream"), session.Type("System.IO.TextReader"), session.Type("System.IO.TextWriter"));
        memory = ImmutableArray.Create(
            session.Type("System.IO.MemoryStream"), session.Type("System.IO.StringReader"), session.Type("System.IO.StringWriter"));
        console = session.Type("System.Console");
    }

    public static InMemoryStreams Of(Session session) => session.Part(static each => new InMemoryStreams(each));

    /// <summary>Whether a call works on streams, and all of them are in memory.</summary>
    public bool AreAll(IInvocationOperation call)
    {
        var count = 0;
        if (call.Instance is { } instance && !Accept(instance))
            return false;
        foreach (var argument in call.Arguments)
        {
            if (argument.ArgumentKind == ArgumentKind.Explicit && !Accept(argument.Value))
                return false;
        }

        return count > 0;

        bool Accept(IOperation value)
        {
            value = OwnOperations.Unwrap(value);
            if (!IsAny(value.Type, streams))
                return true;
            count++;
            return IsInMemory(value, 0);
        }
    }

    private bool IsInMemory(IOperation value, int depth)
    {
        value = OwnOperations.Unwrap(value);
        if (IsAny(value.Type, memory))
            return true;
        switch (value)
        {
            case IPropertyReferenceOperation { Property: { IsStatic: true, ContainingType: var owner } }:
                return SymbolEqualityComparer.Default.Equals(owner, console);
            case IObjectCreationOperation { Arguments: [{ Value: var inner }, ..] }:
                return depth < MaxDepth && IsAny(OwnOperations.Unwrap(inner).Type, streams) && IsInMemory(inner, depth + 1);
            case ILocalReferenceOperation { Local.DeclaringSyntaxReferences: [var declaration] }:
                return depth < MaxDepth
                    && declaration.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: var initial }
                    && value.SemanticModel!.GetOperation(initial) is { } created
                    && IsInMemory(created, depth + 1);
            default:
                return false;
        }
    }

    private static bool IsAny(ITypeSymbol? type, ImmutableArray<INamedTypeSymbol?> ancestors)
    {
        foreach (var ancestor in ancestors)
        {
            if (type.Inherits(ancestor))
                return true;
        }

        return false;
    }
}
