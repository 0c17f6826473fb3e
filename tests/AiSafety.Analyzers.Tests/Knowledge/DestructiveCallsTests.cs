using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class DestructiveCallsTests
{
    public static TheoryData<string> Parts => [.. DestructiveCalls.All.Select(part => part.Name)];

    [Theory]
    [MemberData(nameof(Parts))]
    public void Every_destructive_call_exists(string part) => Rows.Resolve(DestructiveCalls.All.Single(each => each.Name == part));

    [Fact]
    public void All_is_every_part()
    {
        var declared = typeof(DestructiveCalls).GetFields().Where(field => field.FieldType == typeof(FactTable<DestructiveCall>)).Select(field => field.GetValue(null));
        Assert.Equal(declared.ToHashSet(), [.. DestructiveCalls.All]);
    }

    [Fact]
    public void Every_maker_of_filters_exists() => Rows.Resolve(QueryOperators.FilterBuilders);

    [Fact]
    public void Every_query_operator_exists() => Rows.Resolve(QueryOperators.Table);
}
