using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Outcomes;

/// <summary>What an HTTP call asks for, and whether the project's own handlers look at every answer.</summary>
internal sealed class HttpRequests
{
    private HttpRequests(Session session)
    {
        foreach (var tree in session.Compilation.SyntaxTrees)
        {
            // Types first: their text is asked for only where one is such a handler.
            HaveEnsuringHandler |= tree.GetRoot().DescendantNodes(static each => each is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax or TypeDeclarationSyntax).Any(IsHandler)
                && tree.GetText().ToString() is var text
                && (text.IndexOf("EnsureSuccessStatusCode", StringComparison.Ordinal) >= 0 || text.IndexOf("IsSuccessStatusCode", StringComparison.Ordinal) >= 0);
        }
    }

    private static bool IsHandler(SyntaxNode node) =>
        node is TypeDeclarationSyntax { BaseList.Types: [{ Type: IdentifierNameSyntax { Identifier.ValueText: "DelegatingHandler" } }, ..] };

    public static HttpRequests Of(Session session) => session.Part(static each => new HttpRequests(each));

    /// <summary>Whether a message handler of the project tests the status of what passes through it.</summary>
    public bool HaveEnsuringHandler { get; }

    /// <summary>Whether the call changes something at the server; unknown where its request is not made in sight.</summary>
    public static Answer Writes(IInvocationOperation call, OutcomeRole role) => role switch
    {
        OutcomeRole.HttpWrite => Answer.Yes,
        OutcomeRole.HttpSend when call.Arguments.Length > 0 => OfRequest(call.Arguments[0].Value),
        _ => Answer.No,
    };

    private static Answer OfRequest(IOperation request)
    {
        request = OwnOperations.Unwrap(request);
        if (request is ILocalReferenceOperation { Local: var local })
            request = OwnOperations.OnlyValue(local, request) is { } value ? OwnOperations.Unwrap(value) : request;
        if (request is not IObjectCreationOperation { Type.Name: "HttpRequestMessage" } creation)
            return Answer.Unknown;
        if (creation.Arguments.Length > 0)
            return OfVerb(creation.Arguments[0].Value);
        foreach (var each in creation.Initializer?.Initializers ?? ImmutableArray<IOperation>.Empty)
        {
            if (each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "Method" } } assignment)
                return OfVerb(assignment.Value);
        }

        return Answer.Unknown;
    }

    private static Answer OfVerb(IOperation verb) => OwnOperations.Unwrap(verb) switch
    {
        IPropertyReferenceOperation { Property.Name: "Post" or "Put" or "Patch" or "Delete" } => Answer.Yes,
        IPropertyReferenceOperation { Property: { Name: "Get" or "Head" or "Options" or "Trace", IsStatic: true } } => Answer.No,
        _ => Answer.Unknown,
    };
}
