using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class CommandRunnersTests
{
    [Fact]
    public void Every_row_names_a_member_that_exists()
    {
        Rows.Resolve(CommandRunners.Calls);
        Rows.Resolve(CommandRunners.Constructors);
    }
}
