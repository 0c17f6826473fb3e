using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Summaries;

/// <summary>
/// Bodies of the project's own methods, read on demand for a candidate finding. Within the file that is analysed this
/// uses the driver's own semantic model; another file costs a model of its own, kept for the compilation.
/// </summary>
internal sealed class Bodies
{
    /// <summary>Bodies with more characters than this are not read.</summary>
    private const int MaxLength = 20_000;

    private readonly Session session;
    private readonly ConcurrentDictionary<IMethodSymbol, IOperation?> bodies = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<SyntaxTree, SemanticModel> models = new();

    private Bodies(Session session) => this.session = session;

    public static Bodies Of(Session session) => session.Part(static each => new Bodies(each));

    /// <summary>
    /// The operation of the method's declaration (<see cref="IMethodBodyOperation"/>, <see cref="ILocalFunctionOperation"/>; for an expression-bodied property <see cref="IBlockOperation"/>),
    /// or null when it has none here, can be overridden, or is too long. The method that a call names is what runs
    /// only if it is not virtual: interface members, virtual and abstract members give null.
    /// </summary>
    public IOperation? Of(IMethodSymbol method, SemanticModel current, CancellationToken cancellationToken)
    {
        method = Definition(method);
        return CanBeReplaced(method) ? null : Declared(method, current, cancellationToken);
    }

    /// <summary>As <see cref="Of(IMethodSymbol, SemanticModel, CancellationToken)"/>, but also for what can be overridden: only for answers that silence.</summary>
    public IOperation? Declared(IMethodSymbol method, SemanticModel current, CancellationToken cancellationToken)
    {
        method = Definition(method);
        if (method.IsAbstract || method.IsExtern || method.DeclaringSyntaxReferences.Length != 1)
            return null;
        if (bodies.TryGetValue(method, out var known))
            return known;
        return bodies.GetOrAdd(method, Read(method, current, cancellationToken));
    }

    private IOperation? Read(IMethodSymbol method, SemanticModel current, CancellationToken cancellationToken)
    {
        var reference = method.DeclaringSyntaxReferences[0];
        if (reference.Span.Length > MaxLength)
            return null;
        var syntax = reference.GetSyntax(cancellationToken);
        // A referenced project comes with its source in an editor; its trees belong to another compilation.
        if (!session.Compilation.ContainsSyntaxTree(syntax.SyntaxTree))
            return null;
        if (syntax is not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax or ArrowExpressionClauseSyntax))
            return null;
        session.Counts.Summary();
        return Model(syntax.SyntaxTree, current).GetOperation(syntax, cancellationToken);
    }

    /// <summary>The model of a file: the current one if it is that file's, else one that is kept for the compilation.</summary>
    public SemanticModel Model(SyntaxTree tree, SemanticModel current) =>
        tree == current.SyntaxTree ? current : models.GetOrAdd(tree, Model);

    private SemanticModel Model(SyntaxTree tree) =>
#pragma warning disable RS1030 // one model per tree and compilation, only for candidates, counted by the work-count tests
        session.Compilation.GetSemanticModel(tree);
#pragma warning restore RS1030

    private static IMethodSymbol Definition(IMethodSymbol method)
    {
        method = (method.ReducedFrom ?? method).OriginalDefinition;
        return method.PartialImplementationPart ?? method;
    }

    private static bool CanBeReplaced(IMethodSymbol method) =>
        method.IsAbstract || method.IsExtern
        || ((method.IsVirtual || method.IsOverride) && !method.IsSealed && !method.ContainingType.IsSealed);
}
