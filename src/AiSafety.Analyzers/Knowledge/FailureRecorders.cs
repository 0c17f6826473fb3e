using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>How bad a log call says that it is.</summary>
internal enum LogSeverity
{
    /// <summary>It does not say.</summary>
    Unstated,

    /// <summary>An argument says it.</summary>
    ByArgument,

    /// <summary>Below a warning.</summary>
    Detail,

    Warning,

    Error,
}

/// <summary>Where a log call takes an exception: as an argument of another overload of the method.</summary>
internal enum ExceptionPlace
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>Behind level and event id, before the text.</summary>
    First,

    /// <summary>Behind the text.</summary>
    Last,

    /// <summary>Only an overload of the method without the suffix <c>Format</c> takes one.</summary>
    Elsewhere,
}

/// <summary>A call that leaves a trace of what happened: a log line, a telemetry record, a message on the console.</summary>
internal sealed record FailureRecorder(LogSeverity Severity, ExceptionPlace Exception)
{
    public static readonly FailureRecorder Instance = new(LogSeverity.Unstated, ExceptionPlace.None);
    public static readonly FailureRecorder AtLevel = new(LogSeverity.ByArgument, ExceptionPlace.First);
    public static readonly FailureRecorder Detail = new(LogSeverity.Detail, ExceptionPlace.First);
    public static readonly FailureRecorder Warning = new(LogSeverity.Warning, ExceptionPlace.First);
    public static readonly FailureRecorder Error = new(LogSeverity.Error, ExceptionPlace.First);
}

