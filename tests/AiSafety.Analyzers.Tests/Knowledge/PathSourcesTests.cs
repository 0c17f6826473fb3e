using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class PathSourcesTests
{
    [Fact]
    public void Every_row_names_a_member_that_exists() => Rows.Resolve(PathSources.Table);
}
