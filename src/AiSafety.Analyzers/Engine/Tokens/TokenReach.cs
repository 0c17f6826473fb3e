using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Where a token comes from, the best advice first.</summary>
internal enum TokenOrigin
{
    /// <summary>A parameter of the function or of one around it, or of the type's primary constructor.</summary>
    Parameter,

    /// <summary>A local assigned before.</summary>
    Local,

    /// <summary>A field or property of the type or its base.</summary>
    Member,

    /// <summary>A property of a parameter or local, for example of a request context.</summary>
    Carried,
}

/// <summary>A token that can be named at a place.</summary>
/// <param name="Expression">The code that names it.</param>
/// <param name="Symbol">The parameter, local or member that it begins with.</param>
internal sealed record ReachableToken(string Expression, ISymbol Symbol, TokenOrigin Origin);

/// <summary>Which token a place should use. Where several are equally near, none is: unknown is silent.</summary>
internal sealed class TokenReach
{
    private readonly TokenTypes types;
    private readonly ConcurrentDictionary<ISymbol, bool> bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ReachableToken?> used = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<ISymbol>> members = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<(ISymbol, SyntaxNode), bool> declaredAgain = new();
    private readonly INamedTypeSymbol? testContext;
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> requests;
    private readonly Lazy<ImmutableArray<INamedTypeSymbol>> runners;

    private TokenReach(Session session)
    {
        types = TokenTypes.Of(session);
        testContext = session.IsTestProject ? session.Type("Xunit.TestContext") : null;
        requests = new(() => Present(
            session, "Microsoft.AspNetCore.Http.HttpContext", "Grpc.Core.ServerCallContext", "Microsoft.AspNetCore.SignalR.HubCallerContext",
            "Microsoft.Azure.Functions.Worker.FunctionContext"));
        runners = new(() => Present(
            session, "System.Linq.Enumerable", "System.Linq.AsyncEnumerable", "System.Threading.Tasks.Parallel", "System.Collections.Generic.List`1"));
    }

    private static ImmutableArray<INamedTypeSymbol> Present(Session session, params string[] names) =>
        ImmutableArray.CreateRange(names.Select(session.Type).OfType<INamedTypeSymbol>());

    public static TokenReach Of(Session session) => session.Part(static each => new TokenReach(each));

    /// <summary>
    /// Whether any token can be in reach in a member's body; the cheap question to ask first. Answered once per member.
    /// </summary>
    public bool MayReach(ISymbol member, SyntaxNode at)
    {
        if (bodies.TryGetValue(member, out var known))
            return known;
        var may = (member is IMethodSymbol method && Declares(method))
            || (member.ContainingType is { } type && !Members(type).IsEmpty)
            || Hints(at);
        bodies.TryAdd(member, may);
        return may;
    }