/// <summary>Loggers, tracing and telemetry.</summary>
internal static class FailureRecorders
{
    public static readonly FactTable<FailureRecorder> Table = new("failure recorders")
    {
        { "Microsoft.Extensions.Logging.LoggerExtensions", "Log", FailureRecorder.AtLevel },
        { "Microsoft.Extensions.Logging.LoggerExtensions", "LogTrace", FailureRecorder.Detail },
        { "Microsoft.Extensions.Logging.LoggerExtensions", "LogDebug", FailureRecorder.Detail },
        { "Microsoft.Extensions.Logging.LoggerExtensions", "LogInformation", FailureRecorder.Detail },
        { "Microsoft.Extensions.Logging.LoggerExtensions", "LogWarning", FailureRecorder.Warning },
        { "Microsoft.Extensions.Logging.LoggerExtensions", "LogError", FailureRecorder.Error },
        { "Microsoft.Extensions.Logging.LoggerExtensions", "LogCritical", FailureRecorder.Error },
        { "Microsoft.Extensions.Logging.ILogger", "Log", FailureRecorder.Instance },
        { "Serilog.ILogger", "Write", FailureRecorder.AtLevel },
        { "Serilog.ILogger", "Verbose", FailureRecorder.Detail },
        { "Serilog.ILogger", "Debug", FailureRecorder.Detail },
        { "Serilog.ILogger", "Information", FailureRecorder.Detail },
        { "Serilog.ILogger", "Warning", FailureRecorder.Warning },
        { "Serilog.ILogger", "Error", FailureRecorder.Error },
        { "Serilog.ILogger", "Fatal", FailureRecorder.Error },
        { "Serilog.Log", "Write", FailureRecorder.AtLevel },
        { "Serilog.Log", "Verbose", FailureRecorder.Detail },
        { "Serilog.Log", "Debug", FailureRecorder.Detail },
        { "Serilog.Log", "Information", FailureRecorder.Detail },
        { "Serilog.Log", "Warning", FailureRecorder.Warning },
        { "Serilog.Log", "Error", FailureRecorder.Error },
        { "Serilog.Log", "Fatal", FailureRecorder.Error },
        { "NLog.ILoggerBase", "Log", FailureRecorder.AtLevel },
        { "NLog.ILogger", "Trace", FailureRecorder.Detail },
        { "NLog.ILogger", "Debug", FailureRecorder.Detail },
        { "NLog.ILogger", "Info", FailureRecorder.Detail },
        { "NLog.ILogger", "Warn", FailureRecorder.Warning },
        { "NLog.ILogger", "Error", FailureRecorder.Error },
        { "NLog.ILogger", "Fatal", FailureRecorder.Error },
        { "NLog.Logger", "Log", FailureRecorder.AtLevel },
        { "NLog.Logger", "Trace", FailureRecorder.Detail },
        { "NLog.Logger", "Debug", FailureRecorder.Detail },
        { "NLog.Logger", "Info", FailureRecorder.Detail },
        { "NLog.Logger", "Warn", FailureRecorder.Warning },
        { "NLog.Logger", "Error", FailureRecorder.Error },
        { "NLog.Logger", "Fatal", FailureRecorder.Error },
        { "log4net.ILog", "Debug", new FailureRecorder(LogSeverity.Detail, ExceptionPlace.Last) },
        { "log4net.ILog", "DebugFormat", new FailureRecorder(LogSeverity.Detail, ExceptionPlace.Elsewhere) },
        { "log4net.ILog", "Info", new FailureRecorder(LogSeverity.Detail, ExceptionPlace.Last) },
        { "log4net.ILog", "InfoFormat", new FailureRecorder(LogSeverity.Detail, ExceptionPlace.Elsewhere) },
        { "log4net.ILog", "Warn", new FailureRecorder(LogSeverity.Warning, ExceptionPlace.Last) },
        { "log4net.ILog", "WarnFormat", new FailureRecorder(LogSeverity.Warning, ExceptionPlace.Elsewhere) },
        { "log4net.ILog", "Error", new FailureRecorder(LogSeverity.Error, ExceptionPlace.Last) },
        { "log4net.ILog", "ErrorFormat", new FailureRecorder(LogSeverity.Error, ExceptionPlace.Elsewhere) },
        { "log4net.ILog", "Fatal", new FailureRecorder(LogSeverity.Error, ExceptionPlace.Last) },
        { "log4net.ILog", "FatalFormat", new FailureRecorder(LogSeverity.Error, ExceptionPlace.Elsewhere) },
        { "log4net.Util.LogExtensions", "DebugExt", new FailureRecorder(LogSeverity.Detail, ExceptionPlace.Last) },
        { "log4net.Util.LogExtensions", "DebugFormatExt", new FailureRecorder(LogSeverity.Detail, ExceptionPlace.Elsewhere) },
        { "log4net.Util.LogExtensions", "InfoExt", new FailureRecorder(LogSeverity.Detail, ExceptionPlace.Last) },
        { "log4net.Util.LogExtensions", "InfoFormatExt", new FailureRecorder(LogSeverity.Detail, ExceptionPlace.Elsewhere) },
        { "log4net.Util.LogExtensions", "WarnExt", new FailureRecorder(LogSeverity.Warning, ExceptionPlace.Last) },
        { "log4net.Util.LogExtensions", "WarnFormatExt", new FailureRecorder(LogSeverity.Warning, ExceptionPlace.Elsewhere) },
        { "log4net.Util.LogExtensions", "ErrorExt", new FailureRecorder(LogSeverity.Error, ExceptionPlace.Last) },
        { "log4net.Util.LogExtensions", "ErrorFormatExt", new FailureRecorder(LogSeverity.Error, ExceptionPlace.Elsewhere) },
        { "log4net.Util.LogExtensions", "FatalExt", new FailureRecorder(LogSeverity.Error, ExceptionPlace.Last) },
        { "log4net.Util.LogExtensions", "FatalFormatExt", new FailureRecorder(LogSeverity.Error, ExceptionPlace.Elsewhere) },
        { "System.Console", "Write*", FailureRecorder.Instance },
        { "System.Diagnostics.Debug", "Write*", FailureRecorder.Instance },
        { "System.Diagnostics.Debug", "Print", FailureRecorder.Instance },
        { "System.Diagnostics.Debug", "Fail", FailureRecorder.Instance },
        { "System.Diagnostics.Trace", "Write*", FailureRecorder.Instance },
        { "System.Diagnostics.Trace", "Trace*", FailureRecorder.Instance },
        { "System.Diagnostics.Trace", "Fail", FailureRecorder.Instance },
        { "System.Diagnostics.TraceSource", "Trace*", FailureRecorder.Instance },
        { "System.Diagnostics.EventLog", "WriteE*", FailureRecorder.Instance },
        { "System.Diagnostics.DiagnosticSource", "Write", FailureRecorder.Instance },
        { "System.Diagnostics.Activity", "AddException", FailureRecorder.Instance },
        { "System.Diagnostics.Activity", "AddEvent", FailureRecorder.Instance },
        { "System.Diagnostics.Activity", "AddTag", FailureRecorder.Instance },
        { "System.Diagnostics.Activity", "SetTag", FailureRecorder.Instance },
        { "System.Diagnostics.Activity", "SetStatus", FailureRecorder.Instance },
        { "OpenTelemetry.Trace.ActivityExtensions", "RecordException", FailureRecorder.Instance },
        { "OpenTelemetry.Trace.ActivityExtensions", "SetStatus", FailureRecorder.Instance },
        { "OpenTelemetry.Trace.TelemetrySpan", "RecordException", FailureRecorder.Instance },
        { "System.Diagnostics.Metrics.Counter`1", "Add", FailureRecorder.Instance },
        { "System.Diagnostics.Metrics.UpDownCounter`1", "Add", FailureRecorder.Instance },
        { "System.Diagnostics.Metrics.Histogram`1", "Record", FailureRecorder.Instance },
        { "System.Diagnostics.Tracing.EventSource", "Write*", FailureRecorder.Instance },
        { "Sentry.SentrySdk", "Capture*", FailureRecorder.Instance },
        { "Sentry.SentryClientExtensions", "Capture*", FailureRecorder.Instance },
        { "Microsoft.ApplicationInsights.TelemetryClient", "Track*", FailureRecorder.Instance },
    };
}
