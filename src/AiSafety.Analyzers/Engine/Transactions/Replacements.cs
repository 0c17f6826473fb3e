using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Messages;
using AiSafety.Analyzers.Engine.Queries;
using AiSafety.Analyzers.Engine.Sql;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Knowledge;
using AiSafety.Analyzers.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Transactions;

/// <summary>
/// Finds deletes whose rows are written anew further down in the same function, each with a round trip of its own: what comes between them, a crash or a failure of the second,
/// leaves neither the old rows nor the new ones.
/// </summary>
internal sealed class Replacements
{
    private static readonly string[] ReplacingVerbs =
        ["Assign", "Import", "Overwrite", "Rebuild", "Refresh", "Reimport", "Reload", "Replace", "Reset", "Rotate", "Save", "Set", "Swap", "Sync", "Update", "Upsert"];

    private readonly INamedTypeSymbol? set;
    private readonly INamedTypeSymbol? context;
    private readonly FactIndex<DatabaseWrite> writes;
    private readonly SqlTextUses texts;

    private Replacements(Session session)
    {
        set = session.Type("Microsoft.EntityFrameworkCore.DbSet`1");
        context = session.Type("Microsoft.EntityFrameworkCore.DbContext");
        writes = session.Facts(Knowledge.Transactions.Writes);
        texts = SqlTextUses.Of(session);
    }

    public static Replacements Of(Session session) => session.Part(static each => new Replacements(each));

    /// <summary>The call that writes the rows anew which a set-based delete takes away, or null.</summary>
    public IInvocationOperation? OfBulkDelete(IInvocationOperation delete, Site site)
    {
        if (delete.TargetMethod.TypeArguments is not [var entity, ..] || QueryModel.Source(delete) is not { } query || IsSelective(query, site, depth: 0))
            return null;
        var calls = Calls(delete);
        var insert = calls.Find(each => IsImmediateInsert(each, entity) && Follows(each, delete));
        if (insert is null)
        {
            foreach (var save in calls.FindAll(each => IsSave(each) && Follows(each, delete)))
            {
                insert = calls.Find(each => IsAdd(each, entity) && !AreExclusive(each, delete) && Start(each) < Start(save)
                    && !calls.Exists(other => IsSave(other) && Start(other) > Start(each) && Start(other) < Start(delete)));
                if (insert is not null)
                    break;
            }
        }

        return insert is not null && Replaces(insert, site) ? insert : null;
    }

    /// <summary>The call that adds entities anew after a removal of such entities was saved, or null; removals and additions that are saved together replace at once.</summary>
    public IInvocationOperation? OfRemoval(IInvocationOperation removal, Site site)
    {
        if (removal.TargetMethod.Name != "RemoveRange" || Entity(removal) is not { } entity)
            return null;
        if (removal.Arguments is [{ Value: var removed }] && IsSelective(OwnOperations.Unwrap(removed), site, depth: 0))
            return null;
        var calls = Calls(removal);
        if (calls.Find(each => IsSave(each) && Follows(each, removal)) is not { } saved)
            return null;
        var insert = calls.Find(each => IsAdd(each, entity) && Follows(each, saved) && !AreExclusive(each, removal));
        if (insert is null || calls.Exists(each => IsAdd(each, entity) && Start(each) < Start(saved)) || !calls.Exists(each => IsSave(each) && Follows(each, insert)))
            return null;
        return Replaces(insert, site) ? insert : null;
    }

    /// <summary>For a text with a DELETE: the later use of a text that inserts into the same table, or null.</summary>
    public SqlTextUse? OfText(SqlTextUse delete, Site site)
    {
        if (IsInTransaction(delete.Sink))
            return null;
        var tables = Tables(delete, SqlStatementKind.Delete, site);
        tables.ExceptWith(Tables(delete, SqlStatementKind.Insert, site));
        if (tables.Count == 0)
            return null;
        foreach (var each in OwnOperations.Of(OwnOperations.Function(delete.Sink)))
        {
            if (each != delete.Sink && Follows(each, delete.Sink) && texts.Find(each) is { } other && !IsInTransaction(other.Sink)
                && Tables(other, SqlStatementKind.Insert, site).Overlaps(tables))
                return other;
        }

        return null;
    }

    /// <summary>The place that a text is used at, if the operation is one.</summary>
    public SqlTextUse? Find(IOperation operation) => texts.Find(operation);

    /// <summary>Whether no database is known.</summary>
    public bool IsEmpty => context is null && texts.IsEmpty;

    private static List<IInvocationOperation> Calls(IOperation within)
    {
        var calls = new List<IInvocationOperation>();
        foreach (var each in OwnOperations.Of(OwnOperations.Function(within)))
        {
            if (each is IInvocationOperation call)
                calls.Add(call);
        }

        return calls;
    }

    private bool IsSave(IInvocationOperation call) =>
        call.TargetMethod.Name.StartsWith("SaveChanges", StringComparison.Ordinal) && writes.Find(call.TargetMethod) is not null;

    private bool IsAdd(IInvocationOperation call, ITypeSymbol entity) =>
        call.TargetMethod.Name is "Add" or "AddAsync" or "AddRange" or "AddRangeAsync" && SymbolEqualityComparer.Default.Equals(Entity(call), entity);

    // linq2db, EFCore.BulkExtensions, Z.EntityFramework.Extensions: sent at once.
    private static bool IsImmediateInsert(IInvocationOperation call, ITypeSymbol entity)
    {
        var name = call.TargetMethod.Name;
        return (name.StartsWith("Insert", StringComparison.Ordinal) || name.StartsWith("BulkInsert", StringComparison.Ordinal) || name.StartsWith("BulkCopy", StringComparison.Ordinal))
            && call.TargetMethod.DeclaringSyntaxReferences.IsEmpty && call.TargetMethod.TypeArguments.Contains(entity, SymbolEqualityComparer.Default);
    }