    /// <summary>The best token in reach of an operation, or null when there is none or the choice is unknown.</summary>
    /// <param name="at">An operation in the body of <paramref name="member"/>.</param>
    /// <param name="member">The member whose body is analysed.</param>
    public ReachableToken? Best(IOperation at, ISymbol member, CancellationToken cancellationToken)
    {
        var scope = new Scope(this);
        for (var (child, parent) = (at, at.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            cancellationToken.ThrowIfCancellationRequested();
            switch (parent)
            {
                case IBlockOperation block:
                    scope.Add(block.Operations, child);
                    break;
                case ISwitchCaseOperation section:
                    scope.Add(section.Body, child);
                    break;
                case IAnonymousFunctionOperation lambda:
                    if (types.IsExpressionTree(lambda.Parent?.Type) || scope.Leave(lambda.Symbol))
                        return scope.Found(at, member);
                    scope.Static |= lambda.Symbol.IsStatic;
                    scope.Detached |= lambda.Symbol.IsStatic || !RunsWithin(lambda);
                    break;
                case ILocalFunctionOperation local:
                    if (scope.Leave(local.Symbol))
                        return scope.Found(at, member);
                    scope.Static |= local.Symbol.IsStatic;
                    scope.Detached |= local.Symbol.IsStatic || !RunsWithin(local);
                    break;
            }
        }

        if (scope.Leave(member as IMethodSymbol))
            return scope.Found(at, member);
        return FromMembers(at, member, scope.Static)
            ?? scope.FoundCarried(at, member)
            ?? InUse(at, member, scope)
            ?? OfTest(member, scope);
    }

    /// <summary>Whether a lambda is surely done before the function around it goes on, so that its token is the right one.</summary>
    private bool RunsWithin(IAnonymousFunctionOperation lambda)
    {
        IOperation value = lambda;
        while (value.Parent is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation)
            value = value.Parent;
        if (value.Parent is not IArgumentOperation { Parent: IInvocationOperation call })
            return false;
        if (call.TargetMethod.ContainingType is { OriginalDefinition: var owner } && runners.Value.Contains(owner, SymbolEqualityComparer.Default))
            return true;
        return types.IsAwaitable(call.TargetMethod.ReturnType)
            && ResultUses.Of(call) is ResultUse.Awaited or ResultUse.Returned or ResultUse.Handed;
    }

    // A local function runs within its outer one when it is only ever called, and no call is left running.
    private bool RunsWithin(ILocalFunctionOperation local)
    {
        if (local.Parent is not { } outer)
            return false;
        foreach (var operation in outer.Descendants())
        {
            switch (operation)
            {
                case IMethodReferenceOperation reference when Is(reference.Method):
                    return false;
                case IInvocationOperation call when Is(call.TargetMethod) && types.IsAwaitable(call.TargetMethod.ReturnType)
                    && ResultUses.Of(call) is ResultUse.Statement or ResultUse.Detached or ResultUse.Kept:
                    return false;
            }
        }

        return true;

        bool Is(IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(method.OriginalDefinition, local.Symbol);
    }

    private ReachableToken? FromMembers(IOperation at, ISymbol member, bool isStatic)
    {
        if (member.ContainingType is not { } type || member is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor })
            return null;
        isStatic |= member.IsStatic;
        var (field, property) = (default(ISymbol), default(ISymbol));
        var (fields, properties) = (0, 0);
        foreach (var each in Members(type))
        {
            if ((isStatic && !each.IsStatic) || IsPartOf(member, each))
                continue;
            if (each is IPropertySymbol)
                (property, properties) = (each, properties + 1);
            else
                (field, fields) = (each, fields + 1);
        }

        var best = fields == 1 ? field : fields == 0 && properties == 1 ? property : null;
        return best is not null && IsNameable(best, at, member)
            ? new ReachableToken(best.Name, best, best is IParameterSymbol ? TokenOrigin.Parameter : TokenOrigin.Member)
            : null;
    }

    // Controllers and hubs: the request's token, where the member already uses it.
    private ReachableToken? InUse(IOperation at, ISymbol member, Scope scope)
    {
        if (scope.Detached || scope.Static)
            return null;
        return used.TryGetValue(member, out var known) ? known : used.GetOrAdd(member, MayServe(member.ContainingType) ? FindUsed(at) : null);
    }

    // Most types have no request to serve: nothing is inherited that could be one, and no property is one.
    private bool MayServe(INamedTypeSymbol? type) =>
        type is { BaseType.SpecialType: not SpecialType.System_Object } || (type is not null && type.GetMembers().OfType<IPropertySymbol>().Any(each => IsRequest(each.Type)));

    private ReachableToken? FindUsed(IOperation at)
    {
        foreach (var node in Body(at.Syntax).DescendantNodes())
        {
            if (node is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "RequestAborted" or "ConnectionAborted" } access
                || at.SemanticModel!.GetOperation(access) is not IPropertyReferenceOperation reference || !types.IsToken(reference.Type))
                continue;
            if (reference.Instance is IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } context)
                return new ReachableToken(access.WithoutTrivia().ToString(), context.Property, TokenOrigin.Carried);
        }

