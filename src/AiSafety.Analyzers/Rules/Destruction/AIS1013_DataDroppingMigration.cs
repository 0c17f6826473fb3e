using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Schema;
using AiSafety.Analyzers.Engine.Sql;
using AiSafety.Analyzers.Knowledge;
using AiSafety.Analyzers.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>The way up of a migration drops or narrows what holds data, and nothing in it moves the data or says why it may go.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DataDroppingMigrationRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1013",
        name: "data-dropping-migration",
        title: "Migration drops data on its way up",
        message: "{0}, and nothing in this migration moves the data or says why it may go; deploying it loses them in every environment; copy them first, rename instead, "
            + "or write the reason in a comment above the step",
        level: Level.Recommended,
        cwe: [664],
        analyzesGeneratedCode: true);

    private protected override void Start(RuleContext rule)
    {
        if (rule.Session.Facts(DestructiveCalls.OfMigrations).IsEmpty)
            return;
        rule.OnCall(DestructiveCalls.OfMigrations, static (call, step, site) =>
        {
            if (!Migrations.IsUp(site) || Names(call) is not { } names)
                return;
            var text = step.Deletes ? $"'{call.TargetMethod.Name}' drops the {step.What} '{string.Join(".", names)}'"
                : ColumnTypes.Narrowing(call) is var (old, now) ? $"The type of '{string.Join(".", names)}' shrinks from {old} to {now}"
                : null;
            if (text is not null && !IsExplained(call) && !IsMovedBefore(call, names, site) && Guards.Protect(call, site) == Answer.No)
                site.Report(Sureness(site), call.Syntax.GetLocation(), text);
        });
        SqlWrites.Register(rule, static (write, site) =>
        {
            var what = write.Statement.Kind switch
            {
                SqlStatementKind.DropTable => "table",
                SqlStatementKind.DropSchema => "schema",
                SqlStatementKind.DropColumn => "column of",
                SqlStatementKind.Truncate => "rows of",
                _ => null,
            };
            if (what is not null && write.Statement.Verdict == SqlVerdict.Unfiltered && Migrations.IsUp(site)
                && !IsExplained(write.Sink) && !IsMovedBefore(write.Sink, [write.Statement.TargetName], site))
                site.Report(Sureness(site), write.Location, $"This SQL drops the {what} '{write.Statement.Target}'");
        });
    }

    // Older migrations have been applied: whatever they dropped is gone.
    private static Level Sureness(Site site) =>
        NewestMigrations.Contain(site.ContainingSymbol.ContainingType, site.Session) ? Level.Recommended : Level.Strict;

    // Table, or table and column; null where they are not constant.
    private static string[]? Names(IInvocationOperation call)
    {
        var (name, table) = ((string?)null, (string?)null);
        foreach (var argument in call.Arguments)
        {
            if (argument.Value.ConstantValue is not { HasValue: true, Value: string text })
                continue;
            if (argument.Parameter?.Name == "table")
                table = text;
            else if (argument.Parameter?.Ordinal == 0)
                name = text;
        }

        // Delete.Column("x").FromTable("t")
        if (table is null && call.Parent is IInvocationOperation { TargetMethod.Name: "FromTable", Arguments: [{ Value.ConstantValue: { HasValue: true, Value: string owner } }] })
            table = owner;
        return name is null ? null : table is null ? [name] : [table, name];
    }

    private static bool IsExplained(IOperation step) => step.Syntax.FirstAncestorOrSelf<StatementSyntax>() is { } statement && Reasons.Explain(statement);

    /// <summary>
    /// Whether an earlier step of the same way up made it (then it holds nothing of old), renamed it away (then another goes by that name), or sent SQL that names it
    /// (which may have copied what is in it).
    /// </summary>
    private static bool IsMovedBefore(IOperation step, string[] names, Site site)
    {
        var uses = SqlTextUses.Of(site.Session);
        foreach (var each in OwnOperations.Root(step).Descendants())
        {
            if (each is not IInvocationOperation other || other.Syntax.SpanStart >= step.Syntax.SpanStart || other.Syntax.Span.Contains(step.Syntax.Span))
                continue;
            if (uses.Find(other) is not null)
            {
                if (Texts(other).Any(text => Mentions(text, names[names.Length - 1])))
                    return true;
                continue;
            }

            var makes = other.TargetMethod.Name is "CreateTable" or "RenameTable" or "EnsureSchema" || Root(other) is "Create" or "Rename";
            if (makes && Texts(other).Any(text => string.Equals(text, names[0], StringComparison.OrdinalIgnoreCase)))
                return true;
            if (other.TargetMethod.Name is "AddColumn" or "RenameColumn" && Names(other) is { } added && added.SequenceEqual(names))
                return true;
        }

        return false;
    }

    // Create.Table("x") of FluentMigrator: the property at the root.
    private static string? Root(IInvocationOperation call) => call.Instance is IPropertyReferenceOperation { Property.Name: var name } ? name : null;

    private static IEnumerable<string> Texts(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            foreach (var each in argument.Value.DescendantsAndSelf())
            {
                if (each.ConstantValue is { HasValue: true, Value: string text })
                    yield return text;
            }
        }
    }

    private static bool Mentions(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.OrdinalIgnoreCase); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            if ((at == 0 || !IsNamePart(text[at - 1])) && (at + name.Length == text.Length || !IsNamePart(text[at + name.Length])))
                return true;
        }

        return false;
    }

    private static bool IsNamePart(char character) => char.IsLetterOrDigit(character) || character == '_';
}
