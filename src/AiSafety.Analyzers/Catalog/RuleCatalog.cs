using System.Reflection;
using AiSafety.Analyzers.Engine;

namespace AiSafety.Analyzers.Catalog;

/// <summary>All rules of this assembly. There is no registry to edit: a rule is in the catalogue because it exists.</summary>
public static class RuleCatalog
{
    /// <summary>The rule classes.</summary>
    public static IEnumerable<Type> Types { get; } =
        typeof(RuleCatalog).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Rule)) && !type.IsAbstract)
            .OrderBy(type => type.Name, StringComparer.Ordinal).ToArray();

    /// <summary>The specs of all rules, by id.</summary>
    public static ImmutableArray<RuleSpec> All { get; } =
        Types.SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.Static))
            .Where(field => field.FieldType == typeof(RuleSpec))
            .Select(field => (RuleSpec)field.GetValue(null)!)
            .OrderBy(spec => spec.Id, StringComparer.Ordinal)
            .ToImmutableArray();
}
