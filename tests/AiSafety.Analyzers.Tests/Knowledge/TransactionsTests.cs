using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class TransactionsTests
{
    [Fact]
    public void Every_row_names_a_member_that_exists()
    {
        Rows.Resolve(Transactions.Begins);
        Rows.Resolve(Transactions.Writes);
    }

    [Fact]
    public void Every_connection_exists() => Assert.All(
        Transactions.StrictConnections, name => Assert.Contains(Rows.All, session => !session.AllTypes(name).IsEmpty));
}
