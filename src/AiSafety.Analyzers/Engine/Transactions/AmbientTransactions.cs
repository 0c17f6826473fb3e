using AiSafety.Analyzers.Engine.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Transactions;

/// <summary>
/// Whether a statement may well be in a transaction that its own function does not show: begun around it, by a caller, or by a pipeline. Names and
/// texts are enough here, for they only ever silence a finding.
/// </summary>
internal sealed class AmbientTransactions
{
    private static readonly string[] Wrappers = ["Attribute", "Behavior", "Behaviour", "Decorator", "Filter", "Interceptor", "Middleware", "Pipeline"];

    private const int MaxDepth = 20;

    private readonly bool hasPipeline;

    private AmbientTransactions(Session session) =>
        hasPipeline = session.Type("Volo.Abp.Uow.IUnitOfWork") is not null
            || session.Compilation.ContainsSymbolsWithName(IsWrapper, SymbolFilter.Type);

    public static AmbientTransactions Of(Session session) => session.Part(static each => new AmbientTransactions(each));

    /// <summary>Whether a transaction may be open when the operation runs.</summary>
    /// <param name="operation">The operation.</param>
    /// <param name="carrier">The context or connection that it runs on, where it is seen: one that a caller hands over may have a transaction open.</param>
    /// <param name="site">The place.</param>
    public bool MaySurround(IOperation operation, IOperation? carrier, Site site)
    {
        if (hasPipeline || Migrations.IsUp(site) || Migrations.IsDown(site))
            return true;
        if (carrier is not null && IsHandedOver(carrier, site, depth: 0))
            return true;
        var root = OwnOperations.Root(operation);
        return Mentions(root.Syntax) || IsMarked(site.ContainingSymbol) || IsCalledInOne(site);
    }

    // A parameter at the beginning of the chain: "db.Orders.Where(…)", "connection.CreateCommand()". What a primary constructor is given belongs to the object.
    private static bool IsHandedOver(IOperation carrier, Site site, int depth)
    {
        carrier = OwnOperations.Unwrap(carrier);
        switch (carrier)
        {
            case IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol owner }:
                return owner.MethodKind != MethodKind.Constructor;
            case IAwaitOperation wait when depth < MaxDepth:
                return IsHandedOver(wait.Operation, site, depth + 1);
            case IMemberReferenceOperation { Instance: { } instance } when depth < MaxDepth:
                return IsHandedOver(instance, site, depth + 1);
            case IInvocationOperation { Instance: { } receiver } when depth < MaxDepth:
                return IsHandedOver(receiver, site, depth + 1);
            case IInvocationOperation { TargetMethod.IsExtensionMethod: true, Arguments: [var extended, ..] } when depth < MaxDepth:
                return IsHandedOver(extended.Value, site, depth + 1);
            case ILocalReferenceOperation when depth < MaxDepth && ReachingValues.Of(carrier, site) is { } definitions:
                foreach (var definition in definitions)
                {
                    if (definition.Value is { } value && IsHandedOver(value, site, depth + 1))
                        return true;
                }

                return false;
            default:
                return false;
        }
    }

    private static bool IsWrapper(string name) => Says(name) && Array.Exists(Wrappers, each => name.EndsWith(each, StringComparison.Ordinal));

    private static bool Says(string text) => Holds(text, "transaction") || Holds(text, "UnitOfWork") || Holds(text, "Atomic");

    private static bool Mentions(SyntaxNode member) => member.ToString() is var text && (Says(text) || text.Contains("BEGIN"));

    private static bool Holds(string text, string word) => text.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsMarked(ISymbol symbol)
    {
        for (var each = symbol; each is IMethodSymbol or IPropertySymbol or INamedTypeSymbol; each = each.ContainingSymbol)
        {
            foreach (var attribute in each.GetAttributes())
            {
                if (attribute.AttributeClass is { } type && Says(type.Name))
                    return true;
            }
        }

        return false;
    }

    // A helper of the type, called by a member that speaks of transactions.
    private static bool IsCalledInOne(Site site)
    {
        if (site.ContainingSymbol is not IMethodSymbol { DeclaredAccessibility: not Accessibility.Public, MethodKind: MethodKind.Ordinary } method)
            return false;
        foreach (var reference in method.ContainingType.DeclaringSyntaxReferences)
        {
            foreach (var member in reference.GetSyntax(site.CancellationToken).ChildNodes())
            {
                if (member is MemberDeclarationSyntax && Mentions(member) && Holds(member.ToString(), method.Name))
                    return true;
            }
        }

        return false;
    }
}