    // The entity of a member of a set or context.
    private ITypeSymbol? Entity(IInvocationOperation call)
    {
        var type = call.TargetMethod.ContainingType;
        if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, set))
            return type.TypeArguments[0];
        if (!type.Inherits(context) || call.Arguments.IsEmpty)
            return null;
        if (call.TargetMethod.TypeArguments is [var only])
            return only;
        var value = OwnOperations.Unwrap(call.Arguments[0].Value);
        return value switch
        {
            IArrayCreationOperation { Initializer.ElementValues: [var first, ..] } => OwnOperations.Unwrap(first).Type,
            _ => value.Type is INamedTypeSymbol { TypeArguments: [var element] } ? element : value.Type,
        };
    }

    // Several at once, or by a function that says so: one new row after a clean-up of old ones replaces nothing.
    private static bool Replaces(IInvocationOperation insert, Site site)
    {
        var name = insert.TargetMethod.Name;
        if (name.Contains("Range") || name.StartsWith("Bulk", StringComparison.Ordinal) || Handlers.Attempts.Loop(insert) is not null)
            return true;
        var function = Handlers.FunctionContext.Of(insert, site).Name;
        foreach (var verb in ReplacingVerbs)
        {
            if (function.StartsWith(verb, StringComparison.Ordinal) && (function.Length == verb.Length || !char.IsLower(function[verb.Length])))
                return true;
        }

        return false;
    }

    // Picks rows by their age or state, rather than all of one owner: a clean-up.
    private static bool IsSelective(IOperation query, Site site, int depth)
    {
        foreach (var each in query.DescendantsAndSelf())
        {
            switch (each)
            {
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.NotEquals }:
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not }:
                case IPropertyReferenceOperation { Property.Type.SpecialType: SpecialType.System_Boolean, Instance: IParameterReferenceOperation }:
                case IInvocationOperation { TargetMethod.Name: "Take" or "Skip" or "Except" }:
                    return true;
                case ILocalReferenceOperation when depth < 3 && ReachingValues.Of(each, site) is { } definitions:
                    foreach (var definition in definitions)
                    {
                        if (definition.Value is { } value && IsSelective(value, site, depth + 1))
                            return true;
                    }

                    break;
            }
        }

        return false;
    }

    private static HashSet<string> Tables(SqlTextUse use, SqlStatementKind kind, Site site)
    {
        var tables = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var variant in TextValues.Read(use.Text, site, use.IsParameterized))
        {
            if (SqlWrites.ToSql(variant, kind == SqlStatementKind.Delete ? "DELETE" : "INSERT") is not { } text)
                continue;
            foreach (var statement in SqlReader.Read(text))
            {
                if (statement.Kind == kind && !statement.IsTemporaryTarget && !statement.IsCreatedInText && statement.Target.Length > 0 && !statement.Target.Contains("{")
                    && statement.Verdict != SqlVerdict.Bounded && !IsSelective(statement.Condition))
                    tables.Add(Plain(statement.Target));
            }
        }

        return tables;
    }

    private static bool IsSelective(string condition) =>
        condition.IndexOfAny(['<', '>', '!']) >= 0 || SqlReader.ContainsWord(condition, "NOT");

    // The last part of the name, without quotes.
    private static string Plain(string table)
    {
        var plain = table.Trim('[', ']', '"', '`', ' ');
        return plain.Substring(plain.LastIndexOf('.') + 1).Trim('[', ']', '"', '`', ' ');
    }

    private static bool IsInTransaction(IOperation sink)
    {
        var arguments = sink switch
        {
            IInvocationOperation call => call.Arguments,
            IObjectCreationOperation creation => creation.Arguments,
            _ => ImmutableArray<IArgumentOperation>.Empty,
        };
        foreach (var argument in arguments)
        {
            if (argument is { Parameter.Name: "transaction", ArgumentKind: ArgumentKind.Explicit } && OwnOperations.Unwrap(argument.Value).ConstantValue is not { HasValue: true, Value: null })
                return true;
        }

        return false;
    }

    private static int Start(IOperation operation) => operation.Syntax.Span.End;

    // Behind it, on a path that passes both.
    private static bool Follows(IOperation later, IOperation earlier) => Start(later) > Start(earlier) && !AreExclusive(later, earlier);

    private static bool AreExclusive(IOperation one, IOperation other)
    {
        for (var (child, parent) = (one, one.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (!parent.Syntax.Span.Contains(other.Syntax.Span))
            {
                // Left for good before the other is reached.
                if (parent is IConditionalOperation or ISwitchCaseOperation && SettleOrder.EndsElsewhere(child) && Start(one) < Start(other))
                    return true;
                continue;
            }

            if (LeavesBefore(other, parent, one))
                return true;
            return (parent is IConditionalOperation conditional && child != conditional.Condition && !conditional.Condition.Syntax.Span.Contains(other.Syntax.Span))
                || parent is ISwitchOperation or ISwitchExpressionOperation
                || (parent is ITryOperation attempt && attempt.Catches.Any(each => each == child || each.Syntax.Span.Contains(other.Syntax.Span)));
        }

        return false;
    }

    private static bool LeavesBefore(IOperation earlier, IOperation common, IOperation later)
    {
        if (Start(earlier) > Start(later))
            return false;
        for (var (child, parent) = (earlier, earlier.Parent); parent is not null && parent != common; (child, parent) = (parent, parent.Parent))
        {
            if (parent is IConditionalOperation or ISwitchCaseOperation && SettleOrder.EndsElsewhere(child))
                return true;
        }

        return false;
    }
}
