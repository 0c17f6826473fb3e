using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Types that the token model speaks of, and what it knows about types in general.</summary>
internal sealed class TokenTypes
{
    private static readonly string[] TokenWords = ["Token", "Cancel", "Abort", "Stop", "Closed", "Shutdown"];

    private readonly ConcurrentDictionary<ITypeSymbol, IPropertySymbol?> carried = new(SymbolEqualityComparer.Default);
    private readonly INamedTypeSymbol? source;
    private readonly INamedTypeSymbol? exception;
    private readonly INamedTypeSymbol? task;
    private readonly INamedTypeSymbol? taskOf;
    private readonly INamedTypeSymbol? valueTask;
    private readonly INamedTypeSymbol? valueTaskOf;
    private readonly INamedTypeSymbol? asyncEnumerable;
    private readonly INamedTypeSymbol? expression;
    private readonly INamedTypeSymbol? commandDefinition;

    private TokenTypes(Session session)
    {
        Token = session.Type("System.Threading.CancellationToken");
        source = session.Type("System.Threading.CancellationTokenSource");
        exception = session.Type("System.Exception");
        task = session.Type("System.Threading.Tasks.Task");
        taskOf = session.Type("System.Threading.Tasks.Task`1");
        valueTask = session.Type("System.Threading.Tasks.ValueTask");
        valueTaskOf = session.Type("System.Threading.Tasks.ValueTask`1");
        asyncEnumerable = session.Type("System.Collections.Generic.IAsyncEnumerable`1");
        expression = session.Type("System.Linq.Expressions.Expression`1");
        commandDefinition = session.Type("Dapper.CommandDefinition");
    }

    public static TokenTypes Of(Session session) => session.Part(static each => new TokenTypes(each));

    /// <summary><c>System.Threading.CancellationToken</c>, or null in a compilation without it.</summary>
    public INamedTypeSymbol? Token { get; }

    public bool IsToken(ITypeSymbol? type) => type is not null && SymbolEqualityComparer.Default.Equals(type, Token);

    /// <summary>Whether a type is a token source.</summary>
    public bool IsSource(ITypeSymbol? type) => type.Inherits(source);

    /// <summary>Whether a type is Dapper's command, which holds a token with its text.</summary>
    public bool IsCommandDefinition(ITypeSymbol? type) => type is not null && SymbolEqualityComparer.Default.Equals(type, commandDefinition);

    /// <summary>Whether a type is one of the tasks and value tasks, with or without a result.</summary>
    public bool IsTask(ITypeSymbol? type) =>
        type?.OriginalDefinition is { } definition && (IsOneOf(definition, task, taskOf) || IsOneOf(definition, valueTask, valueTaskOf));

    public bool IsAsyncEnumerable(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, asyncEnumerable);

    /// <summary>Whether a type is, or implements, <c>IAsyncEnumerable&lt;T&gt;</c>.</summary>
    public bool IsStream(ITypeSymbol type) => type.Implements(asyncEnumerable);

    public bool IsExpressionTree(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type?.OriginalDefinition, expression);

    /// <summary>Whether a value of the type can be awaited.</summary>
    public bool IsAwaitable(ITypeSymbol type)
    {
        if (type.SpecialType != SpecialType.None)
            return false;
        if (IsTask(type))
            return true;
        for (var each = type; each is { SpecialType: SpecialType.None }; each = each.BaseType)
        {
            // The names of a type of a library are read without its members.
            if (each is not INamedTypeSymbol named || !named.MemberNames.Contains("GetAwaiter"))
                continue;
            foreach (var member in each.GetMembers("GetAwaiter"))
            {
                if (member is IMethodSymbol { Parameters.IsEmpty: true, IsStatic: false })
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether awaiting a value of either type yields the same.</summary>
    public bool AwaitTheSame(ITypeSymbol one, ITypeSymbol other)
    {
        if (!IsOneOf(one.OriginalDefinition, task, valueTask) || !IsOneOf(other.OriginalDefinition, task, valueTask))
        {
            return IsOneOf(one.OriginalDefinition, taskOf, valueTaskOf) && IsOneOf(other.OriginalDefinition, taskOf, valueTaskOf)
                && SymbolEqualityComparer.Default.Equals(((INamedTypeSymbol)one).TypeArguments[0], ((INamedTypeSymbol)other).TypeArguments[0]);
        }

        return true;
    }

    /// <summary>The only token property that an object of the type carries for others to use, or null.</summary>
    public IPropertySymbol? Carried(ITypeSymbol type)
    {
        if (type.SpecialType != SpecialType.None)
            return null;
        // What a generic type is constructed with does not matter here.
        var definition = type.OriginalDefinition;
        return carried.TryGetValue(definition, out var known) ? known : carried.GetOrAdd(definition, FindCarried(definition));
    }

    /// <summary>Whether an argument hands over an object that carries a token.</summary>
    public bool IsCarrier(IArgumentOperation argument) => argument.ArgumentKind == ArgumentKind.Explicit && IsCarrier(argument.Value);

    /// <summary>Whether a value, behind conversions and parentheses, is an object that carries a token.</summary>
    public bool IsCarrier(IOperation value) => OwnOperations.Unwrap(value).Type is { } type && Carried(type) is not null;

    /// <summary>Whether a type is, or derives from, an exception or a token source: their tokens are not for passing on.</summary>
    public bool KeepsItsToken(ITypeSymbol? type) => type.Inherits(exception) || type.Inherits(source);

    private IPropertySymbol? FindCarried(ITypeSymbol type)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Interface or TypeKind.Struct) || KeepsItsToken(type))
            return null;
        IPropertySymbol? found = null;
        for (var each = type; each is not null; each = each.BaseType)
        {
            if (!Collect(each, ref found))
                return null;
        }

        if (type.TypeKind == TypeKind.Interface)
        {
            foreach (var each in type.AllInterfaces)
            {
                if (!Collect(each, ref found))
                    return null;
            }
        }

        return found;
    }

    /// <summary>Whether the members of a type are worth reading: those of a library's type are only where one of their names can be that of a token.</summary>
    public static bool MayHoldToken(ITypeSymbol type) =>
        !type.DeclaringSyntaxReferences.IsEmpty || type is not INamedTypeSymbol named || named.MemberNames.Any(MayNameToken);

    private static bool MayNameToken(string name)
    {
        foreach (var word in TokenWords)
        {
            if (name.IndexOf(word, StringComparison.Ordinal) >= 0)
                return true;
        }

        return false;
    }

    // False when a second one turns up: which of them is meant is unknown.
    private bool Collect(ITypeSymbol type, ref IPropertySymbol? found)
    {
        if (!MayHoldToken(type))
            return true;
        foreach (var member in type.GetMembers())
        {
            if (member is not IPropertySymbol { IsStatic: false, IsIndexer: false, GetMethod: not null, DeclaredAccessibility: Accessibility.Public } property
                || !IsToken(property.Type)
                || property.Name is "ApplicationStarted" or "ApplicationStopped")
                continue;
            if (found is not null && found.Name != property.Name)
                return false;
            found ??= property;
        }

        return true;
    }

    private static bool IsOneOf(ITypeSymbol type, INamedTypeSymbol? one, INamedTypeSymbol? other) =>
        SymbolEqualityComparer.Default.Equals(type, one) || SymbolEqualityComparer.Default.Equals(type, other);
}
