using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>What ends the life of a thing that dropped work uses.</summary>
internal enum Ends
{
    /// <summary>The end of the HTTP request.</summary>
    WithRequest,

    /// <summary>The end of the dependency-injection scope that it was made in.</summary>
    WithScope,

    /// <summary>The end of the method, by <c>using</c>.</summary>
    WithMethod,
}

/// <summary>A thing that may be gone before the work that uses it is done.</summary>
internal readonly record struct ShortLived(string Name, Ends Ends);

/// <summary>Finds what work uses that dies with the request, the scope or the method, if that can be proved.</summary>
internal sealed class Lifetimes
{
    private const int MaxDepth = 3;

    private readonly HashSet<INamedTypeSymbol> requestTypes = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> scopedTypes = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> disposedTypes = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> boundTypes = new(SymbolEqualityComparer.Default);
    private readonly HashSet<INamedTypeSymbol> entryTypes = new(SymbolEqualityComparer.Default);
    private readonly FactIndex<TaskCall> calls;
    private readonly Session session;

    private Lifetimes(Session session)
    {
        this.session = session;
        calls = session.Facts(TaskCalls.Table);
        Add(requestTypes, ShortLivedTypes.OfRequest);
        Add(scopedTypes, ShortLivedTypes.OfScope);
        Add(disposedTypes, ShortLivedTypes.UselessWhenDisposed);
        Add(boundTypes, ShortLivedTypes.BoundToTheScopeOfTheirUser);
        Add(entryTypes, ShortLivedTypes.MadePerRequest);

        void Add(HashSet<INamedTypeSymbol> types, string[] names)
        {
            foreach (var name in names)
            {
                if (session.Type(name) is { } type)
                    types.Add(type);
            }
        }
    }

    public static Lifetimes Of(Session session) => session.Part(static each => new Lifetimes(each));

    /// <summary>Something short-lived that the work behind a dropped task uses, or null when none is proved.</summary>
    public ShortLived? Find(IOperation task, Site site) => OfTask(task, new Search(task, site));

    private sealed class Search(IOperation drop, Site site)
    {
        /// <summary>The dropped task.</summary>
        public IOperation Drop { get; } = drop;

        public Site Site { get; } = site;

        /// <summary>Methods whose bodies were looked at: each is worth one look.</summary>
        public HashSet<IMethodSymbol> Seen { get; } = new(SymbolEqualityComparer.Default);
    }

    private ShortLived? OfTask(IOperation task, Search search)
    {
        task = OwnOperations.Unwrap(task);
        if (task is IConditionalAccessOperation access)
            return OfTask(access.WhenNotNull, search);
        if (task is not IInvocationOperation call)
            return null;
        switch (calls.Find(call.TargetMethod)?.Role)
        {
            case TaskRole.EndsWell or TaskRole.Dispatches:
                return null;
            case TaskRole.Wraps:
                return TaskShape.Receiver(call) is { } wrapped ? OfTask(wrapped, search) : null;
            case TaskRole.Continues:
                return (TaskShape.Receiver(call) is { } antecedent ? OfTask(antecedent, search) : null)
                    ?? OfDelegates(call, search);
            case TaskRole.Starts:
                return OfDelegates(call, search);
            case TaskRole.Joins:
                return OfJoined(call, search);
            default:
                return (TaskShape.Receiver(call) is { } receiver ? OfValue(receiver, search) : null)
                    ?? OfArguments(call, search)
                    ?? OfDelegates(call, search)
                    ?? OfCallee(call.TargetMethod, call.Instance, search, MaxDepth);
        }
    }

    private ShortLived? OfJoined(IInvocationOperation call, Search search)
    {
        foreach (var task in TaskShape.Joined(call))
        {
            if (OfTask(task, search) is { } found)
                return found;
        }

        return null;
    }

    private ShortLived? OfArguments(IInvocationOperation call, Search search)
    {
        foreach (var argument in call.Arguments)
        {
            if (OfReference(OwnOperations.Unwrap(argument.Value), search) is { } found)
                return found;
        }

        return null;
    }

