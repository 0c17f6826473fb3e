using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class FileAccessesTests
{
    [Fact]
    public void Every_row_names_a_member_that_exists()
    {
        Rows.Resolve(FileAccesses.Calls);
        Rows.Resolve(FileAccesses.Constructors);
    }
}
