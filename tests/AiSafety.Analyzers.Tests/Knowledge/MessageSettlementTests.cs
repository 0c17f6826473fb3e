using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class MessageSettlementTests
{
    [Fact]
    public void Every_settling_and_every_receiving_call_exists()
    {
        Rows.Resolve(MessageSettlement.Calls);
        Rows.Resolve(MessageSettlement.Receipts);
    }

    [Fact]
    public void Every_parameter_that_settles_on_delivery_exists()
    {
        foreach (var row in MessageSettlement.Receipts.Where(row => row.Fact.SettlesBy is not null))
        {
            var members = Rows.All.SelectMany(session => session.AllTypes(row.Type)).SelectMany(type => type.GetMembers(row.Member)).OfType<IMethodSymbol>();
            Assert.Contains(members, method => method.Parameters.Any(parameter => parameter.Name == row.Fact.SettlesBy));
        }
    }

    [Fact]
    public void Every_type_exists() => Assert.All(
        MessageSettlement.Deliveries.Concat(MessageSettlement.ReturningContracts).Concat(MessageSettlement.ReturningTriggers).Concat(MessageSettlement.WolverineMarks),
        name => Assert.Contains(Rows.All, session => !session.AllTypes(name).IsEmpty));

    [Fact]
    public void Every_event_exists() => Assert.All(
        MessageSettlement.Events,
        each => Assert.Contains(Rows.All.SelectMany(session => session.AllTypes(each.Type)), type => type.GetMembers(each.Event).OfType<IEventSymbol>().Any()));
}
