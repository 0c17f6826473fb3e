using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class VoidCallbacksTests
{
    [Fact]
    public void Every_row_names_a_member_that_exists() => Rows.Resolve(VoidCallbacks.Table);

    [Fact]
    public void Every_delegate_exists() => Assert.All(VoidCallbacks.Delegates, name => Assert.Contains(Rows.All, session => session.Type(name) is not null));
}
