using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Knowledge;
using AiSafety.Analyzers.Shell;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Paths;

/// <summary>Who decides which place a path names. In the order in which one of several possible values outweighs the others.</summary>
internal enum PathOrigin
{
    /// <summary>Among temporary files, build output or caches, or made by the same code.</summary>
    Scratch,

    /// <summary>A fixed place, or one that a number or Guid names.</summary>
    Fixed,

    /// <summary>It cannot be seen.</summary>
    Unknown,

    /// <summary>A caller, a setting, the environment or a request.</summary>
    Chosen,
}

/// <summary>Follows a path to where it comes from: through locals, fields, joins, and one level of private callers.</summary>
internal sealed class PathOrigins
{
    private const int MaxSteps = 400;
    private const int MaxDepth = 30;

    private readonly Site site;
    private readonly FactIndex<PathFact> facts;
    private readonly HashSet<ISymbol> open = new(SymbolEqualityComparer.Default);
    private int steps;
    private int depth;

    private PathOrigins(Site site)
    {
        this.site = site;
        facts = site.Session.Facts(PathSources.Table);
    }

    /// <summary>The origin of the path that the expression yields: a string, a FileInfo or DirectoryInfo, or a collection of them.</summary>
    public static PathOrigin Of(IOperation path, Site site) => new PathOrigins(site).Read(path);

    private PathOrigin Read(IOperation operation)
    {
        if (++steps > MaxSteps || depth >= MaxDepth)
            return PathOrigin.Unknown;
        depth++;
        var origin = ReadCore(OwnOperations.Unwrap(operation));
        depth--;
        return origin;
    }

