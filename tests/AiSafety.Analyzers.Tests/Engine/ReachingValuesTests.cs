using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Flow;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Tests.Engine;

public sealed class ReachingValuesTests : RuleTests<ReachingValuesTests.Probe>
{
    private static Task Reaches(string values, string snippet) =>
        ReportsWith("reaches: " + values, "static void Use(object? value) { }\n" + snippet);

    [Fact]
    public Task A_local_assigned_once() => Reaches("1", "var x = 1; Use([|x|]);");

    [Fact]
    public Task The_last_of_two_in_a_row() => Reaches("2", "var x = 1; x = 2; Use([|x|]);");

    [Fact]
    public Task Both_when_one_branch_assigns() => Reaches("1 | 2", "var x = 1; if (id > 0) x = 2; Use([|x|]);");

    [Fact]
    public Task Only_the_branches_when_both_assign() => Reaches("2 | 3", "var x = 1; if (id > 0) x = 2; else x = 3; Use([|x|]);");

    [Fact]
    public Task Not_what_a_returning_branch_assigned() => Reaches("1", "var x = 1; if (id > 0) { x = 2; return; } Use([|x|]);");

    [Fact]
    public Task The_value_before_and_after_in_a_loop() =>
        Reaches("1 | 2", "var x = 1; while (id-- > 0) { Use([|x|]); x = 2; }");

    [Fact]
    public Task A_whole_conditional_expression() => Reaches("id > 0 ? 1 : 2", "var x = id > 0 ? 1 : 2; Use([|x|]);");

    [Fact]
    public Task All_values_of_a_try_in_its_handler() =>
        Reaches("1 | 2 | 3", "var x = 1; try { x = 2; billing.Charge(order); x = 3; } catch { Use([|x|]); throw; }");

    [Fact]
    public Task The_last_value_after_a_try() =>
        Reaches("2", "var x = 1; try { x = 2; } finally { billing.Charge(order); } Use([|x|]);");

    [Fact]
    public Task Unknown_when_a_finally_assigns() =>
        Reaches("unknown", "var x = 1; try { billing.Charge(order); } finally { x = 2; } Use([|x|]);");

    [Fact]
    public Task A_compound_assignment_as_its_right_side() => Reaches("\"b\"", "var x = \"a\"; x += \"b\"; Use([|x|]);");

    [Fact]
    public Task The_value_before_its_own_reassignment() => Reaches("1", "object Same(object y) => y; object x = 1; x = Same([|x|]);");

    [Fact]
    public Task Unknown_when_passed_by_reference() =>
        Reaches("unknown", "var x = 1; Interlocked.Increment(ref x); Use([|x|]);");

    [Fact]
    public Task Unknown_when_a_lambda_writes() =>
        Reaches("unknown", "var x = 1; Action a = () => x = 2; a(); Use([|x|]);");

    [Fact]
    public Task Unknown_for_out_and_deconstruction() =>
        Reaches("unknown", "var x = 1; (x, _) = (2, 3); Use([|x|]);");

    [Fact]
    public Task Unknown_for_a_loop_variable() => Reaches("unknown", "foreach (var x in order.Lines) Use([|x|]);");

    [Fact]
    public Task A_parameter_and_its_reassignment() => Reaches("parameter | 1", "if (id > 3) id = 1; Use([|id|]);");

    [Fact]
    public Task A_local_of_the_outer_function_that_never_changes() =>
        Reaches("1", "var x = 1; Action a = () => Use([|x|]); a();");

    [Fact]
    public Task Unknown_for_an_outer_local_that_changes() =>
        Reaches("unknown", "var x = 1; Action a = () => Use([|x|]); x = 2; a();");

    [Fact]
    public Task A_local_inside_a_lambda() =>
        Reaches("1 | 2", "Action a = () => { var x = 1; if (id > 0) x = 2; Use([|x|]); }; a();");

    [Fact]
    public Task A_local_inside_a_local_function() =>
        Reaches("1 | 2", "void F() { var x = 1; if (id > 0) x = 2; Use([|x|]); } F();");

    [Fact]
    public Task Values_of_switch_sections() =>
        Reaches("1 | 2", "int x; switch (id) { case 0: x = 1; break; default: x = 2; break; } Use([|x|]);");

    [Fact]
    public Task Unknown_after_a_coalescing_assignment() =>
        Reaches("unknown", "string? x = null; x ??= \"b\"; Use([|x|]);");

    [Fact]
    public Task Nothing_dies_on_half_typed_code() =>
        Silent("var x = ; Use(x; if (", new Setup { AllowsErrors = true });

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    public sealed class Probe() : Rule(Spec)
    {
        private static readonly RuleSpec Spec = new("AIS0001", "probe", "Probe", "reaches: {0}", Level.Minimal, []);

        private protected override void Start(RuleContext rule) =>
            rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, (call, site) =>
            {
                if (call.TargetMethod.Name is not ("Use" or "Same") || call.Arguments.Length != 1)
                    return;
                var value = call.Arguments[0].Value;
                while (value is IConversionOperation conversion)
                    value = conversion.Operand;
                if (ReachingValues.Symbol(value) is null)
                    return;
                var reaching = ReachingValues.Of(value, site);
                site.Report(value.Syntax.GetLocation(), reaching is null
                    ? "unknown"
                    : string.Join(" | ", reaching.Select(each => each.IsParameterValue ? "parameter" : each.Value!.Syntax.ToString())
                        .Order(StringComparer.Ordinal).OrderBy(text => text != "parameter")));
            });
    }
}
