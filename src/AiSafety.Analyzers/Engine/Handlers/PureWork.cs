using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>
/// Whether code only computes from the values at hand: reads texts, compares, builds objects. The one failure of such work is
/// that its input makes no sense; nothing outside has failed.
/// </summary>
internal sealed class PureWork(Session session, SemanticModel model, CancellationToken cancellationToken)
{
    private const int MaxDepth = 3;

    private static readonly HashSet<string> Spaces = new(StringComparer.Ordinal)
    {
        "System.Buffers", "System.Buffers.Text", "System.Collections", "System.Collections.Generic", "System.Collections.Immutable", "System.ComponentModel", "System.Globalization",
        "System.Linq", "System.Numerics", "System.Runtime.Serialization", "System.Text", "System.Text.Json", "System.Text.Json.Nodes", "System.Text.RegularExpressions",
        "System.Xml", "System.Xml.Linq", "System.Xml.XPath", "Newtonsoft.Json", "Newtonsoft.Json.Linq",
    };

    private static readonly HashSet<string> ReachingOut = new(StringComparer.Ordinal)
    {
        "Activator", "AppDomain", "Console", "Delegate", "Environment", "GC", "IServiceProvider", "IProgress", "IObservable",
    };

    private bool trustsStatics;

    /// <summary>Whether the block does nothing else, and at least one call. A parse that has a twin which does not throw is no such work.</summary>
    /// <param name="block">The block.</param>
    /// <param name="asks">Whether the block answers a question by yes or no: then the project's own static methods are taken to compute, too.</param>
    public bool IsAll(IBlockOperation block, bool asks = false)
    {
        trustsStatics = asks;
        return Computes(block, MaxDepth, out var calls) && calls;
    }

    private bool Computes(IOperation root, int depth, out bool calls)
    {
        calls = false;
        foreach (var operation in OwnOperations.Of(root))
        {
            switch (operation)
            {
                case IAwaitOperation or IDynamicInvocationOperation or IInvalidOperation or IThrowOperation:
                case IForEachLoopOperation { IsAsynchronous: true }:
                case IObjectCreationOperation { Constructor.ContainingType: { } made } when !IsSource(made) && !IsFrameworkOfValues(made):
                    return false;
                case IObjectCreationOperation:
                    calls = true;
                    break;
                case IInvocationOperation call:
                    calls = true;
                    if (!Computes(call, depth))
                        return false;
                    break;
            }
        }

        return true;
    }

    private bool Computes(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        if (method.Name == "Parse" && !method.ContainingType.GetMembers("TryParse").IsEmpty)
            return false;
        if (IsTextReader(method))
            return true;
        if (!IsSource(method.ContainingType))
            return IsFrameworkOfValues(method.ContainingType) && method.Name is not ("Load" or "Save" or "InvokeMember") && !method.Name.EndsWith("Async", StringComparison.Ordinal);
        return (trustsStatics && method.IsStatic) || Computes(method, depth);
    }

    // "text.AsNumber()"
    private static bool IsTextReader(IMethodSymbol method) =>
        (method.ReducedFrom ?? method) is { IsExtensionMethod: true, ReturnType.IsValueType: true, Parameters: [{ Type.SpecialType: SpecialType.System_String }, ..] };

    private bool Computes(IMethodSymbol method, int depth) =>
        depth > 0 && Bodies.Of(session).Of(method, model, cancellationToken) is { } body && Computes(body, depth - 1, out _);

    private static bool IsSource(INamedTypeSymbol type) => !type.DeclaringSyntaxReferences.IsEmpty;

    private static bool IsFrameworkOfValues(INamedTypeSymbol type)
    {
        if (type.IsTupleType || type.Name is "Path" && type.ContainingNamespace.Name == "IO")
            return true;
        var space = type.ContainingNamespace.ToDisplayString();
        return Spaces.Contains(space) || (space == "System" && !ReachingOut.Contains(type.Name) && type.TypeKind != TypeKind.Delegate);
    }
}
