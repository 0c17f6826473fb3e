using AiSafety.Analyzers.Engine.Summaries;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>What a token source was built for.</summary>
[Flags]
internal enum SourcePurpose
{
    None = 0,

    /// <summary>Somebody cancels it.</summary>
    Cancelled = 1,

    /// <summary>It is linked to other tokens.</summary>
    Linked = 2,

    /// <summary>It cancels itself after a time.</summary>
    Timed = 4,
}

/// <summary>A token source whose token nobody has.</summary>
/// <param name="Name">The local or field that holds the source; null when nothing does.</param>
internal readonly record struct UnwiredSource(string? Name, SourcePurpose Purpose);

/// <summary>Finds token sources that are made, and perhaps cancelled, while nothing gets their token.</summary>
internal sealed class UnwiredSources(Session session)
{
    /// <summary>Types with more characters than this are not searched for uses of a field.</summary>
    private const int MaxTypeLength = 200_000;

    private readonly INamedTypeSymbol? source = session.Type("System.Threading.CancellationTokenSource");

    /// <summary>Whether the operation makes a token source.</summary>
    public bool IsCreation(IOperation operation) => operation switch
    {
        IObjectCreationOperation creation => SymbolEqualityComparer.Default.Equals(creation.Type, source),
        IInvocationOperation { TargetMethod: { Name: "CreateLinkedTokenSource", IsStatic: true } method } => SymbolEqualityComparer.Default.Equals(method.ContainingType, source),
        _ => false,
    };

    /// <summary>What the creation's source was built for, when its token surely goes nowhere; null when it goes somewhere, or may, or was built for nothing.</summary>
    public UnwiredSource? Of(IOperation creation, Site site)
    {
        var purpose = Purpose(creation);
        var (holder, name) = Holder(creation);
        var found = holder switch
        {
            ILocalSymbol local => Uses(local, OwnOperations.Root(creation)),
            IFieldSymbol field => Uses(field, site),
            null when name is not null => SourcePurpose.None,
            _ => null,
        };
        purpose |= found ?? SourcePurpose.None;
        return found is null || purpose == SourcePurpose.None ? null : new UnwiredSource(holder?.Name, purpose);
    }

    private static SourcePurpose Purpose(IOperation creation) => creation switch
    {
        IInvocationOperation => SourcePurpose.Linked,
        IObjectCreationOperation { Arguments: [var limit, ..] } when Durations.Milliseconds(limit.Value) is not < 0 => SourcePurpose.Timed,
        _ => SourcePurpose.None,
    };