        return null;
    }

    private ReachableToken? OfTest(ISymbol member, Scope scope)
    {
        if (testContext is null || scope.Detached)
            return null;
        foreach (var attribute in member.GetAttributes())
        {
            for (var type = attribute.AttributeClass; type is not null; type = type.BaseType)
            {
                if (type is { Name: "FactAttribute", ContainingNamespace: { Name: "Xunit", ContainingNamespace.IsGlobalNamespace: true } })
                    return new ReachableToken("TestContext.Current.CancellationToken", testContext, TokenOrigin.Parameter);
            }
        }

        return null;
    }

    private bool Declares(IMethodSymbol method)
    {
        var parameters = method.Parameters;
        foreach (var parameter in parameters)
        {
            if (types.IsToken(parameter.Type))
                return true;
        }

        foreach (var parameter in parameters)
        {
            if (types.Carried(parameter.Type) is not null)
                return true;
        }

        return testContext is not null && !method.GetAttributes().IsEmpty;
    }

    // Names that can stand for a token that no declaration of the member shows: locals and parameters of inner functions.
    private static bool Hints(SyntaxNode at)
    {
        foreach (var node in Body(at).DescendantNodes())
        {
            switch (node)
            {
                case ParameterSyntax { Parent.Parent: AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax }:
                case ParameterSyntax { Parent: SimpleLambdaExpressionSyntax }:
                    return true;
                case SimpleNameSyntax { Identifier.ValueText: var name }
                    when name.IndexOf("Token", StringComparison.Ordinal) >= 0 || name.EndsWith("Aborted", StringComparison.Ordinal)
                    || name.IndexOf("Context", StringComparison.Ordinal) >= 0:
                    return true;
            }
        }

        return false;
    }

    // The member around a place; for top-level statements, all of them.
    private static SyntaxNode Body(SyntaxNode at) => at.FirstAncestorOrSelf<MemberDeclarationSyntax>() switch
    {
        GlobalStatementSyntax { Parent: { } all } => all,
        { } member => member,
        null => at,
    };

    /// <summary>Token fields, properties and primary-constructor parameters that members of the type can name.</summary>
    private ImmutableArray<ISymbol> Members(INamedTypeSymbol type) => members.GetOrAdd(type, FindMembers);

    private ImmutableArray<ISymbol> FindMembers(INamedTypeSymbol type)
    {
        if (types.KeepsItsToken(type))
            return ImmutableArray<ISymbol>.Empty;
        var found = ImmutableArray.CreateBuilder<ISymbol>();
        if (!type.IsRecord && !type.DeclaringSyntaxReferences.IsEmpty)
            found.AddRange(type.InstanceConstructors.SelectMany(static each => each.Parameters).Where(IsPrimaryToken));
        if (TokenTypes.MayHoldToken(type))
            found.AddRange(type.GetMembers().Where(IsToken));
        if (type.BaseType is { SpecialType: SpecialType.None } parent)
        {
            found.AddRange(Members(parent).Where(inherited =>
                inherited is not IParameterSymbol && inherited.DeclaredAccessibility != Accessibility.Private && !found.Any(own => own.Name == inherited.Name)));
        }

        return found.ToImmutable();
    }

    // Only the parameters of a primary constructor are declared by the type itself.
    private bool IsPrimaryToken(IParameterSymbol parameter) =>
        types.IsToken(parameter.Type) && parameter.DeclaringSyntaxReferences is [var declaration, ..] && declaration.GetSyntax() is { Parent.Parent: TypeDeclarationSyntax };

    private bool IsToken(ISymbol member)
    {
        var type = member switch
        {
            IFieldSymbol { IsImplicitlyDeclared: false } field => field.Type,
            IPropertySymbol { GetMethod: not null, IsIndexer: false } property => property.Type,
            _ => null,
        };
        return types.IsToken(type) && member.CanBeReferencedByName && !(member.IsStatic && IsNoToken(member.Name));
    }

    /// <summary>Whether a type stands for the request, call or connection that is being served.</summary>
    private bool IsRequest(ITypeSymbol type)
    {
        for (var each = type; each is not null; each = each.BaseType)
        {
            if (each.Name.EndsWith("Context", StringComparison.Ordinal) && requests.Value.Contains(each, SymbolEqualityComparer.Default))
                return true;
        }

        return false;
    }

    private static bool IsNoToken(string name) =>
        name.IndexOf("None", StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Default", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsPartOf(ISymbol member, ISymbol property) =>
        SymbolEqualityComparer.Default.Equals(member, property)
        || (member is IMethodSymbol { AssociatedSymbol: { } associated } && SymbolEqualityComparer.Default.Equals(associated, property));

    // Binding the name costs more than all the rest, so it is only done where something may hide the symbol.
    private bool IsNameable(ISymbol symbol, IOperation at, ISymbol member)
    {
        // What the innermost function declares can be named in all of it.
        if (symbol is IParameterSymbol or ILocalSymbol && SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, OwnOperations.Symbol(OwnOperations.Function(at)) ?? member))
            return true;
        var isLocal = symbol is ILocalSymbol || symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } };
        if (!IsDeclaredAgain(symbol, at.Syntax) && (isLocal || IsOnlyMember(symbol, member)))
            return true;
        return SymbolEqualityComparer.Default.Equals(
            at.SemanticModel!.GetSpeculativeSymbolInfo(at.Syntax.SpanStart, SyntaxFactory.IdentifierName(symbol.Name), SpeculativeBindingOption.BindAsExpression).Symbol?.OriginalDefinition,
            symbol.OriginalDefinition);
    }

    // Whether the member around a place declares something else with the symbol's name.
    private bool IsDeclaredAgain(ISymbol symbol, SyntaxNode at)
    {
        var key = (symbol, Body(at));
        return declaredAgain.TryGetValue(key, out var known) ? known : declaredAgain.GetOrAdd(key, FindAnother(symbol, key.Item2));
    }

    private static bool FindAnother(ISymbol symbol, SyntaxNode body)
    {
        foreach (var token in body.DescendantTokens())
        {
            if (token.IsKind(SyntaxKind.IdentifierToken) && token.Parent is not SimpleNameSyntax && token.ValueText == symbol.Name
                && !symbol.Locations.Any(each => each.SourceTree == token.SyntaxTree && each.SourceSpan == token.Span))
                return true;
        }

        return false;
    }

    // Whether a field, property or parameter of a primary constructor is what its name means in the members of a type.
    private static bool IsOnlyMember(ISymbol symbol, ISymbol member)
    {
        // What another assembly declares may be out of sight.
        if (!SymbolEqualityComparer.Default.Equals(symbol.ContainingAssembly, member.ContainingAssembly))
            return false;
        for (var type = member.ContainingType; type is not null; type = type.BaseType)
        {
            var isOwner = SymbolEqualityComparer.Default.Equals(type, symbol.ContainingType);
            foreach (var each in type.GetMembers(symbol.Name))
            {
                if (!isOwner || !SymbolEqualityComparer.Default.Equals(each, symbol))
                    return false;
            }

            if (isOwner)
                return true;
        }

        return false;
    }

    /// <summary>What the walk outward has met so far.</summary>
    private sealed class Scope(TokenReach reach)
    {
        private readonly List<ISymbol> locals = [];
        private ReachableToken? carriedToken;
        private int carriedTokens;
        private ISymbol? found;

        /// <summary>The outer function's parameters and locals are not in reach, or the wrong advice.</summary>
        public bool Detached { get; set; }

        /// <summary>Members of <c>this</c> are not in reach.</summary>
        public bool Static { get; set; }

        /// <summary>Collects the token locals that are declared before <paramref name="child"/>.</summary>
        public void Add(ImmutableArray<IOperation> operations, IOperation child)
        {
            if (Detached)
                return;
            foreach (var operation in operations)
            {
                if (operation == child)
                    return;
                var group = operation is IUsingDeclarationOperation used ? used.DeclarationGroup : operation as IVariableDeclarationGroupOperation;
                if (group is null)
                    continue;
                foreach (var declaration in group.Declarations)
                {
                    foreach (var declarator in declaration.Declarators)
                    {
                        if (declarator.GetVariableInitializer() is not { Value: var value })
                            continue;
                        if (reach.types.IsToken(declarator.Symbol.Type) && !IsNone(value))
                            locals.Add(declarator.Symbol);
                        else if (reach.IsRequest(declarator.Symbol.Type) && IsNotNull(value))
                            Carry(declarator.Symbol, declarator.Symbol.Type);
                    }
                }
            }
        }

        /// <summary>At the border of a function: true when the search is over, with or without a token.</summary>
        public bool Leave(IMethodSymbol? function)
        {
            if (function is { IsAsync: true, ReturnsVoid: true })
                return true; // A cancellation would escape to nobody.
            if (Detached || function is null)
                return false;
            ISymbol? token = null;
            var tokens = 0;
            foreach (var parameter in function.Parameters)
            {
                if (parameter.RefKind == RefKind.Out)
                    continue;
                if (reach.types.IsToken(parameter.Type))
                    (token, tokens) = (parameter, tokens + 1);
                else if (parameter.NullableAnnotation != NullableAnnotation.Annotated)
                    Carry(parameter, parameter.Type);
            }

            if (tokens > 0)
                found = tokens == 1 && token!.Name.Trim('_').Length > 0 ? token : null;
            else if (locals.Count > 0)
                found = locals.Count == 1 ? locals[0] : null;
            return tokens > 0 || locals.Count > 0;
        }

        public ReachableToken? Found(IOperation at, ISymbol member) => found is not null && reach.IsNameable(found, at, member)
            ? new ReachableToken(found.Name, found, found is IParameterSymbol ? TokenOrigin.Parameter : TokenOrigin.Local)
            : null;

        public ReachableToken? FoundCarried(IOperation at, ISymbol member) =>
            carriedTokens == 1 && reach.IsNameable(carriedToken!.Symbol, at, member) ? carriedToken : null;

        private void Carry(ISymbol context, ITypeSymbol type)
        {
            if (reach.types.Carried(type) is { } property)
            {
                carriedToken = new ReachableToken(context.Name + "." + property.Name, context, TokenOrigin.Carried);
                carriedTokens++;
            }
        }

        private static bool IsNotNull(IOperation value) =>
            value.SemanticModel!.GetTypeInfo(value.Syntax).Nullability.FlowState != NullableFlowState.MaybeNull;

        private static bool IsNone(IOperation value)
        {
            value = OwnOperations.Unwrap(value);
            return value is IDefaultValueOperation or ILiteralOperation or IPropertyReferenceOperation { Property: { IsStatic: true, Name: "None" } };
        }
    }
}