    // A receiver is held on to as far as the chain goes: db.Orders.Where(…) is the work of db.
    private ShortLived? OfValue(IOperation value, Search search)
    {
        for (var each = OwnOperations.Unwrap(value); ;)
        {
            if (each.Type is null or { IsValueType: true, Name: not "AsyncServiceScope" } or { SpecialType: SpecialType.System_String })
                return null;
            if (OfReference(each, search) is { } found)
                return found;
            var next = each switch
            {
                IMemberReferenceOperation member => member.Instance,
                IInvocationOperation call => TaskShape.Receiver(call),
                IConditionalAccessOperation access => access.Operation,
                _ => null,
            };
            if (next is null)
                return null;
            each = OwnOperations.Unwrap(next);
        }
    }

    private ShortLived? OfDelegates(IInvocationOperation call, Search search)
    {
        foreach (var argument in call.Arguments)
        {
            if (OwnOperations.Unwrap(argument.Value) is not IDelegateCreationOperation creation)
                continue;
            var found = OwnOperations.Unwrap(creation.Target) switch
            {
                IAnonymousFunctionOperation lambda => OfFunction(lambda, search, MaxDepth),
                IMethodReferenceOperation reference => OfCallee(reference.Method, reference.Instance, search, MaxDepth),
                _ => null,
            };
            if (found is not null)
                return found;
        }

        return null;
    }

    // Methods of the same object see the same fields; local functions see the variables around them.
    private ShortLived? OfCallee(IMethodSymbol method, IOperation? instance, Search search, int depth)
    {
        if (depth == 0 || !search.Seen.Add(method.OriginalDefinition))
            return null;
        if (method.MethodKind != MethodKind.LocalFunction && instance is not IInstanceReferenceOperation)
            return null;
        return Bodies.Of(session).Of(method, search.Site.Model, search.Site.CancellationToken) is { } body
            ? OfFunction(body, search, depth - 1)
            : null;
    }