    /// <summary>The local or private field that the source is put into; an empty name and no symbol when it is put nowhere at all; nothing when that is unknown.</summary>
    private static (ISymbol? Holder, string? Name) Holder(IOperation creation)
    {
        var child = creation;
        while (child.Parent is IConversionOperation or IParenthesizedOperation)
            child = child.Parent;
        switch (child.Parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                return (local, local.Name);
            case IFieldInitializerOperation { InitializedFields: [{ DeclaredAccessibility: Accessibility.Private } field] }:
                return (field, field.Name);
            case ISimpleAssignmentOperation { Parent: IExpressionStatementOperation } assignment when assignment.Value == child:
                return assignment.Target switch
                {
                    ILocalReferenceOperation { Local: { IsRef: false } local } => (local, local.Name),
                    IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } => (field, field.Name),
                    IDiscardOperation => (null, ""),
                    _ => default,
                };
            case IExpressionStatementOperation or IUsingOperation:
                return (null, "");
            default:
                return default;
        }
    }

    // Null when the token, or the source itself, goes anywhere.
    private SourcePurpose? Uses(ILocalSymbol local, IOperation root)
    {
        if (DisabledText.Names(root.Syntax, local.Name))
            return null;
        var purpose = SourcePurpose.None;
        foreach (var operation in root.Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, local))
                continue;
            if (Use(reference, root) is not { } use)
                return null;
            purpose |= use;
        }

        return purpose;
    }

    private SourcePurpose? Use(IOperation reference, IOperation root)
    {
        var child = reference;
        while (child.Parent is IConversionOperation or IParenthesizedOperation)
            child = child.Parent;
        switch (child.Parent)
        {
            case IConditionalAccessOperation access when access.Operation == child:
                return Use(access.WhenNotNull, root, default);
            case IInvocationOperation or IPropertyReferenceOperation:
                return Use(child.Parent, root, child);
            case ISimpleAssignmentOperation assignment when assignment.Target == child && assignment.Parent is IExpressionStatementOperation:
                return IsCreation(OwnOperations.Unwrap(assignment.Value)) || assignment.Value.ConstantValue is { HasValue: true, Value: null } ? SourcePurpose.None : null;
            case INameOfOperation or IUsingOperation or IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } }:
                return SourcePurpose.None;
            case IBinaryOperation { LeftOperand: var left, RightOperand: var right } when IsNull(left) || IsNull(right):
                return SourcePurpose.None;
            default:
                return null;
        }
    }

    private static bool IsNull(IOperation operation) => OwnOperations.Unwrap(operation).ConstantValue is { HasValue: true, Value: null };

    // What a member of the source is used for; the instance is not given behind "?.".
    private static SourcePurpose? Use(IOperation member, IOperation root, IOperation? instance) => member switch
    {
        IInvocationOperation call when instance is null || call.Instance == instance => OfCall(call.TargetMethod.Name),
        IPropertyReferenceOperation { Property.Name: "Token" } token when GoesNowhere(token, root) => SourcePurpose.None,
        _ => null,
    };

    private static SourcePurpose? OfCall(string method) => method switch
    {
        "Cancel" or "CancelAsync" => SourcePurpose.Cancelled,
        "CancelAfter" => SourcePurpose.Timed,
        "Dispose" or "TryReset" => SourcePurpose.None,
        _ => null,
    };

    // "_ = source.Token", nameof, or a local that is never read.
    private static bool GoesNowhere(IOperation token, IOperation root)
    {
        switch (token.Parent)
        {
            case INameOfOperation or ISimpleAssignmentOperation { Target: IDiscardOperation }:
                return true;
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                foreach (var operation in root.Descendants())
                {
                    if (operation is ILocalReferenceOperation { Parent: not INameOfOperation } reference && SymbolEqualityComparer.Default.Equals(reference.Local, local))
                        return false;
                }

                return true;
            default:
                return false;
        }
    }

    // A private field is used within its type only. Every name that is spelled like it is taken for it: that can only silence, and what cancels it is looked up.
    private static SourcePurpose? Uses(IFieldSymbol field, Site site)
    {
        var purpose = SourcePurpose.None;
        foreach (var part in field.ContainingType.DeclaringSyntaxReferences)
        {
            var type = part.GetSyntax(site.CancellationToken);
            if (type.Span.Length > MaxTypeLength || DisabledText.Names(type, field.Name))
                return null;
            foreach (var node in type.DescendantNodes())
            {
                if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != field.Name || name.Parent is NameColonSyntax)
                    continue;
                if (Use(name) is not { } use)
                    return null;
                if (use != SourcePurpose.None && !purpose.HasFlag(use)
                    && SymbolEqualityComparer.Default.Equals(Bodies.Of(site.Session).Model(name.SyntaxTree, site.Model).GetSymbolInfo(name, site.CancellationToken).Symbol?.OriginalDefinition, field.OriginalDefinition))
                    purpose |= use;
            }
        }

        return purpose;
    }

    private static SourcePurpose? Use(IdentifierNameSyntax name)
    {
        ExpressionSyntax reference = name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } own && own.Name == name ? own : name;
        while (reference.Parent is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression })
            reference = (ExpressionSyntax)reference.Parent;
        return reference.Parent switch
        {
            MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax } access when access.Expression == reference => OfCall(access.Name.Identifier.ValueText),
            ConditionalAccessExpressionSyntax { WhenNotNull: InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax called } } => OfCall(called.Name.Identifier.ValueText),
            AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Parent: ExpressionStatementSyntax } assignment when assignment.Left == reference =>
                assignment.Right is BaseObjectCreationExpressionSyntax or LiteralExpressionSyntax or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CreateLinkedTokenSource" } }
                    ? SourcePurpose.None
                    : null,
            IsPatternExpressionSyntax { Pattern: ConstantPatternSyntax or UnaryPatternSyntax { Pattern: ConstantPatternSyntax } } => SourcePurpose.None,
            BinaryExpressionSyntax { RawKind: (int)SyntaxKind.EqualsExpression or (int)SyntaxKind.NotEqualsExpression } => SourcePurpose.None,
            ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax { Expression: IdentifierNameSyntax { Identifier.ValueText: "nameof" } } } => SourcePurpose.None,
            _ => null,
        };
    }
}