    private PathOrigin ReadCore(IOperation operation)
    {
        if (operation.ConstantValue.HasValue)
            return PathOrigin.Fixed;
        if (IsValue(operation.Type))
            return PathOrigin.Fixed;
        switch (operation)
        {
            case IConditionalOperation { WhenFalse: { } otherwise } choice:
                return Worst([choice.WhenTrue, otherwise]);
            case ICoalesceOperation choice:
                return Worst([choice.Value, choice.WhenNull]);
            case ISwitchExpressionOperation choice:
                return Worst(choice.Arms.Select(arm => arm.Value));
            case IThrowOperation:
                return PathOrigin.Scratch;
            case IAwaitOperation await:
                return Read(await.Operation);
            case ISimpleAssignmentOperation assignment:
                return Read(assignment.Value);
            case IConditionalAccessOperation access:
                return access.WhenNotNull is IInvocationOperation or IPropertyReferenceOperation ? Read(access.WhenNotNull) : PathOrigin.Unknown;
            case IConditionalAccessInstanceOperation instance:
                return OwnOperations.Accessed(instance) is { } accessed ? Read(accessed) : PathOrigin.Unknown;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add } sum:
                return Join([sum.LeftOperand, sum.RightOperand]);
            case IInterpolatedStringOperation interpolated:
                return Join(interpolated.Parts.Select(part => part is IInterpolationOperation hole ? hole.Expression : ((part as IInterpolatedStringTextOperation)?.Text) ?? part));
            case IArrayElementReferenceOperation element:
                return Read(element.ArrayReference);
            case IObjectCreationOperation { Arguments: [{ Value: var path }, ..], Type: { Name: "DirectoryInfo" or "FileInfo", ContainingNamespace: { Name: "IO", ContainingNamespace.Name: "System" } } }:
                return Read(path);
            case ILocalReferenceOperation or IParameterReferenceOperation:
                return Variable(operation);
            case IFieldReferenceOperation { Field: var field }:
                return Member(field);
            case IPropertyReferenceOperation property:
                return Property(property);
            case IInvocationOperation call:
                return Call(call);
            default:
                return PathOrigin.Unknown;
        }
    }

    private PathOrigin Worst(IEnumerable<IOperation> choices)
    {
        var worst = PathOrigin.Scratch;
        foreach (var choice in choices)
        {
            var origin = Read(choice);
            worst = origin > worst ? origin : worst;
        }

        return worst;
    }

    /// <summary>A path put together: temporary as soon as one part is; else the last part decides where a whole folder could be meant.</summary>
    private PathOrigin Join(IEnumerable<IOperation> parts)
    {
        var worst = PathOrigin.Fixed;
        var (last, isEmpty, isOwn) = (PathOrigin.Fixed, true, false);
        foreach (var part in parts)
        {
            var bare = OwnOperations.Unwrap(part);
            if (bare.ConstantValue is { HasValue: true, Value: var constant })
            {
                var text = constant?.ToString() ?? "";
                if (text.Split('/', '\\').Any(ShellScratch.IsFolder))
                    return PathOrigin.Scratch;
                isEmpty &= text.Trim('/', '\\', '.', '*').Length == 0;
                if (!isEmpty)
                    last = PathOrigin.Fixed;
                continue;
            }

            var origin = Read(part);
            if (origin == PathOrigin.Scratch)
                return PathOrigin.Scratch;
            isOwn |= IsOwn(bare);
            worst = origin > worst ? origin : worst;

            // A number or Guid that stands alone names one thing below the rest.
            last = IsValue(bare.Type) || IsValueText(bare) ? PathOrigin.Fixed : origin;
            isEmpty = last != PathOrigin.Fixed;
        }

        if (last == PathOrigin.Fixed && !isEmpty && (worst == PathOrigin.Fixed || isOwn))
            return PathOrigin.Fixed;
        return last == PathOrigin.Fixed && !isEmpty && EndsInValue(parts) ? PathOrigin.Fixed : worst;
    }

    private static bool EndsInValue(IEnumerable<IOperation> parts) => OwnOperations.Unwrap(parts.Last()) is var end && !end.ConstantValue.HasValue && (IsValue(end.Type) || IsValueText(end));

    // id.ToString(), id.ToString("N")
    private static bool IsValueText(IOperation operation) => operation is IInvocationOperation { TargetMethod.Name: "ToString", Instance: { } value } && IsValue(value.Type);

    private bool IsOwn(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property.GetMethod: { } getter } => facts.Find(getter) is { Source: PathSource.Own },
        IInvocationOperation call => facts.Find(call.TargetMethod) is { Source: PathSource.Own },
        _ => false,
    };

    private PathOrigin Variable(IOperation use)
    {
        if (use is ILocalReferenceOperation { Local: var local } && LoopOver(local, use) is { } listing)
            return Read(listing);
        if (ReachingValues.Symbol(use) is not { } symbol || ReachingValues.Of(use, site) is not { } definitions || !open.Add(symbol))
            return use is IParameterReferenceOperation { Parameter: var written } ? Parameter(written, use) : PathOrigin.Unknown;
        var worst = PathOrigin.Scratch;
        foreach (var definition in definitions)
        {
            var origin = definition.IsParameterValue ? Parameter((IParameterSymbol)symbol, use)
                : definition.Value is { } value ? definition.BuildsOnPrevious ? PathOrigin.Unknown : Read(value)
                : PathOrigin.Unknown;
            worst = origin > worst ? origin : worst;
        }

        open.Remove(symbol);
        return worst;
    }

    /// <summary>The collection of the foreach whose variable this is.</summary>
    private static IOperation? LoopOver(ILocalSymbol local, IOperation use)
    {
        for (var each = use.Parent; each is not null; each = each.Parent)
        {
            if (each is IForEachLoopOperation loop && loop.Locals.Contains(local, SymbolEqualityComparer.Default))
                return loop.Collection;
        }

        return null;
    }

    private PathOrigin Parameter(IParameterSymbol parameter, IOperation use)
    {
        if (parameter.ContainingSymbol is not IMethodSymbol method || !open.Add(method))
            return PathOrigin.Unknown;
        var origin = method.MethodKind switch
        {
            MethodKind.AnonymousFunction => PathOrigin.Unknown,
            MethodKind.LocalFunction => FromCallers(parameter, method, use),
            _ when method.DeclaredAccessibility == Accessibility.Private => FromCallers(parameter, method, use),
            _ => PathOrigin.Chosen,
        };
        open.Remove(method);
        return origin;
    }

    // What the callers in the type pass to a private method; the worst of it.
    private PathOrigin FromCallers(IParameterSymbol parameter, IMethodSymbol method, IOperation use)
    {
        if (use.SemanticModel is not { } model || method.ContainingType.DeclaringSyntaxReferences is not [var declaration])
            return PathOrigin.Chosen;
        var (worst, calls) = (PathOrigin.Scratch, 0);
        foreach (var node in declaration.GetSyntax(site.CancellationToken).DescendantNodes())
        {
            if (node is not InvocationExpressionSyntax invocation || !IsNamed(invocation, method.Name) || ++calls > 20
                || model.GetOperation(invocation, site.CancellationToken) is not IInvocationOperation call
                || !SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, method))
                continue;
            foreach (var argument in call.Arguments)
            {
                if (argument.Parameter?.Ordinal != parameter.Ordinal)
                    continue;

                // Only what needs no flow can be followed in another member.
                var origin = SymbolEqualityComparer.Default.Equals(Enclosing(call, model), Outermost(site.ContainingSymbol)) ? Read(argument.Value) : ReadElsewhere(argument.Value);
                worst = origin > worst ? origin : worst;
            }
        }

        return calls == 0 ? PathOrigin.Chosen : worst;
    }

    private static bool IsNamed(InvocationExpressionSyntax invocation, string name) => invocation.Expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText == name,
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText == name,
        _ => false,
    };

    // A local with one definition is followed without a flow graph.
    private PathOrigin ReadElsewhere(IOperation operation)
    {
        var bare = OwnOperations.Unwrap(operation);
        if (bare is IParameterReferenceOperation)
            return PathOrigin.Chosen;
        if (bare is not ILocalReferenceOperation { Local: var local })
            return Read(operation);
        if (LoopOver(local, bare) is { } listing)
            return ReadElsewhere(listing);
        var root = OwnOperations.Root(bare);
        var worst = PathOrigin.Scratch;
        var found = false;
        foreach (var each in root.Descendants())
        {
            var value = each switch
            {
                IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) => declarator.GetVariableInitializer()?.Value,
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var target } } assignment when SymbolEqualityComparer.Default.Equals(target, local) => assignment.Value,
                _ => null,
            };
            if (value is null || ++steps > MaxSteps)
                continue;
            found = true;
            var origin = value is IInvocationOperation { Arguments: var arguments } call && facts.Find(call.TargetMethod) is { Source: PathSource.Joined }
                ? JoinElsewhere(arguments) : ReadElsewhere(value);
            worst = origin > worst ? origin : worst;
        }

        return found ? worst : PathOrigin.Unknown;
    }

    private PathOrigin JoinElsewhere(ImmutableArray<IArgumentOperation> arguments) =>
        arguments.Any(argument => OwnOperations.Unwrap(argument.Value) is ILocalReferenceOperation && ReadElsewhere(argument.Value) == PathOrigin.Scratch)
            ? PathOrigin.Scratch
            : Join(Values(arguments));

    private PathOrigin Member(ISymbol member)
    {
        if (member is IFieldSymbol { IsConst: true })
            return PathOrigin.Fixed;
        if (!open.Add(member))
            return PathOrigin.Unknown;
        var origin = SymbolEqualityComparer.Default.Equals(member.ContainingType, site.ContainingSymbol.ContainingType) || IsFixedElsewhere(member) ? FromAssignments(member) : PathOrigin.Unknown;
        open.Remove(member);
        return origin;
    }

    private static bool IsFixedElsewhere(ISymbol member) => member is IFieldSymbol { IsStatic: true, IsReadOnly: true };

    // What the type itself puts into its field or property; the worst of it.
    private PathOrigin FromAssignments(ISymbol member)
    {
        var values = new List<IOperation>();
        foreach (var reference in member.ContainingType.DeclaringSyntaxReferences)
        {
            var syntax = reference.GetSyntax(site.CancellationToken);
            if (!site.Compilation.ContainsSyntaxTree(syntax.SyntaxTree))
                return PathOrigin.Unknown;
            var model = Bodies.Of(site.Session).Model(syntax.SyntaxTree, site.Model);
            foreach (var node in syntax.DescendantNodes())
            {
                var value = node switch
                {
                    VariableDeclaratorSyntax { Initializer.Value: var initial, Parent.Parent: BaseFieldDeclarationSyntax } declarator when declarator.Identifier.ValueText == member.Name => initial,
                    PropertyDeclarationSyntax { Initializer.Value: var initial } property when property.Identifier.ValueText == member.Name => initial,
                    AssignmentExpressionSyntax assignment when Names(assignment.Left, member.Name)
                        && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(assignment.Left, site.CancellationToken).Symbol, member) => assignment.Right,
                    _ => null,
                };
                if (value is not null && model.GetOperation(value, site.CancellationToken) is { } operation)
                    values.Add(operation);
            }
        }

        if (values.Count is 0 or > 20)
            return member is IPropertySymbol ? PathOrigin.Unknown : PathOrigin.Chosen;
        var worst = PathOrigin.Scratch;
        foreach (var value in values)
        {
            var origin = ReadElsewhere(value);
            worst = origin > worst ? origin : worst;
        }

        return worst;
    }

    private static bool Names(ExpressionSyntax target, string name) => target switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: var member } => member.Identifier.ValueText == name,
        _ => false,
    };

    private PathOrigin Property(IPropertyReferenceOperation reference)
    {
        var property = reference.Property;
        if (property.GetMethod is { } getter && facts.Find(getter) is { } fact)
            return FromFact(fact, reference.Instance, reference.Arguments);
        if (IsSettings(property.ContainingType))
            return PathOrigin.Chosen;
        if (reference.Instance is null or IInstanceReferenceOperation)
            return property.GetMethod is { } own && Bodies.Of(site.Session).Of(own, site.Model, site.CancellationToken) is { } body && Returned(body) is { } value ? ReadElsewhere(value) : Member(property);

        // request.Folder, command.Path: what a caller passes in an object.
        return property.Type.SpecialType == SpecialType.System_String && OwnOperations.Unwrap(reference.Instance) is IParameterReferenceOperation { Parameter: var parameter }
            ? Parameter(parameter, reference)
            : PathOrigin.Unknown;
    }

    private static IOperation? Returned(IOperation body)
    {
        IOperation? value = null;
        foreach (var each in body.Descendants())
        {
            if (each is not IReturnOperation { ReturnedValue: { } returned })
                continue;
            if (value is not null)
                return null;
            value = returned;
        }

        return value;
    }

    private static bool IsSettings(INamedTypeSymbol? type) =>
        type is not null && new[] { "Options", "Settings", "Setting", "Config", "Configuration" }.Any(suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal));

    private PathOrigin Call(IInvocationOperation call)
    {
        if (facts.Find(call.TargetMethod) is { } fact)
            return FromFact(fact, call.Instance, call.Arguments);

        // A listing that is filtered is a choice of its own; one that is only sorted or copied is not.
        return call.TargetMethod.Name is "ToList" or "ToArray" or "OrderBy" or "OrderByDescending" or "Reverse" or "AsEnumerable" or "AsParallel" or "Order" or "OrderDescending"
            && call.Arguments.Length > 0 && call.TargetMethod.ContainingType.Name is "Enumerable" or "ParallelEnumerable"
            ? Read(call.Arguments[0].Value)
            : PathOrigin.Unknown;
    }

    private PathOrigin FromFact(PathFact fact, IOperation? instance, ImmutableArray<IArgumentOperation> arguments)
    {
        switch (fact.Source)
        {
            case PathSource.Scratch:
                return PathOrigin.Scratch;
            case PathSource.Own:
                return PathOrigin.Fixed;
            case PathSource.Chosen:
                return arguments.Any(argument => argument.Value.ConstantValue is { HasValue: true, Value: string name } && ShellScratch.IsVariable(name)) ? PathOrigin.Scratch : PathOrigin.Chosen;
            case PathSource.Same:
                return instance is not null ? Read(instance) : arguments.Length > 0 ? Read(arguments[0].Value) : PathOrigin.Unknown;
            case PathSource.Joined:
                return Join(Values(arguments));
            default:
                // A pattern picks some of what is there.
                var source = instance ?? (arguments.Length > 0 ? arguments[0].Value : null);
                return source is null || Listings.Selects(arguments) ? PathOrigin.Unknown : Read(source);
        }
    }

    private static IEnumerable<IOperation> Values(ImmutableArray<IArgumentOperation> arguments)
    {
        foreach (var argument in arguments)
        {
            if (OwnOperations.Unwrap(argument.Value) is IArrayCreationOperation { Initializer: { } initializer })
            {
                foreach (var value in initializer.ElementValues)
                    yield return value;
            }
            else if (argument.Parameter?.Type.SpecialType == SpecialType.System_String)
            {
                yield return argument.Value;
            }
            else
            {
                foreach (var value in argument.Value.ChildOperations)
                    yield return value;
            }
        }
    }

    /// <summary>A value that brings no path of its own: a number, a date, a Guid, an enum.</summary>
    private static bool IsValue(ITypeSymbol? type) =>
        type is { IsValueType: true } and not { Name: "ReadOnlySpan" or "Span" or "ReadOnlyMemory" or "StringValues" } && type.SpecialType != SpecialType.System_Char;

    private ISymbol? Enclosing(IOperation operation, SemanticModel model) =>
        model.GetEnclosingSymbol(operation.Syntax.SpanStart, site.CancellationToken) is { } symbol ? Outermost(symbol) : null;

    private static ISymbol Outermost(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction } && symbol.ContainingSymbol is { } outer)
            symbol = outer;
        return symbol;
    }
}
