using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class OutcomesTests
{
    [Fact]
    public void Every_row_names_a_member_that_exists() => Rows.Resolve(Outcomes.Calls);

    [Fact]
    public void Every_type_exists() => Assert.All(Outcomes.Types, type => Assert.Contains(Rows.All, session => session.Type(type.Name) is not null));
}
