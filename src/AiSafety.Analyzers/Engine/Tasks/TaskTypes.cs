using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>The framework's task types, and what can be said about a value that has one.</summary>
internal sealed class TaskTypes
{
    private readonly HashSet<INamedTypeSymbol> types = new(SymbolEqualityComparer.Default);

    private TaskTypes(Session session)
    {
        Add("System.Threading.Tasks.Task");
        Add("System.Threading.Tasks.Task`1");
        Add("System.Threading.Tasks.ValueTask");
        Add("System.Threading.Tasks.ValueTask`1");
        Add("System.Runtime.CompilerServices.ConfiguredTaskAwaitable");
        Add("System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1");
        Add("System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable");
        Add("System.Runtime.CompilerServices.ConfiguredValueTaskAwaitable`1");

        void Add(string name)
        {
            if (session.Type(name) is { } type)
                types.Add(type);
        }
    }

    public static TaskTypes Of(Session session) => session.Part(static each => new TaskTypes(each));

    /// <summary>Whether the type is a task, or what <c>ConfigureAwait</c> makes of one.</summary>
    public bool IsTask(ITypeSymbol? type)
    {
        for (; type is INamedTypeSymbol named; type = named.BaseType)
        {
            if (types.Contains(named.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary>
    /// Whether the call hands out a task as such. A task that comes out of a generic member (an element, a cache entry)
    /// is known to somebody else, too.
    /// </summary>
    public bool YieldsTask(IInvocationOperation call) =>
        IsTask(call.Type)
        && (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke
            || call.TargetMethod.OriginalDefinition.ReturnType.TypeKind != TypeKind.TypeParameter);
}
