using System.Collections.Concurrent;
using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Retention;

/// <summary>Whether an age comes from a setting, and whether anything checks that it is positive.</summary>
internal sealed class Ages
{
    private const int MaxDepth = 6;

    private static readonly string[] Checks = ["Max", "Clamp", "ThrowIf", "GreaterThan", "Positive", "RuleFor", "Range", "Validate", "Ensure", "Guard", "Require", "Against", "CompareTo", "Between"];

    private readonly FactIndex<PathFact> sources;
    private readonly ConcurrentDictionary<string, bool> checkedNames = new(StringComparer.Ordinal);

    private Ages(Session session) => sources = session.Facts(PathSources.Table);

    public static Ages Of(Session session) => session.Part(static each => new Ages(each));

    /// <summary>The setting that the age comes from, as it is written, when nothing checks it; null for anything else.</summary>
    public string? UncheckedSetting(IOperation age, Site site)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        if (Setting(age, site, names, 0) is not { } setting || IsCheckedHere(names, site))
            return null;
        return setting is IPropertyReferenceOperation { Property: { IsIndexer: false } property } && IsSettings(property.ContainingType)
            ? IsUnchecked(property, site) ? property.ContainingType.Name + "." + property.Name : null
            : setting.Syntax.ToString();
    }

    /// <summary>The reference to the setting; the names of variables on the way are added.</summary>
    private IOperation? Setting(IOperation operation, Site site, HashSet<string> names, int depth)
    {
        operation = OwnOperations.Unwrap(operation);
        if (depth > MaxDepth)
            return null;
        switch (operation)
        {
            case ICoalesceOperation choice:
                return Setting(choice.Value, site, names, depth + 1);
            case IConditionalAccessOperation access:
                return Setting(access.WhenNotNull, site, names, depth + 1);
            case IPropertyReferenceOperation { Property: { Name: "Value", ContainingType.OriginalDefinition.SpecialType: SpecialType.System_Nullable_T }, Instance: { } inner }:
                return Setting(inner, site, names, depth + 1);
            case IPropertyReferenceOperation { Property: var property } reference when IsSettings(property.ContainingType):
                return reference;
            case IPropertyReferenceOperation { Property: { GetMethod: { } getter } } reference when sources.Find(getter) is { Source: PathSource.Chosen }:
                return reference;
            case IInvocationOperation { TargetMethod: { Name: "Parse" or "ToInt32" or "ToDouble" or "GetValueOrDefault" } } parse when (parse.Instance ?? parse.Arguments.FirstOrDefault()?.Value) is { } text:
                return Setting(text, site, names, depth + 1);
            case IInvocationOperation call when sources.Find(call.TargetMethod) is { Source: PathSource.Chosen }:
                return call;
            case ILocalReferenceOperation { Local: var local }:
                names.Add(local.Name);
                return OwnOperations.OnlyValue(local, operation) is { } value ? Setting(value, site, names, depth + 1) : null;
            case IFieldReferenceOperation { Field: var field, Instance: null or IInstanceReferenceOperation }:
                names.Add(field.Name);
                return MemberValues.Only(field, site) is { } stored ? Setting(stored, site, names, depth + 1) : null;
            default:
                return null;
        }
    }

    private static bool IsSettings(INamedTypeSymbol? type) =>
        type is not null && new[] { "Options", "Settings", "Setting", "Config", "Configuration" }.Any(suffix => type.Name.EndsWith(suffix, StringComparison.Ordinal));

    /// <summary>Whether a variable that the age passes through is compared or clamped in its type.</summary>
    private static bool IsCheckedHere(HashSet<string> names, Site site)
    {
        if (names.Count == 0 || site.ContainingSymbol.ContainingType is not { } type)
            return false;
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(site.CancellationToken).DescendantNodes())
            {
                if (node is IdentifierNameSyntax name && names.Contains(name.Identifier.ValueText) && IsCheck(name))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether nothing in the project checks the setting; false also where its declaration cannot be seen.</summary>
    private bool IsUnchecked(IPropertySymbol property, Site site)
    {
        if (property.DeclaringSyntaxReferences.IsEmpty || property.GetAttributes().Any(attribute => Checks.Concat(["Min"]).Any(word => attribute.AttributeClass?.Name.Contains(word) == true)))
            return false;
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            // A setter with a body, or a computed value, may check it.
            if (reference.GetSyntax(site.CancellationToken) is PropertyDeclarationSyntax declaration
                && (declaration.ExpressionBody is not null || declaration.AccessorList?.Accessors.Any(accessor => accessor.Body is not null || accessor.ExpressionBody is not null) == true))
                return false;
        }

        return !checkedNames.GetOrAdd(property.Name, name => IsCheckedAnywhere(name, site));
    }

    private static bool IsCheckedAnywhere(string name, Site site)
    {
        foreach (var tree in site.Compilation.SyntaxTrees)
        {
            site.CancellationToken.ThrowIfCancellationRequested();
            foreach (var token in tree.GetRoot(site.CancellationToken).DescendantTokens())
            {
                if (token.IsKind(SyntaxKind.IdentifierToken) && token.ValueText == name && token.Parent is SimpleNameSyntax mention && IsCheck(mention))
                    return true;
            }
        }

        return false;
    }

    /// <summary>Whether a mention is compared, matched, clamped or handed to something that validates it.</summary>
    private static bool IsCheck(SimpleNameSyntax mention)
    {
        foreach (var ancestor in mention.Ancestors())
        {
            switch (ancestor)
            {
                case BinaryExpressionSyntax comparison when comparison.Kind() is SyntaxKind.LessThanExpression or SyntaxKind.LessThanOrEqualExpression or SyntaxKind.GreaterThanExpression
                        or SyntaxKind.GreaterThanOrEqualExpression or SyntaxKind.EqualsExpression or SyntaxKind.NotEqualsExpression:
                    // x.At < now - age compares times, not the age.
                    if (IsOperand(mention, comparison))
                        return true;
                    break;
                case IsPatternExpressionSyntax or SwitchExpressionSyntax:
                    return true;
                case InvocationExpressionSyntax call when Checks.Any(word => Name(call).IndexOf(word, StringComparison.Ordinal) >= 0):
                    return true;
                case StatementSyntax or MemberDeclarationSyntax:
                    return false;
            }
        }

        return false;
    }

    private static bool IsOperand(SyntaxNode mention, SyntaxNode comparison)
    {
        for (var each = mention.Parent; each != comparison; each = each.Parent)
        {
            if (each is not (MemberAccessExpressionSyntax or ConditionalAccessExpressionSyntax or MemberBindingExpressionSyntax or ParenthesizedExpressionSyntax or CastExpressionSyntax))
                return false;
        }

        return true;
    }

    private static string Name(InvocationExpressionSyntax call) => call.Expression switch
    {
        SimpleNameSyntax simple => simple.Identifier.ValueText,

        // Guard.Against.NegativeOrZero(x), ArgumentOutOfRangeException.ThrowIfNegativeOrZero(x)
        MemberAccessExpressionSyntax member => member.ToString(),
        _ => "",
    };
}
