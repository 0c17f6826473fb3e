using System.Globalization;
using System.Text;
using AiSafety.Analyzers.Sql;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using Xunit;

namespace AiSafety.Analyzers.Tests.Sql;

/// <summary>
/// Generates T-SQL and compares our verdicts with what Microsoft's parser says about the same text. The generator knows nothing of either;
/// the judgement on the parsed tree is written down independently below.
/// </summary>
public sealed class SqlReaderOracleTests
{
    private const int BatchCount = 1500;
    private const int MinimumWrites = 2000;

    /// <summary>Where the tree does not say Filtered and we deliberately say something milder. Each row must occur, or it is stale.</summary>
    private static readonly Dictionary<string, (SqlVerdict Ours, string Reason)> Differences = new()
    {
        ["self-filtering"] = (SqlVerdict.Filtered, "CASE … ELSE column and COALESCE(column, …) keep the value of every other row"),
        ["ranked"] = (SqlVerdict.Filtered, "a ranked CTE is meant to be narrowed; by a ruling it bounds the delete from it"),
        ["target outside FROM"] = (SqlVerdict.Unknown, "DELETE a FROM b may be a column delete of another dialect, or a typing error"),
        ["join without the target"] = (SqlVerdict.Unknown, "the dialects disagree on what such a join does to the target"),
    };

    [Fact]
    public void Verdicts_agree_with_the_parsed_tree()
    {
        var generator = new Generator(20_261_125);
        var parser = new TSql170Parser(initialQuotedIdentifiers: true);
        var seen = new HashSet<string>();
        var failures = new StringBuilder();
        var writes = 0;
        var verdicts = new HashSet<SqlVerdict>();
        for (var i = 0; i < BatchCount; i++)
        {
            var sql = generator.Batch();
            var tree = parser.Parse(new StringReader(sql), out var errors);
            Assert.True(errors.Count == 0, $"the generator wrote invalid T-SQL: {sql}\n{string.Join("\n", errors.Select(error => error.Message))}");
            var judge = new Judge();
            tree.Accept(judge);
            var expected = judge.Writes.OrderBy(write => write.Start).ToList();
            var actual = SqlTexts.Destructive(sql);
            writes += expected.Count;
            if (!expected.Select(write => write.Start).SequenceEqual(actual.Select(statement => statement.Start)))
            {
                failures.AppendLine(CultureInfo.InvariantCulture, $"tree sees {expected.Count} writes, we see {actual.Count}: {sql}");
                continue;
            }

            for (var k = 0; k < expected.Count; k++)
            {
                verdicts.Add(expected[k].Verdict);
                var allowed = expected[k].Difference is { } name && Differences[name].Ours == actual[k].Verdict;
                if (allowed)
                    seen.Add(expected[k].Difference!);
                else if (expected[k].Verdict != actual[k].Verdict)
                    failures.AppendLine(CultureInfo.InvariantCulture, $"tree says {expected[k].Verdict}, we say {actual[k].Verdict} ({actual[k].Target}): {sql}");
            }
        }

        if (failures.Length > 0)
            Assert.Fail(failures.ToString());
        Assert.True(writes >= MinimumWrites, $"only {writes} writes");
        Assert.Equal([SqlVerdict.Filtered, SqlVerdict.Bounded, SqlVerdict.AlwaysTrue, SqlVerdict.Unfiltered], verdicts.Order());
        Assert.Equal(Differences.Keys.Order(), seen.Order());
    }

    private sealed record Judged(int Start, SqlVerdict Verdict, string? Difference);

    /// <summary>Judges the DELETE and UPDATE specifications of a tree; the bodies of routines and the actions of MERGE are left out.</summary>
    private sealed class Judge : TSqlFragmentVisitor
    {
        private readonly Dictionary<string, CommonTableExpression> _ctes = new(StringComparer.OrdinalIgnoreCase);

        public List<Judged> Writes { get; } = [];

        public override void ExplicitVisit(CreateProcedureStatement node)
        {
        }

        public override void ExplicitVisit(CreateTriggerStatement node)
        {
        }

        public override void Visit(StatementWithCtesAndXmlNamespaces node)
        {
            _ctes.Clear();
            foreach (var cte in node.WithCtesAndXmlNamespaces?.CommonTableExpressions ?? [])
                _ctes[cte.ExpressionName.Value] = cte;
        }

        public override void Visit(DeleteSpecification node) => Add(node, node.WhereClause, node.FromClause, []);

        public override void Visit(UpdateSpecification node) => Add(node, node.WhereClause, node.FromClause, node.SetClauses);

