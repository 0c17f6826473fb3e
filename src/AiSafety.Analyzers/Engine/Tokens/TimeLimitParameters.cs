using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Finds parameters for a time limit that limit nothing.</summary>
internal sealed class TimeLimitParameters(Session session)
{
    private readonly INamedTypeSymbol? span = session.Type("System.TimeSpan");
    private readonly INamedTypeSymbol? exception = session.Type("System.Exception");
    private readonly INamedTypeSymbol? obsolete = session.Type("System.ObsoleteAttribute");
    private readonly Recorders recorders = Recorders.Of(session);

    /// <summary>Whether a parameter is, by its type and name, the time that the function may take.</summary>
    public bool IsTimeLimit(IParameterSymbol parameter) =>
        parameter.Name.EndsWith("timeout", StringComparison.OrdinalIgnoreCase) && parameter.RefKind == RefKind.None
        && (SymbolEqualityComparer.Default.Equals(parameter.Type, span)
            || (parameter.Type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: [var inner] } && SymbolEqualityComparer.Default.Equals(inner, span)));

    /// <summary>Yes when nothing at all reads the parameter, unknown when it is only checked, logged or told; no when it is used, or when the function's shape is not its own choice.</summary>
    /// <param name="body">The operation of the function.</param>
    public Answer IsUnused(IParameterSymbol parameter, IMethodSymbol method, IOperation body)
    {
        if (IsGiven(method) || IsStub(body) || IsHandedOut(method, body.Syntax) || DisabledText.Names(body.Syntax, parameter.Name))
            return Answer.No;
        var unused = Answer.Yes;
        foreach (var operation in body.Descendants())
        {
            if (operation is not IParameterReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Parameter, parameter) || reference.Parent is INameOfOperation)
                continue;
            if (!IsOnlyTold(reference))
                return Answer.No;
            unused = Answer.Unknown;
        }

        return unused;
    }

    // Its parameters are chosen elsewhere, or are kept for old callers.
    private bool IsGiven(IMethodSymbol method)
    {
        if (method.IsOverride || method.IsVirtual || method.IsAbstract || method.IsExtern || !method.ExplicitInterfaceImplementations.IsEmpty
            || method.Name.StartsWith("On", StringComparison.Ordinal)
            || method.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, obsolete)))
            return true;
        if (method.MethodKind != MethodKind.Ordinary)
            return false;
        return method.Contracts().Any();
    }

    // A body that does nothing, or only throws or answers with something fixed, takes no time.
    private static bool IsStub(IOperation body)
    {
        var works = false;
        foreach (var operation in OwnOperations.Of(body))
        {
            if (operation is IInvalidOperation)
                return true;
            works |= operation is IAwaitOperation or ILoopOperation || (operation is IInvocationOperation call && !IsFixedAnswer(call));
        }

        return !works;
    }

    private static bool IsFixedAnswer(IInvocationOperation call) => call.TargetMethod is { IsStatic: true, Name: "FromResult" or "FromException" or "FromCanceled" or "ThrowIfNull" or "Empty" };

    // Somebody else's delegate type may ask for the parameter.
    private static bool IsHandedOut(IMethodSymbol method, SyntaxNode body)
    {
        if (method.MethodKind == MethodKind.Constructor)
            return false;
        var scope = method.MethodKind == MethodKind.LocalFunction ? (SyntaxNode?)body.FirstAncestorOrSelf<MemberDeclarationSyntax>() : body.FirstAncestorOrSelf<TypeDeclarationSyntax>();
        if (scope is null)
            return true;
        foreach (var node in scope.DescendantNodes())
        {
            if (node is not IdentifierNameSyntax name || name.Identifier.ValueText != method.Name)
                continue;
            ExpressionSyntax named = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
            if (!(named.Parent is InvocationExpressionSyntax call && call.Expression == named) && name.Parent is not MemberBindingExpressionSyntax)
                return true;
        }

        return false;
    }

    // Logged, put into an exception or a text, or checked by something that throws.
    private bool IsOnlyTold(IOperation reference)
    {
        for (var (child, parent) = (reference, reference.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            switch (parent)
            {
                case IArgumentOperation { Parent: IInvocationOperation call }:
                    return recorders.IsRecorder(call) || HandlerReader.Throws(call);
                case IArgumentOperation { Parent: IObjectCreationOperation creation }:
                    return creation.Type.Inherits(exception);
                case IConditionalOperation { WhenFalse: null } test when test.Condition == child:
                    return test.WhenTrue is IThrowOperation or IBlockOperation { Operations: [IThrowOperation] };
                case IExpressionStatementOperation or IReturnOperation or IAssignmentOperation or IVariableInitializerOperation or ILoopOperation:
                    return false;
            }
        }

        return false;
    }
}
