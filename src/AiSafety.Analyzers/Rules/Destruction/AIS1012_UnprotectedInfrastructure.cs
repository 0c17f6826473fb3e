using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>Infrastructure that is written in C# gives up what protects its data.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnprotectedInfrastructureRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1012",
        name: "unprotected-infrastructure",
        title: "Infrastructure with data gives up its protection",
        message: "With '{0}' {1} {2}; {3}, or let the value depend on the environment",
        level: Level.Recommended,
        cwe: [1188]);

    /// <summary>Words of resources and stacks whose data can be spared: they are short-lived, or built again from elsewhere.</summary>
    private static readonly HashSet<string> Spare = new(StringComparer.OrdinalIgnoreCase)
    {
        "artifact", "artifacts", "asset", "assets", "build", "builds", "cache", "cdn", "dev", "development", "deploy", "deployment", "ephemeral", "frontend", "integ", "log", "logs", "preview", "sandbox",
        "scratch", "site", "static", "staging", "temp", "temporary", "test", "testing", "tests", "tmp", "website", "web",
    };

    private static readonly HashSet<string> Audits = new(StringComparer.OrdinalIgnoreCase) { "audit", "audits", "compliance", "trail", "security" };

    private protected override void Start(RuleContext rule)
    {
        // Two look-ups instead of one per row, in the many projects that describe no infrastructure.
        if (!InfrastructureSettings.Roots.Any(root => rule.Session.Type(root) is not null))
            return;
        var settings = rule.Session.Facts(InfrastructureSettings.Table);
        if (!settings.IsEmpty)
        {
            rule.OnOperation<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, (assignment, site) =>
            {
                if (assignment.Target is IPropertyReferenceOperation { Property.SetMethod: { } setter } && settings.Find(setter) is { } setting && Reaches(assignment.Value, setting.Hazard, site))
                    Judge(assignment, setting, assignment.Syntax.ToString(), site);
            });
        }

        var stateful = InfrastructureSettings.Stateful.Select(rule.Session.Type).OfType<INamedTypeSymbol>().ToArray();
        rule.OnCall(InfrastructureSettings.PolicyCalls, (call, setting, site) =>
        {
            if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0) is { } policy && Reaches(policy.Value, setting.Hazard, site)
                && call.Instance is { } instance && OwnOperations.UnwrapAll(instance).Type is INamedTypeSymbol type && stateful.Any(each => type.Inherits(each) || type.Implements(each) || SymbolEqualityComparer.Default.Equals(type, each)))
                Judge(call, setting, $"{call.TargetMethod.Name}({policy.Value.Syntax})", site);
        });
        rule.OnCall(InfrastructureSettings.ScopeCalls, static (call, setting, site) => Judge(call, setting, "RemovalPolicies.Destroy()", site));
    }

    private static void Judge(IOperation operation, InfrastructureSetting setting, string text, Site site)
    {
        var words = Names(operation, site).SelectMany(Intent.Words).ToArray();
        if ((setting.OnlyForAudits && !words.Any(Audits.Contains)) || Guards.Protect(operation, site) != Answer.No)
            return;
        var (effect, advice) = setting.GivenUp switch
        {
            GivenUp.Data => ("is deleted with all data when its stack goes, or when a renamed id replaces it", setting.Hazard == Hazard.Destroy ? "use RETAIN or SNAPSHOT" : "leave it out"),
            GivenUp.Protection => ("can be deleted by one call or one mistaken deployment", "switch it on"),
            _ => ("has no earlier state to go back to after a mistake", "keep backups of several days"),
        };
        var isSpare = !setting.OnlyForAudits && words.Any(Spare.Contains);
        site.Report(isSpare ? Level.Strict : Level.Recommended, operation.Syntax.GetLocation(), Excerpt.Of(text), setting.What, effect, advice);
    }

    // Whether the value is the hazardous one on every path: a value that differs by environment is a decision.
    private static bool Reaches(IOperation value, Hazard hazard, Site site)
    {
        var bare = OwnOperations.UnwrapAll(value);
        if (bare is ILocalReferenceOperation local)
            return ReachingValues.Of(local, site) is { Count: > 0 } definitions && definitions.All(definition => definition.Value is { } defined && Is(defined, hazard));
        return Is(bare, hazard);
    }

    private static bool Is(IOperation value, Hazard hazard) => OwnOperations.UnwrapAll(value) switch
    {
        IFieldReferenceOperation { Field: { Name: "DESTROY", ContainingType.Name: "RemovalPolicy" } } => hazard == Hazard.Destroy,
        IInvocationOperation { TargetMethod: { IsStatic: true, ContainingType.Name: "Duration" }, Arguments: [var amount] } => hazard == Hazard.Zero && IsZero(amount.Value),
        { ConstantValue: { HasValue: true, Value: bool constant } } => constant ? hazard == Hazard.True : hazard == Hazard.False,
        var other => hazard == Hazard.Zero && IsZero(other),
    };

    private static bool IsZero(IOperation value) => OwnOperations.UnwrapAll(value).ConstantValue is { HasValue: true, Value: 0 or 0.0 or 0L };

    // What the resource and the class around it are called: the constant texts beside the setting, and the type's name.
    private static IEnumerable<string> Names(IOperation operation, Site site)
    {
        if (site.ContainingSymbol.ContainingType is { } type)
            yield return type.Name;
        var statement = operation;
        while (statement.Parent is { } parent and not (IBlockOperation or IMethodBodyBaseOperation))
            statement = parent;
        foreach (var each in statement.DescendantsAndSelf())
        {
            if (each is ILiteralOperation { ConstantValue: { HasValue: true, Value: string text } })
                yield return text;
            else if (each is IVariableDeclaratorOperation declarator)
                yield return declarator.Symbol.Name;
            else if (each is ILocalReferenceOperation local)
                yield return local.Local.Name;
            else if (each is ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Instance: IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } } member })
                yield return member.Member.Name;
        }
    }
}