        private void Add(UpdateDeleteSpecificationBase node, WhereClause? where, FromClause? from, IList<SetClause> assignments)
        {
            string? difference = null;
            var verdict = SqlVerdict.Unfiltered;
            var condition = where?.Cursor is not null ? null : where is null ? true : Constant(where.SearchCondition);
            var isRestricted = Restricts(node, from, ref difference);
            if ((where is not null && condition != true) || isRestricted)
                verdict = SqlVerdict.Filtered;
            else if (node.TopRowFilter is { } top && !(top.Percent && Unwrap(top.Expression) is IntegerLiteral { Value: "100" }))
                verdict = SqlVerdict.Bounded;
            else if (where is not null)
                verdict = SqlVerdict.AlwaysTrue;
            if (assignments.Count > 0 && assignments.All(KeepsOldValue))
                difference = "self-filtering";
            Writes.Add(new Judged(node.StartOffset, verdict, verdict == SqlVerdict.Filtered ? null : difference));
        }

        private static bool KeepsOldValue(SetClause clause) =>
            clause is AssignmentSetClause { Column: { } column } assignment && assignment.NewValue switch
            {
                SearchedCaseExpression { ElseExpression: ColumnReferenceExpression other } => Last(other) == Last(column),
                CoalesceExpression { Expressions: [ColumnReferenceExpression other, ..] } => Last(other) == Last(column),
                _ => false,
            };

        private static string Last(ColumnReferenceExpression column) => column.MultiPartIdentifier.Identifiers[^1].Value.ToUpperInvariant();

        private bool Restricts(UpdateDeleteSpecificationBase node, FromClause? from, ref string? difference)
        {
            if (node.Target is not NamedTableReference target)
                return false;
            var name = target.SchemaObject.BaseIdentifier.Value;
            if (from is null)
                return _ctes.TryGetValue(name, out var cte) && QueryRestricts(cte.QueryExpression, ref difference);
            var found = false;
            var restricts = false;
            foreach (var table in from.TableReferences)
            {
                var (contains, limits) = Look(table, name, ref difference);
                found |= contains;
                restricts |= contains && limits;
            }

            if (!found && node is DeleteSpecification)
                difference = "target outside FROM";
            return restricts;
        }

        /// <summary>Whether the target is in the table expression, and whether the expression drops rows (of the target, if it is there).</summary>
        private (bool Contains, bool Limits) Look(TableReference table, string target, ref string? difference)
        {
            switch (table)
            {
                case NamedTableReference named:
                    var isTarget = Same(named.Alias?.Value ?? named.SchemaObject.BaseIdentifier.Value, target);
                    return (isTarget, isTarget && _ctes.TryGetValue(named.SchemaObject.BaseIdentifier.Value, out var cte) && QueryRestricts(cte.QueryExpression, ref difference));
                case QueryDerivedTable derived:
                    var isDerived = Same(derived.Alias.Value, target);
                    return (isDerived, isDerived && QueryRestricts(derived.QueryExpression, ref difference));
                case QualifiedJoin join:
                    var left = Look(join.FirstTableReference, target, ref difference);
                    var right = Look(join.SecondTableReference, target, ref difference);
                    var drops = Constant(join.SearchCondition) != true && join.QualifiedJoinType switch
                    {
                        QualifiedJoinType.Inner => true,
                        QualifiedJoinType.LeftOuter => right.Contains,
                        QualifiedJoinType.RightOuter => left.Contains,
                        _ => false,
                    };
                    if (!left.Contains && !right.Contains && Constant(join.SearchCondition) != true)
                        difference = "join without the target";
                    return (left.Contains || right.Contains, left.Limits || right.Limits || drops);
                case UnqualifiedJoin join:
                    var first = Look(join.FirstTableReference, target, ref difference);
                    var second = Look(join.SecondTableReference, target, ref difference);
                    return (first.Contains || second.Contains, first.Limits || second.Limits || join.UnqualifiedJoinType == UnqualifiedJoinType.CrossApply);
                default:
                    return (false, false);
            }
        }

        private bool QueryRestricts(QueryExpression query, ref string? difference)
        {
            if (query is not QuerySpecification specification)
                return true;
            if (specification.SelectElements.OfType<SelectScalarExpression>().Any(element => element.Expression is FunctionCall { OverClause: not null }))
                difference = "ranked";
            if (specification.WhereClause is not null || specification.TopRowFilter is not null)
                return true;
            return specification.FromClause.TableReferences is [NamedTableReference table]
                && _ctes.TryGetValue(table.SchemaObject.BaseIdentifier.Value, out var cte) && QueryRestricts(cte.QueryExpression, ref difference);
        }

        private static bool Same(string? left, string right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);

