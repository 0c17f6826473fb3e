using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Catalog;

/// <summary>
/// All that is to be said about one rule, declared once in the rule's own file. Tables, presets, release files and
/// page headers are derived from it.
/// </summary>
public sealed class RuleSpec
{
    /// <summary>Where the pages are published.</summary>
    public const string HelpRoot = "https://github.com/aisafety-analyzers/AiSafety.Analyzers/blob/main/docs/rules/";

    private readonly List<OptionSpec> options = [];

    /// <param name="id">Fixed id, for example <c>AIS2001</c>; its first digit names the family.</param>
    /// <param name="name">Noun phrase for the defect; reads well after "allow".</param>
    /// <param name="title">One short sentence, no period.</param>
    /// <param name="message">What is wrong; what it leads to; what to do. One line, no trailing period.</param>
    /// <param name="level">The level of the rule's surest finding, earned on real code (see its page).</param>
    /// <param name="cwe">Numbers of the Common Weakness Enumeration.</param>
    /// <param name="fix">The surest kind of fix that the rule offers.</param>
    /// <param name="analyzesGeneratedCode">Only for rules whose target is generated code.</param>
    /// <param name="isAboutSettings">Judged once at the end of the compilation, in test projects, too.</param>
    public RuleSpec(
        string id, string name, string title, string message, Level level, int[] cwe,
        FixKind fix = FixKind.None, bool analyzesGeneratedCode = false, bool isAboutSettings = false)
    {
        Id = id;
        Name = name;
        Level = level;
        Family = (Family)(id[3] - '0');
        Cwe = ImmutableArray.Create(cwe);
        Fix = fix;
        AnalyzesGeneratedCode = analyzesGeneratedCode;
        IsAboutSettings = isAboutSettings;
        IEnumerable<string> tags = [.. Cwe.Select(number => "CWE-" + number), "level:" + level, "family:" + Family];
        Descriptor = new DiagnosticDescriptor(
            id, title, message, "AiSafety." + Family,
            level == Level.Preview ? DiagnosticSeverity.Info : DiagnosticSeverity.Warning,
            isEnabledByDefault: Presets.Severity(level, Presets.Default) != ReportDiagnostic.Suppress,
            description: null,
            helpLinkUri: HelpRoot + id + ".md",
            customTags: [.. isAboutSettings ? tags.Append(WellKnownDiagnosticTags.CompilationEnd) : tags]);
    }

    public string Id { get; }
    public string Name { get; }
    public Level Level { get; }
    public Family Family { get; }
    public ImmutableArray<int> Cwe { get; }
    public FixKind Fix { get; }
    public bool AnalyzesGeneratedCode { get; }
    public bool IsAboutSettings { get; }

    /// <summary>Built once; its identity is stable.</summary>
    public DiagnosticDescriptor Descriptor { get; }

    /// <summary>The options declared with <see cref="Flag"/>.</summary>
    public IReadOnlyList<OptionSpec> Options => options;

    /// <summary>Declares a boolean option of this rule, with key <c>ai_safety.ID.name</c>.</summary>
    public Option<bool> Flag(string name, bool defaultValue, string help)
    {
        var option = SharedOptions.Flag(Id + "." + name, defaultValue, help);
        options.Add(option);
        return option;
    }
}
