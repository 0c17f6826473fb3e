using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis.CSharp;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class InfrastructureSettingsTests
{
    [Fact]
    public void Every_setting_exists() => Rows.Resolve(InfrastructureSettings.Table);

    [Fact]
    public void Every_call_that_sets_a_policy_exists() => Rows.Resolve(InfrastructureSettings.PolicyCalls);

    [Fact]
    public void Every_call_for_a_scope_exists() => Rows.Resolve(InfrastructureSettings.ScopeCalls);

    [Fact]
    public void Every_stateful_construct_exists()
    {
        var session = Session.For(CSharpCompilation.Create("Cdk", references: References.WithInfrastructureAsCode));
        Assert.DoesNotContain(InfrastructureSettings.Stateful, name => session.Type(name) is null);
    }
}