    private ShortLived? OfFunction(IOperation function, Search search, int depth)
    {
        foreach (var each in function.Descendants())
        {
            search.Site.CancellationToken.ThrowIfCancellationRequested();
            if (each is IInvocationOperation call)
            {
                if (call.TargetMethod.DeclaringSyntaxReferences.Length == 1
                    && OfCallee(call.TargetMethod, call.Instance, search, depth) is { } inner)
                    return inner;
            }
            else if (!IsMadeIn(function, each) && !IsNameOnly(each) && OfReference(each, search) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static bool IsNameOnly(IOperation reference)
    {
        for (var parent = reference.Parent; parent is IMemberReferenceOperation or INameOfOperation; parent = parent.Parent)
        {
            if (parent is INameOfOperation)
                return true;
        }

        return false;
    }

    // What a chain of members starts from decides: a parameter or local of the function itself lives as long as the work.
    private static bool IsMadeIn(IOperation function, IOperation reference)
    {
        var root = reference;
        while (root is IMemberReferenceOperation { Instance: { } instance })
            root = OwnOperations.Unwrap(instance);
        ISymbol? symbol;
        switch (root)
        {
            case ILocalReferenceOperation local:
                symbol = local.Local;
                break;
            case IParameterReferenceOperation parameter:
                symbol = parameter.Parameter;
                break;
            default:
                return root is IConditionalAccessInstanceOperation or IInvocationOperation or IObjectCreationOperation;
        }

        foreach (var declaration in symbol.DeclaringSyntaxReferences)
        {
            if (declaration.SyntaxTree == function.Syntax.SyntaxTree && function.Syntax.Span.Contains(declaration.Span))
                return true;
        }

        return false;
    }

    private ShortLived? OfReference(IOperation reference, Search search)
    {
        switch (reference)
        {
            case ILocalReferenceOperation { Local: var local }:
                return OfLocal(local, search, depth: 0);
            case IParameterReferenceOperation { Parameter: { RefKind: RefKind.None } parameter }:
                return OfType(parameter.Type, parameter.Name, search);
            case IFieldReferenceOperation { Field: { IsStatic: false } field }:
                return IsOf(field.Type, requestTypes) || IsInjected(field) ? OfType(field.Type, field.Name, search) : null;
            case IPropertyReferenceOperation { Property: { IsStatic: false } property }:
                return IsOf(property.Type, requestTypes) || IsInjected(property) ? OfType(property.Type, property.Name, search) : null;
            default:
                return null;
        }
    }

    private ShortLived? OfType(ITypeSymbol type, string name, Search search) =>
        IsOf(type, requestTypes) ? new ShortLived(name, Ends.WithRequest)
        : IsOf(type, scopedTypes) || ScopedServices.Of(session).Contains(type, search.Site.Model, search.Site.CancellationToken) ? new ShortLived(name, Ends.WithScope)
        : IsOf(type, boundTypes) && IsOf(search.Site.ContainingSymbol.ContainingType, entryTypes) ? new ShortLived(name, Ends.WithScope)
        : null;

    private ShortLived? OfLocal(ILocalSymbol local, Search search, int depth)
    {
        if (depth > 2 || local.DeclaringSyntaxReferences is not [var declaration] || declaration.SyntaxTree != search.Drop.Syntax.SyntaxTree
            || declaration.GetSyntax(search.Site.CancellationToken) is not VariableDeclaratorSyntax declarator)
            return null;
        if (UsingScope(declarator) is { } scope)
        {
            return (IsOf(local.Type, disposedTypes) || IsOf(local.Type, scopedTypes)) && EndsBefore(scope, search.Drop.Syntax)
                ? new ShortLived(local.Name, Ends.WithMethod)
                : null;
        }

        if (declarator.Initializer?.Value is not { } value || search.Drop.SemanticModel?.GetOperation(value, search.Site.CancellationToken) is not { } made)
            return null;
        made = OwnOperations.Unwrap(made is IAwaitOperation wait ? wait.Operation : made);
        switch (made)
        {
            // var context = HttpContext; var accessor = …
            case IMemberReferenceOperation or IParameterReferenceOperation:
                return OfReference(made, search) is { } same ? same with { Name = local.Name } : null;
            // A service from a scope lives as long as the scope.
            case IInvocationOperation { TargetMethod: { ContainingType.Name: "ServiceProviderServiceExtensions" or "IServiceProvider" } } resolved
                when TaskShape.Receiver(resolved) is { } provider:
                return OfProvider(provider, local, search, depth);
            default:
                return null;
        }
    }

    private ShortLived? OfProvider(IOperation provider, ILocalSymbol service, Search search, int depth)
    {
        for (var each = OwnOperations.Unwrap(provider); ;)
        {
            if (each is ILocalReferenceOperation { Local: var local })
                return OfLocal(local, search, depth + 1) is { } scope ? scope with { Name = service.Name } : null;
            if (OfReference(each, search) is { Ends: Ends.WithRequest } request)
                return request with { Name = service.Name };
            if (each is not IMemberReferenceOperation { Instance: { } next })
                return null;
            each = OwnOperations.Unwrap(next);
        }
    }

    // A member that the class fills itself has a life that we do not know; one that a constructor takes comes from outside.
    private static bool IsInjected(ISymbol member)
    {
        var type = member is IFieldSymbol field ? field.Type : ((IPropertySymbol)member).Type;
        foreach (var attribute in member.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is "InjectAttribute")
                return true;
        }

        foreach (var constructor in member.ContainingType.InstanceConstructors)
        {
            foreach (var parameter in constructor.Parameters)
            {
                if (SymbolEqualityComparer.Default.Equals(parameter.Type, type))
                    return true;
            }
        }

        return false;
    }

    private static bool IsOf(ITypeSymbol? type, HashSet<INamedTypeSymbol> types)
    {
        for (var each = type as INamedTypeSymbol; each is not null; each = each.BaseType)
        {
            if (types.Contains(each.OriginalDefinition))
                return true;
        }

        return false;
    }

    private static SyntaxNode? UsingScope(VariableDeclaratorSyntax declarator) => declarator.Parent?.Parent switch
    {
        LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } statement => statement.Parent,
        UsingStatementSyntax statement => statement.Statement,
        _ => null,
    };

    // Whether the scope runs to its end without waiting for anything: what is waited for could be the work itself.
    private static bool EndsBefore(SyntaxNode scope, SyntaxNode drop)
    {
        if (!scope.Span.Contains(drop.Span))
            return false;
        var start = drop.SpanStart;
        for (var each = drop.Parent; each is not null && each != scope; each = each.Parent)
        {
            if (each is WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)
                start = each.SpanStart;
            if (each is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
                return false;
        }

        foreach (var node in scope.DescendantNodes(static node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)))
        {
            if (node.SpanStart < start || drop.Span.Contains(node.Span))
                continue;
            if (node is AwaitExpressionSyntax or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 })
                return false;
            if (node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } }
                && (name.StartsWith("Wait", StringComparison.Ordinal) || name is "Join" or "GetResult" or "Run" or "ReadKey" or "ReadLine"))
                return false;
            if (node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Result" } && node.IsKind(SyntaxKind.SimpleMemberAccessExpression))
                return false;
        }

        return true;
    }
}
