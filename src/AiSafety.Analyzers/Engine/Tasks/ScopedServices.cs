using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>
/// The services that this project registers as scoped (<c>AddScoped&lt;IOrders, Orders&gt;()</c>), where a scope is a request.
/// Read once, when the first candidate asks. Where a user interface keeps a scope alive for long (Blazor), nothing is known.
/// </summary>
internal sealed class ScopedServices
{
    private static readonly string[] LongScopes =
        ["AddInteractiveServerComponents", "AddServerSideBlazor", "WebAssemblyHostBuilder", "MauiAppBuilder", ": ComponentBase", ": global::Microsoft.AspNetCore.Components.ComponentBase"];

    private readonly object gate = new();
    private readonly Session session;
    private HashSet<INamedTypeSymbol>? services;

    private ScopedServices(Session session) => this.session = session;

    public static ScopedServices Of(Session session) => session.Part(static each => new ScopedServices(each));

    /// <summary>Whether the type is registered as scoped in this project.</summary>
    public bool Contains(ITypeSymbol type, SemanticModel current, CancellationToken cancellationToken)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Interface or TypeKind.Class, SpecialType: SpecialType.None } named)
            return false;
        lock (gate)
            services ??= Read(current, cancellationToken);
        return services.Contains(named.OriginalDefinition);
    }

    private HashSet<INamedTypeSymbol> Read(SemanticModel current, CancellationToken cancellationToken)
    {
        var found = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        if (session.Type("Microsoft.AspNetCore.Http.HttpContext") is null
            || session.Type("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions") is not { } registrations)
            return found;
        foreach (var tree in session.Compilation.SyntaxTrees)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var text = tree.GetText(cancellationToken).ToString();
            foreach (var sign in LongScopes)
            {
                if (text.IndexOf(sign, StringComparison.Ordinal) >= 0)
                    return new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
            }

            if (text.IndexOf("AddScoped", StringComparison.Ordinal) >= 0)
                Read(tree, current, registrations, found, cancellationToken);
        }

        return found;
    }

    private void Read(
        SyntaxTree tree, SemanticModel current, INamedTypeSymbol registrations, HashSet<INamedTypeSymbol> found, CancellationToken cancellationToken)
    {
        var model = Bodies.Of(session).Model(tree, current);
        foreach (var node in tree.GetRoot(cancellationToken).DescendantNodes())
        {
            if (node is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AddScoped" } } call
                || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method
                || !SymbolEqualityComparer.Default.Equals(method.ContainingType, registrations))
                continue;
            var service = method.TypeArguments.Length > 0
                ? method.TypeArguments[0]
                : call.ArgumentList.Arguments is [{ Expression: TypeOfExpressionSyntax named }, ..] ? model.GetTypeInfo(named.Type, cancellationToken).Type : null;
            if (service is INamedTypeSymbol type)
                found.Add(type.OriginalDefinition);
        }
    }
}
