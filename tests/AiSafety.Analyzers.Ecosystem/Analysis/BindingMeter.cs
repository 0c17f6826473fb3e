using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Ecosystem.Analysis;

/// <summary>
/// Counts calls (invocations and object creations) that the compiler could resolve and those it could not. Rules are
/// silent where symbols are missing, so the share says how much of a project they saw.
/// </summary>
#pragma warning disable RS1001, RS2008 // Neither shipped nor loaded by a compiler: the runner makes the instances.
internal sealed class BindingMeter : DiagnosticAnalyzer
{
    private static readonly DiagnosticDescriptor Unused = new(
        "ECO0001", "Calls are counted", "Calls are counted", "Ecosystem", DiagnosticSeverity.Info, isEnabledByDefault: true);

    private int resolved;
    private int unresolved;

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Unused];

    public int Resolved => resolved;

    public int Unresolved => unresolved;

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(
            _ => Interlocked.Increment(ref resolved), OperationKind.Invocation, OperationKind.ObjectCreation);
        context.RegisterOperationAction(
            operation =>
            {
                if (operation.Operation.Syntax is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax)
                    Interlocked.Increment(ref unresolved);
            },
            OperationKind.Invalid);
    }
}
