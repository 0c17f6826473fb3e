using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class SuccessAnswersTests
{
    [Fact]
    public void Every_row_names_a_member_that_exists() => Rows.Resolve(SuccessAnswers.Calls);

    [Fact]
    public void Every_type_exists() =>
        Assert.All(SuccessAnswers.Types, row => Assert.Contains(Rows.All, session => session.Type(row.Type) is not null));
}
