using System.Collections.Concurrent;
using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine.Queries;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Sql;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Sql;

/// <summary>A statement in a text that reaches a database and destroys more than a condition selects.</summary>
/// <param name="Statement">What the reader says about it.</param>
/// <param name="Location">The statement inside its literal, else the expression that reaches the database.</param>
/// <param name="IsConditional">On other paths a condition is appended to it; on one path none is.</param>
/// <param name="Sureness">How sure it is that not all rows are meant.</param>
/// <param name="Sink">The call, the creation of the command, or the assignment of its text.</param>
internal sealed record SqlWrite(SqlStatement Statement, Location Location, bool IsConditional, Level Sureness, IOperation Sink);

/// <summary>
/// The statements that rules about SQL judge. A text is read once per place and compilation, whichever rule asks; what is
/// done on purpose (behind a guard, in a migration's way back, while seeding) is left out here.
/// </summary>
internal sealed class SqlWrites
{
    private readonly ConcurrentDictionary<SyntaxNode, ImmutableArray<SqlWrite>> known = new();
    private readonly SqlTextUses uses;

    private SqlWrites(Session session) => uses = SqlTextUses.Of(session);

    /// <summary>Calls <paramref name="found"/> for each destructive statement; registers nothing where no database is known.</summary>
    public static void Register(RuleContext rule, Action<SqlWrite, Site> found)
    {
        var writes = rule.Session.Part(static session => new SqlWrites(session));
        if (writes.uses.IsEmpty)
            return;
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, Look);
        rule.OnOperation<IObjectCreationOperation>(OperationKind.ObjectCreation, Look);
        rule.OnOperation<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, Look);

        void Look(IOperation operation, Site site)
        {
            // A text that is still being typed may get its condition yet.
            if (writes.uses.Find(operation) is not { } use || operation.Syntax.ContainsDiagnostics)
                return;
            foreach (var write in writes.In(use, site))
                found(write, site);
        }
    }

    private ImmutableArray<SqlWrite> In(SqlTextUse use, Site site) =>
        known.TryGetValue(use.Sink.Syntax, out var read) ? read : known.GetOrAdd(use.Sink.Syntax, Read(use, site));

    private ImmutableArray<SqlWrite> Read(SqlTextUse use, Site site)
    {
        var variants = TextValues.Read(use.Text, site, use.IsParameterized);
        var candidates = new List<Candidate>();
        foreach (var variant in variants)
        {
            if (ToSql(variant, SqlReader.WritingWords) is not { } text)
                continue;
            foreach (var statement in SqlReader.Read(text))
            {
                if (statement.Kind is not (SqlStatementKind.Other or SqlStatementKind.Insert))
                    candidates.Add(new Candidate(variant, text.Locate(statement.Start), text.Locate(statement.End - 1), statement));
            }
        }

        if (!candidates.Exists(candidate => candidate.Statement.IsDefect) || IsExcused(use, site))
            return ImmutableArray<SqlWrite>.Empty;
        var writes = ImmutableArray.CreateBuilder<SqlWrite>();
        foreach (var candidate in candidates)
        {
            if (!candidate.Statement.IsDefect || IsBackfill(candidate.Statement, site))
                continue;

            // The same statement with something more behind it, on another path.
            var longer = candidates.FindAll(other => other.Begins == candidate.Begins && !other.Statement.IsDefect);
            var appends = longer.SelectMany(other => other.Variant.Appends).Except(candidate.Variant.Appends).Distinct().ToList();
            if (appends.Count > 0 && (Guards.Guards.Protect(use.Sink, site, avoiding: appends) != Answer.No || Prerequisites.MayCover(appends, use.Sink, site)))
                continue;
            var write = new SqlWrite(candidate.Statement, Place(candidate, use, site), longer.Count > 0, Sureness(candidate.Statement, longer.Count > 0, candidates, use, site), use.Sink);
            if (!writes.Any(each => each.Location == write.Location && each.Statement.Kind == write.Statement.Kind))
                writes.Add(write);
        }

        return writes.ToImmutable();
    }

    /// <summary>A destructive statement of one of the texts that can arrive.</summary>
    private sealed class Candidate(TextVariant variant, SqlPosition start, SqlPosition last, SqlStatement statement)
    {
        public readonly TextVariant Variant = variant;
        public readonly SqlPosition Start = start;
        public readonly SqlPosition Last = last;
        public readonly SqlStatement Statement = statement;

        /// <summary>Where the statement begins, the same for all texts that share the piece.</summary>
        public (SyntaxNode? Syntax, int Offset, int Part) Begins =>
            Variant.Parts[Start.Part] is { Syntax: { } syntax } ? (syntax, Start.Offset, 0) : (null, Start.Offset, Start.Part);
    }

    /// <summary>The text for the reader; null when it contains none of the words.</summary>
    internal static SqlText? ToSql(TextVariant variant, params string[] words)
    {
        var mayMatter = false;
        var parts = new SqlPart[variant.Parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var part = variant.Parts[i];
            parts[i] = part.Text is { } text ? SqlPart.Constant(text) : SqlPart.OfHole(part.IsValue ? SqlHole.Value : SqlHole.Text);
            mayMatter |= part.Text is { Length: > 3 };
        }

        if (!mayMatter)
            return null;
        var sql = new SqlText(parts);
        return words.Any(word => SqlReader.ContainsWord(sql.Combined, word)) ? sql : null;
    }

    private bool IsExcused(SqlTextUse use, Site site) =>
        Migrations.IsDown(site) || Seeding.IsIn(site.ContainingSymbol) || IsCompletedLater(use, site) || Guards.Guards.Protect(use.Sink, site) != Answer.No;

    /// <summary>
    /// How sure it is that reaching all rows is a defect: the grades of the set-based writes of queries (<see cref="BulkWriteCalls"/>). Where a name or a refill
    /// says that all are meant, it is a matter of policy; where nothing says so, it is worth a look; where something says that some rows are meant, it is a slip.
    /// </summary>
    private Level Sureness(SqlStatement statement, bool isConditional, List<Candidate> candidates, SqlTextUse use, Site site)
    {
        if (Intentions.AreNamed(use.Sink, site) || IsRefilled(statement, use, site) || (statement.Kind == SqlStatementKind.Update && Migrations.IsUp(site)))
            return Level.Strict;
        if (isConditional)
            return Level.Recommended;
        var isSlip = statement.Kind == SqlStatementKind.Update || statement.HasOtherTables || (statement.Condition.Length > 0 && !statement.IsPlaceholderCondition)
            || candidates.Exists(other => other.Statement.Verdict == SqlVerdict.Filtered);
        return isSlip || BindsParameters(use) || Intentions.AreSelective(use.Sink, site) ? Level.Minimal : Level.Recommended;
    }

    /// <summary>Values are bound, and the statement has no condition that could use them.</summary>
    private static bool BindsParameters(SqlTextUse use)
    {
        if (use.Sink is IInvocationOperation call && Binds(call.Arguments) || use.Sink is IObjectCreationOperation creation && Binds(creation.Arguments))
            return true;
        return Receiver(use.Sink) is { } receiver && OwnOperations.Root(use.Sink).Descendants().Any(each =>
            each is IPropertyReferenceOperation { Property.Name: "Parameters" } reference && SymbolEqualityComparer.Default.Equals(Symbol(reference.Instance), receiver));
    }

    private static bool Binds(ImmutableArray<IArgumentOperation> arguments) =>
        arguments.Any(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: "param" or "parameters", Value.ConstantValue.HasValue: false });

    /// <summary>Whether rows are put into the same table further down in the same member: it is replaced, not lost.</summary>
    private bool IsRefilled(SqlStatement statement, SqlTextUse use, Site site)
    {
        if (statement.Kind is not (SqlStatementKind.Delete or SqlStatementKind.Truncate))
            return false;
        var table = statement.TargetName;
        foreach (var each in OwnOperations.Root(use.Sink).Descendants())
        {
            if (each.Syntax.SpanStart < use.Sink.Syntax.SpanStart)
                continue;
            if (each is IInvocationOperation { TargetMethod.Name: "WriteToServer" or "WriteToServerAsync" or "BeginBinaryImport" or "BeginBinaryImportAsync" or "BeginTextImport" or "BeginTextImportAsync" })
                return true;
            if (uses.Find(each) is not { } other)
                continue;
            foreach (var variant in TextValues.Read(other.Text, site, other.IsParameterized))
            {
                if (ToSql(variant, "INSERT", "REPLACE") is { } text
                    && SqlReader.Read(text).Any(insert => insert.Kind == SqlStatementKind.Insert && string.Equals(insert.TargetName, table, StringComparison.OrdinalIgnoreCase) && (other.Sink != use.Sink || insert.Start > statement.Start)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>A migration that fills a column which it adds itself: all rows are meant.</summary>
    private static bool IsBackfill(SqlStatement statement, Site site)
    {
        if (statement.Kind != SqlStatementKind.Update || statement.AssignedColumns.Count == 0 || !Migrations.IsUp(site))
            return false;
        var added = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var reference in site.ContainingSymbol.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax(site.CancellationToken).DescendantNodes())
            {
                if (node is LiteralExpressionSyntax { Token.Value: string text })
                    added.Add(text);
            }
        }

        return statement.AssignedColumns.All(added.Contains);
    }

    /// <summary>Whether more is appended to the same command's text afterwards.</summary>
    private bool IsCompletedLater(SqlTextUse use, Site site)
    {
        if (Receiver(use.Sink) is not { } receiver)
            return false;
        foreach (var each in OwnOperations.Root(use.Sink).Descendants())
        {
            site.CancellationToken.ThrowIfCancellationRequested();
            if (each is not IPropertyReferenceOperation reference || !uses.IsCommandText(reference) || !SymbolEqualityComparer.Default.Equals(Symbol(reference.Instance), receiver))
                continue;
            if (reference.Parent is ICompoundAssignmentOperation || IsPartOfText(reference))
                return true;
        }

        return false;
    }

    /// <summary>The variable that holds the command.</summary>
    private static ISymbol? Receiver(IOperation sink)
    {
        if (sink is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target })
            return Symbol(target.Instance) ?? (target.Instance is IInstanceReferenceOperation ? Receiver(target.Instance) : null);
        for (var each = sink.Parent; each is not null; each = each.Parent)
        {
            switch (each)
            {
                case IVariableDeclaratorOperation declarator:
                    return declarator.Symbol;
                case ISimpleAssignmentOperation { Target: not IPropertyReferenceOperation { Property.Name: "CommandText" } } assignment:
                    return Symbol(assignment.Target);
                case IExpressionStatementOperation or IArgumentOperation:
                    return null;
            }
        }

        return null;
    }

    private static ISymbol? Symbol(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        _ => null,
    };

    // command.CommandText = command.CommandText + …
    private static bool IsPartOfText(IPropertyReferenceOperation reference)
    {
        for (IOperation each = reference; each.Parent is { } parent; each = parent)
        {
            if (parent is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "CommandText" } } assignment)
                return assignment.Value == each;
            if (parent is IExpressionStatementOperation)
                return false;
        }

        return false;
    }

    private Location Place(Candidate candidate, SqlTextUse use, Site site)
    {
        var text = use.Text.Syntax.GetLocation();
        var (first, last) = (candidate.Variant.Parts[candidate.Start.Part], candidate.Variant.Parts[candidate.Last.Part]);
        if (first.Literal?.SyntaxTree != use.Sink.Syntax.SyntaxTree || LiteralPositions.Span(first, candidate.Start.Offset, last, candidate.Last.Offset) is not { } span)
            return text;
        return first.Variable is { } variable && IsUsedBefore(variable, use, site) ? text : Location.Create(use.Sink.Syntax.SyntaxTree, span);
    }

    /// <summary>Whether an earlier place of the file hands over the same variable: that one gets the place in the literal, so that no two findings share it.</summary>
    private bool IsUsedBefore(ISymbol variable, SqlTextUse use, Site site)
    {
        var root = use.Sink.Syntax.SyntaxTree.GetRoot(site.CancellationToken);
        foreach (var node in root.DescendantNodes())
        {
            if (node.SpanStart >= use.Text.Syntax.SpanStart)
                return false;
            if (node is IdentifierNameSyntax name && name.Identifier.ValueText == variable.Name
                && SymbolEqualityComparer.Default.Equals(site.Model.GetSymbolInfo(name, site.CancellationToken).Symbol, variable)
                && site.Model.GetOperation(name, site.CancellationToken) is { } mention && uses.Around(mention) is { } earlier && earlier.Sink.Syntax != use.Sink.Syntax)
                return true;
        }

        return false;
    }
}
