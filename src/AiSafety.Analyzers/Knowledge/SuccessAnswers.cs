using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>When a member of <see cref="SuccessAnswers"/> says that all went well.</summary>
internal enum SuccessWhen
{
    /// <summary>In any case.</summary>
    Always,

    /// <summary>When an argument is a status of 200 to 299, or the member <c>Healthy</c>; a response without a status is one of 200.</summary>
    StatusSaysSo,

    /// <summary>Unless an argument gives another status.</summary>
    NoStatusIsGiven,
}

/// <summary>A row of <see cref="SuccessAnswers"/>.</summary>
internal sealed record SuccessAnswer(SuccessWhen When);

/// <summary>Members of frameworks by which a caller is told that all went well. Constructors are listed by their types in <see cref="Types"/>.</summary>
internal static class SuccessAnswers
{
    private static readonly SuccessAnswer Always = new(SuccessWhen.Always);
    private static readonly SuccessAnswer ByStatus = new(SuccessWhen.StatusSaysSo);
    private static readonly SuccessAnswer ByDefault = new(SuccessWhen.NoStatusIsGiven);

    public static FactTable<SuccessAnswer> Calls { get; } = new("success answers")
    {
        { "Microsoft.AspNetCore.Mvc.ControllerBase", "Ok", Always },
        { "Microsoft.AspNetCore.Mvc.ControllerBase", "NoContent", Always },
        { "Microsoft.AspNetCore.Mvc.ControllerBase", "Accepted*", Always },
        { "Microsoft.AspNetCore.Mvc.ControllerBase", "Created*", Always },
        { "Microsoft.AspNetCore.Mvc.ControllerBase", "StatusCode", ByStatus },
        { "Microsoft.AspNetCore.Mvc.Controller", "Json", ByDefault },
        { "Microsoft.AspNetCore.Http.Results", "Json", ByDefault },
        { "Microsoft.AspNetCore.Http.TypedResults", "Json", ByDefault },
        { "Microsoft.Azure.Functions.Worker.Http.HttpRequestDataExtensions", "CreateResponse", ByStatus },
        { "Microsoft.AspNetCore.Http.Results", "Ok", Always },
        { "Microsoft.AspNetCore.Http.Results", "NoContent", Always },
        { "Microsoft.AspNetCore.Http.Results", "Accepted*", Always },
        { "Microsoft.AspNetCore.Http.Results", "Created*", Always },
        { "Microsoft.AspNetCore.Http.Results", "StatusCode", ByStatus },
        { "Microsoft.AspNetCore.Http.TypedResults", "Ok", Always },
        { "Microsoft.AspNetCore.Http.TypedResults", "NoContent", Always },
        { "Microsoft.AspNetCore.Http.TypedResults", "Accepted*", Always },
        { "Microsoft.AspNetCore.Http.TypedResults", "Created*", Always },
        { "Microsoft.AspNetCore.Http.TypedResults", "StatusCode", ByStatus },
        { "Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult", "Healthy", Always },
    };

    /// <summary>Types whose objects say it.</summary>
    public static (string Type, SuccessAnswer Answer)[] Types { get; } =
    [
        ("Microsoft.AspNetCore.Mvc.OkResult", Always),
        ("Microsoft.AspNetCore.Mvc.OkObjectResult", Always),
        ("Microsoft.AspNetCore.Mvc.NoContentResult", Always),
        ("Microsoft.AspNetCore.Mvc.AcceptedResult", Always),
        ("Microsoft.AspNetCore.Mvc.CreatedResult", Always),
        ("Microsoft.AspNetCore.Mvc.StatusCodeResult", ByStatus),
        ("Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult", ByStatus),
        ("System.Net.Http.HttpResponseMessage", ByStatus),
    ];
}