        /// <summary>True or false where the condition is the same for every row; null elsewhere.</summary>
        private static bool? Constant(BooleanExpression condition)
        {
            switch (condition)
            {
                case BooleanParenthesisExpression parenthesis:
                    return Constant(parenthesis.Expression);
                case BooleanNotExpression not:
                    return !Constant(not.Expression);
                case BooleanBinaryExpression { BinaryExpressionType: BooleanBinaryExpressionType.And } and:
                    var (a, b) = (Constant(and.FirstExpression), Constant(and.SecondExpression));
                    return a == false || b == false ? false : a == true && b == true ? true : null;
                case BooleanBinaryExpression or:
                    var terms = Terms(or).ToList();
                    if (terms.Any(term => Constant(term) == true || terms.Any(other => AreOpposite(term, other))))
                        return true;
                    return terms.All(term => Constant(term) == false) ? false : null;
                case LikePredicate { SecondExpression: StringLiteral { Value: "%" } } like:
                    return !like.NotDefined;
                case BooleanComparisonExpression comparison:
                    var order = Order(Unwrap(comparison.FirstExpression), Unwrap(comparison.SecondExpression));
                    return order is null ? null : comparison.ComparisonType switch
                    {
                        BooleanComparisonType.Equals => order == 0,
                        BooleanComparisonType.NotEqualToBrackets or BooleanComparisonType.NotEqualToExclamation => order != 0,
                        BooleanComparisonType.GreaterThan => order > 0,
                        BooleanComparisonType.LessThan => order < 0,
                        _ => null,
                    };
                default:
                    return null;
            }
        }

        private static IEnumerable<BooleanExpression> Terms(BooleanExpression condition) =>
            condition is BooleanBinaryExpression { BinaryExpressionType: BooleanBinaryExpressionType.Or } or
                ? Terms(or.FirstExpression).Concat(Terms(or.SecondExpression))
                : [condition];

        private static bool AreOpposite(BooleanExpression left, BooleanExpression right) =>
            left is BooleanIsNullExpression { Expression: ColumnReferenceExpression first } one && right is BooleanIsNullExpression { Expression: ColumnReferenceExpression second } two
            && one.IsNot != two.IsNot && Name(first) == Name(second);

        private static ScalarExpression Unwrap(ScalarExpression expression) =>
            expression is ParenthesisExpression parenthesis ? Unwrap(parenthesis.Expression) : expression;

        private static int? Order(ScalarExpression left, ScalarExpression right) => (left, right) switch
        {
            (IntegerLiteral a, IntegerLiteral b) => int.Parse(a.Value, CultureInfo.InvariantCulture).CompareTo(int.Parse(b.Value, CultureInfo.InvariantCulture)),
            (StringLiteral a, StringLiteral b) => string.CompareOrdinal(a.Value, b.Value),
            (ColumnReferenceExpression a, ColumnReferenceExpression b) when Name(a) == Name(b) => 0,
            (VariableReference a, VariableReference b) when a.Name == b.Name => 0,
            _ => null,
        };

        private static string Name(ColumnReferenceExpression column) =>
            string.Join(".", column.MultiPartIdentifier.Identifiers.Select(identifier => identifier.Value.ToUpperInvariant()));
    }

    /// <summary>Writes random valid T-SQL from a fixed seed; the same on every machine.</summary>
    private sealed class Generator(uint seed)
    {
        private uint _state = seed;
        private int _depth;

        private int Next(int bound)
        {
            _state = unchecked((_state * 1664525) + 1013904223);
            return (int)((_state >> 8) % (uint)bound);
        }

        private bool Chance(int percent) => Next(100) < percent;

        private T Pick<T>(params T[] choices) => choices[Next(choices.Length)];

        /// <summary>One to four statements, with or without separators.</summary>
        public string Batch()
        {
            if (Chance(4))
                return Routine();
            var builder = new StringBuilder(Chance(10) ? "-- DELETE FROM x\n" : "");
            var count = 1 + Next(4);
            for (var i = 0; i < count; i++)
            {
                builder.Append(Next(10) switch { 0 or 1 => WithCte(), 2 => Merge(), _ => Statement() });
                builder.Append(Pick(";", ";\n", "\n", "\r\n", " ;-- UPDATE x SET a = 1\n"));
            }

            return builder.ToString();
        }

        private string Routine()
        {
            var body = Pick($"CREATE PROCEDURE p AS {Write()}", $"CREATE PROCEDURE p AS BEGIN SELECT 1; {Write()} END", $"CREATE TRIGGER tr ON Orders AFTER UPDATE, DELETE AS BEGIN {Write()}; {Write()} END");
            return $"{body}\nGO\n{Statement()}";
        }

