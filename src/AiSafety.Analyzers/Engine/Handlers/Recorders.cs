using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Recognises calls that leave a trace: the table's members and what is generated from or derived of them.</summary>
internal sealed class Recorders
{
    private readonly FactIndex<FailureRecorder> facts;
    private readonly INamedTypeSymbol? logger;
    private readonly INamedTypeSymbol? eventSource;
    private readonly INamedTypeSymbol? textWriter;
    private readonly INamedTypeSymbol? console;

    private Recorders(Session session)
    {
        facts = session.Facts(FailureRecorders.Table);
        logger = session.Type("Microsoft.Extensions.Logging.ILogger");
        eventSource = session.Type("System.Diagnostics.Tracing.EventSource");
        textWriter = session.Type("System.IO.TextWriter");
        console = session.Type("System.Console");
    }

    public static Recorders Of(Session session) => session.Part(static session => new Recorders(session));

    /// <summary>Whether the call writes to a recognised logger, trace, telemetry client or the console.</summary>
    public bool IsRecorder(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        return facts.Find(method) is not null
            || IsConsoleWriter(call)
            || method.ContainingType.Inherits(eventSource)
            || IsLoggerMessage(method)
            // Delegates made by LoggerMessage.Define take the logger first.
            || (method.MethodKind == MethodKind.DelegateInvoke && TakesLogger(method));
    }

    /// <summary>What the table says of the call; null when it is not in the table.</summary>
    public FailureRecorder? Find(IInvocationOperation call) => facts.Find(call.TargetMethod);

    /// <summary>How bad a log call says that it is; unstated where it cannot be read.</summary>
    public static LogSeverity Severity(IInvocationOperation call, FailureRecorder recorder)
    {
        if (recorder.Severity != LogSeverity.ByArgument)
            return recorder.Severity;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Type.Name is "LogLevel" or "LogEventLevel" && OwnOperations.Unwrap(argument.Value) is IFieldReferenceOperation { Field: { IsStatic: true, Name: var name } })
                return name is "Error" or "Fatal" or "Critical" ? LogSeverity.Error : name is "Warn" or "Warning" ? LogSeverity.Warning : LogSeverity.Detail;
        }

        return LogSeverity.Unstated;
    }

    private bool IsConsoleWriter(IInvocationOperation call) =>
        call.Instance is IPropertyReferenceOperation { Property: { IsStatic: true } property }
        && SymbolEqualityComparer.Default.Equals(property.ContainingType, console)
        && call.TargetMethod.ContainingType.Inherits(textWriter);

    // By name: the attribute may be there more than once, and is an error type where its package is missing.
    private static bool IsLoggerMessage(IMethodSymbol method)
    {
        foreach (var attribute in (method.ReducedFrom ?? method).OriginalDefinition.GetAttributes())
        {
            if (attribute.AttributeClass?.Name is "LoggerMessageAttribute" or "LoggerMessage")
                return true;
        }

        return false;
    }

    private bool TakesLogger(IMethodSymbol method) =>
        logger is not null && method.Parameters.Length > 0
        && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, logger);
}
