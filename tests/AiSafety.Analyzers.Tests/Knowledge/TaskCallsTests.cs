using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis.CSharp;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class TaskCallsTests
{
    [Fact]
    public void Every_row_about_tasks_names_a_member_that_exists() => Rows.Resolve(TaskCalls.Table);

    [Fact]
    public void Every_row_about_safe_calls_names_a_member_that_exists() => Rows.Resolve(SafeCalls.Table);

    [Fact]
    public void Every_short_lived_type_exists()
    {
        var session = Session.For(CSharpCompilation.Create("Current", references: References.All));
        // The package of the tests is older than MediatR.ISender.
        Assert.All(
            ShortLivedTypes.OfRequest.Concat(ShortLivedTypes.OfScope).Concat(ShortLivedTypes.UselessWhenDisposed)
                .Concat(ShortLivedTypes.MadePerRequest).Concat(ShortLivedTypes.BoundToTheScopeOfTheirUser).Except(["MediatR.ISender", "MediatR.IPublisher"]),
            name => Assert.NotNull(session.Type(name)));
    }
}
