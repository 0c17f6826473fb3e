using AiSafety.Analyzers.Rules.Failures;

namespace AiSafety.Analyzers.Tests.Rules.Failures;

public sealed class AIS2001_SwallowedExceptionTests : RuleTests<SwallowedExceptionRule, SwallowedExceptionFix>
{
    [Fact]
    public Task Says_what_is_discarded_and_what_to_do() => ReportsWith(
        "'Exception' is discarded here, so callers go on as if the work had succeeded; handle it, record it, or let it propagate",
        """
        try { await billing.ChargeAsync(order); }
        [|catch|] (Exception) { }
        """);

    [Fact]
    public Task Reports_a_catch_all_with_nothing_in_it() => Reports("""
        try { await billing.ChargeAsync(order); }
        [|catch|] { }
        """);

    [Fact]
    public Task Stays_silent_when_the_handler_rethrows() => Silent("""
        try { await billing.ChargeAsync(order); }
        catch (Exception e) { log.LogError(e, "charge failed"); throw; }
        """);

    [Fact]
    public Task Fixes_by_letting_it_propagate() => Fixes(
        """
        try { billing.Charge(order); }
        [|catch|] (Exception) { }
        """,
        """
        try { billing.Charge(order); }
        catch (Exception)
        {
            throw;
        }
        """);
}