        private string Statement()
        {
            if (_depth < 2 && Chance(12))
            {
                _depth++;
                var text = Pick(0, 1, 2, 3) switch
                {
                    0 => $"IF {Condition()} {Statement()}",
                    1 => $"IF EXISTS (SELECT 1 FROM {Table()} WHERE {Condition()}) BEGIN {Statement()}; {Statement()} END",
                    2 => $"BEGIN TRY {Statement()} END TRY BEGIN CATCH {Harmless()} END CATCH",
                    _ => $"IF {Condition()} {Statement()} ELSE {Statement()}",
                };
                _depth--;
                return text;
            }

            return Chance(30) ? Harmless() : Write();
        }

        private string Harmless() => Next(14) switch
        {
            0 => $"SELECT * FROM {Table()} WHERE {Condition()}",
            1 => $"INSERT INTO {Table()} ({Column()}) VALUES ({Value()})",
            2 => $"INSERT INTO {Table()} ({Column()}) SELECT {Column()} FROM {Table()} WHERE {Condition()}",
            3 => "SET NOCOUNT ON",
            4 => "DECLARE @v" + Next(1000) + " int = 1",
            5 => $"UPDATE STATISTICS {Table()}",
            6 => $"GRANT SELECT, UPDATE, DELETE ON Orders TO app",
            7 => "PRINT 'DELETE FROM Orders'",
            8 => $"SELECT '{Pick("it''s", "UPDATE x SET a = 1", "--", "/*")}' AS [DELETE FROM x]",
            9 => "SELECT CASE WHEN 1 = 1 THEN 2 ELSE 3 END",
            10 => $"SELECT TOP (5) {Column()} FROM {Table()} ORDER BY {Column()}",
            11 => "EXEC dbo.DeleteAll @x = 'DELETE FROM y'",
            12 => $"ALTER TABLE {Table()} ADD CONSTRAINT fk FOREIGN KEY (a) REFERENCES dbo.Customers (Id) ON DELETE CASCADE ON UPDATE SET NULL",
            _ => $"WITH c AS (SELECT 1 AS x) SELECT * FROM c",
        };

        private string Write()
        {
            var text = Chance(50) ? Delete() : Update();
            return Chance(20) ? text.Replace("DELETE", "delete", StringComparison.Ordinal).Replace("UPDATE", "Update", StringComparison.Ordinal) : text;
        }

        private string Merge() => $"MERGE {Table()} AS t USING {Table()} AS s ON t.Id = s.Id WHEN MATCHED THEN {Pick("DELETE", "UPDATE SET a = 1")};";

        private string Delete()
        {
            if (Chance(40))
            {
                var (from, target) = Joined();
                return $"DELETE{Top()} {target}{Output()} FROM {from}{Where()}{Option()}";
            }

            return $"DELETE{Top()}{Gap()}FROM{Gap()}{Table()}{Pick("", "", " WITH (TABLOCK)")}{Output()}{Where()}{Option()}";
        }

        private string Update()
        {
            if (Chance(40))
            {
                var (from, target) = Joined();
                return $"UPDATE{Top()} {target} SET {Assignments()} FROM {from}{Where()}{Option()}";
            }

            return $"UPDATE{Top()}{Gap()}{Table()} SET{Gap()}{Assignments()}{Where()}{Option()}";
        }

        private string WithCte()
        {
            var body = Pick(0, 1, 2, 3, 4) switch
            {
                0 => "SELECT * FROM Orders",
                1 => $"SELECT * FROM Orders WHERE {Condition()}",
                2 => "SELECT TOP (5) * FROM Orders ORDER BY Id",
                3 => "SELECT *, ROW_NUMBER() OVER (PARTITION BY a ORDER BY b) AS rn FROM Orders",
                _ => "SELECT * FROM Orders WHERE a = 1), d AS (SELECT * FROM c",
            };
            var name = body.Contains("d AS", StringComparison.Ordinal) ? Pick("c", "d") : "c";
            var tail = Pick(0, 1, 2) switch
            {
                0 => $"DELETE FROM {name}{Where()}",
                1 => $"UPDATE {name} SET {Assignments()}{Where()}",
                _ => $"DELETE x FROM {name} AS x{Where()}",
            };
            return $";WITH c AS ({body}){Gap()}{tail}";
        }

        private (string From, string Target) Joined()
        {
            var join = Pick("JOIN", "INNER JOIN", "LEFT JOIN", "LEFT OUTER JOIN", "RIGHT JOIN", "FULL JOIN", "INNER HASH JOIN");
            var on = Chance(85) ? Pick("o.Id = x.Id", "o.Id = x.OrderId AND x.a > 1", "(o.Id = x.Id)", "o.a = LEFT(x.a, 3)") : Pick("1 = 1", "o.Id = o.Id", "1 = 1 OR o.Id = 2");
            return Next(10) switch
            {
                0 => ("Orders o", "o"),
                1 => ("dbo.Orders AS o", "o"),
                2 => ("Orders o, Customers x", "o"),
                3 => ("Orders o CROSS JOIN Customers x", "o"),
                4 => ("Orders o CROSS APPLY (SELECT TOP 1 * FROM Customers y WHERE y.Id = o.Id) x", "o"),
                5 => ("Orders o OUTER APPLY (SELECT TOP 1 * FROM Customers y WHERE y.Id = o.Id) x", "o"),
                6 => ($"(SELECT {Pick("", "TOP (3) ")}* FROM Orders) o", "o"),
                7 when Chance(50) => ("Customers x", "Orders"),
                7 => ($"Customers o {join} Lines x ON {on}", "Orders"),
                8 => ($"Orders o {join} Customers x ON {on} LEFT JOIN Lines l ON l.Id = o.Id", Pick("o", "x", "l")),
                _ => ($"Orders o {join} Customers x ON {on}", Pick("o", "x")),
            };
        }

        private string Assignments()
        {
            var count = 1 + Next(2);
            var parts = new string[count];
            for (var i = 0; i < count; i++)
            {
                var column = Pick("a", "b", "[c d]");
                parts[i] = $"{column} {Pick("=", "=", "+=")} " + Next(6) switch
                {
                    0 => $"CASE WHEN {Condition()} THEN 1 ELSE {Pick(column, "a", "0")} END",
                    1 => $"COALESCE({Pick(column, "b")}, 1)",
                    2 => "(SELECT MAX(x) FROM Lines WHERE Lines.Id = 1)",
                    _ => Value(),
                };
            }

            return string.Join(Pick(", ", ","), parts);
        }

        private string Where() => Chance(45) ? "" : $"{Pick(" ", "\n", " /* WHERE */ ")}WHERE {Condition()}";

        private string Condition(int depth = 0) => Next(depth > 2 ? 9 : 14) switch
        {
            0 or 1 or 2 => $"{Column()} {Pick("=", "<>", ">", "<", "!=")} {Value()}",
            3 => Pick("1 = 1", "1=1", "'a' = 'a'", "2 > 1", "1 = 2", "'a' <> 'a'", "(1) = (1)"),
            4 => Pick("Id = Id", "[Id] = id", "o.Id = o.Id", "Id = OldId", "@x = @x", "Id <> Id"),
            5 => Pick("a IS NULL", "a IS NOT NULL", "(@x IS NULL OR a = @x)", "a IS NULL OR a IS NOT NULL"),
            6 => Pick("Name LIKE '%'", "Name LIKE 'a%'", "Name NOT LIKE '%'", "Name LIKE '%' + @x + '%'"),
            7 => "EXISTS (SELECT 1 FROM Lines WHERE Lines.Id = 1)",
            8 => Pick("Id IN (1, 2)", "Id NOT IN (SELECT Id FROM Lines)", "Id BETWEEN 1 AND 5", "CASE WHEN a = 1 THEN 1 ELSE 0 END = 1"),
            9 => $"NOT ({Condition(depth + 1)})",
            10 or 11 => $"({Condition(depth + 1)}) AND {Condition(depth + 1)}",
            12 => $"{Condition(depth + 1)} OR {Condition(depth + 1)}",
            _ => $"({Condition(depth + 1)})",
        };

        private string Top() => Chance(85) ? "" : Pick(" TOP (5)", " TOP (@n)", " TOP (10) PERCENT", " TOP (100) PERCENT");

        private string Output() => Chance(90) ? "" : Pick(" OUTPUT deleted.Id", " OUTPUT deleted.Id INTO @ids", " OUTPUT deleted.*");

        private string Option() => Chance(92) ? "" : " OPTION (MAXDOP 1)";

        private string Gap() => Pick(" ", " ", "\n", "\t", " /* ; */ ", " -- ' \n");

        private string Table() => Pick("Orders", "dbo.Orders", "[dbo].[Order Details]", "Shop.dbo.Lines", "Shop..Lines", "\"Orders\"", "[a]]b]", "#t");

        private string Column() => Pick("a", "b", "o.a", "[c d]", "\"e\"");

        private string Value() => Pick("1", "'x'", "N'it''s'", "@p", "GETDATE()", "-1", "1.5", "'WHERE'", "(1 + 2)", "0x1F");
    }
}
