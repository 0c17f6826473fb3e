using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class BulkWritesTests
{
    [Fact]
    public void Every_write_of_a_query_exists() => Rows.Resolve(BulkWrites.OnQueries);

    [Fact]
    public void Every_write_by_predicate_exists() => Rows.Resolve(BulkWrites.ByPredicate);

    [Fact]
    public void Every_maker_of_filters_exists() => Rows.Resolve(BulkWrites.FilterBuilders);

    [Fact]
    public void Every_query_operator_exists() => Rows.Resolve(QueryOperators.Table);
}
