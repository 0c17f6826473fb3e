using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class SqlSinksTests
{
    [Fact]
    public void Every_row_names_a_member_that_exists()
    {
        Rows.Resolve(SqlSinks.Calls);
        Rows.Resolve(SqlSinks.Constructors);
    }
}
