using AiSafety.Analyzers.Knowledge;

namespace AiSafety.Analyzers.Tests.Knowledge;

public sealed class FailureRecordersTests
{
    [Fact]
    public void Every_row_names_a_member_that_exists() => Rows.Resolve(FailureRecorders.Table);

    [Fact]
    public void Every_logger_that_is_said_to_take_an_exception_takes_one() => Assert.All(
        FailureRecorders.Table.Where(row => row.Fact.Exception is not (ExceptionPlace.None or ExceptionPlace.Elsewhere)),
        row => Assert.Contains(
            Rows.All.SelectMany(session => session.AllTypes(row.Type)).SelectMany(type => type.GetMembers(row.Member)).OfType<Microsoft.CodeAnalysis.IMethodSymbol>(),
            method => method.Parameters.Any(parameter => parameter.Type is { Name: "Exception", ContainingNamespace.Name: "System" })));
}
