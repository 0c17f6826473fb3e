using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>A call that leaves a trace of what happened: a log line, a telemetry record, a message on the console.</summary>
internal sealed class FailureRecorder
{
    public static readonly FailureRecorder Instance = new();

    private FailureRecorder()
    {
    }
}

/// <summary>Loggers, tracing and telemetry.</summary>
internal static class FailureRecorders
{
    public static readonly FactTable<FailureRecorder> Table = new("failure recorders")
    {
        { "Microsoft.Extensions.Logging.LoggerExtensions", "Log*", FailureRecorder.Instance },
        { "Microsoft.Extensions.Logging.ILogger", "Log", FailureRecorder.Instance },
        { "Serilog.ILogger", "Write", FailureRecorder.Instance },
        { "Serilog.ILogger", "Verbose", FailureRecorder.Instance },
        { "Serilog.ILogger", "Debug", FailureRecorder.Instance },
        { "Serilog.ILogger", "Information", FailureRecorder.Instance },
        { "Serilog.ILogger", "Warning", FailureRecorder.Instance },
        { "Serilog.ILogger", "Error", FailureRecorder.Instance },
        { "Serilog.ILogger", "Fatal", FailureRecorder.Instance },
        { "Serilog.Log", "Write", FailureRecorder.Instance },
        { "Serilog.Log", "Verbose", FailureRecorder.Instance },
        { "Serilog.Log", "Debug", FailureRecorder.Instance },
        { "Serilog.Log", "Information", FailureRecorder.Instance },
        { "Serilog.Log", "Warning", FailureRecorder.Instance },
        { "Serilog.Log", "Error", FailureRecorder.Instance },
        { "Serilog.Log", "Fatal", FailureRecorder.Instance },
        { "NLog.ILoggerBase", "Log", FailureRecorder.Instance },
        { "NLog.ILogger", "Trace", FailureRecorder.Instance },
        { "NLog.ILogger", "Debug", FailureRecorder.Instance },
        { "NLog.ILogger", "Info", FailureRecorder.Instance },
        { "NLog.ILogger", "Warn", FailureRecorder.Instance },
        { "NLog.ILogger", "Error", FailureRecorder.Instance },
        { "NLog.ILogger", "Fatal", FailureRecorder.Instance },
        { "NLog.Logger", "Log", FailureRecorder.Instance },
        { "NLog.Logger", "Trace", FailureRecorder.Instance },
        { "NLog.Logger", "Debug", FailureRecorder.Instance },
        { "NLog.Logger", "Info", FailureRecorder.Instance },
        { "NLog.Logger", "Warn", FailureRecorder.Instance },
        { "NLog.Logger", "Error", FailureRecorder.Instance },
        { "NLog.Logger", "Fatal", FailureRecorder.Instance },
        { "log4net.ILog", "Debug*", FailureRecorder.Instance },
        { "log4net.ILog", "Info*", FailureRecorder.Instance },
        { "log4net.ILog", "Warn*", FailureRecorder.Instance },
        { "log4net.ILog", "Error*", FailureRecorder.Instance },
        { "log4net.ILog", "Fatal*", FailureRecorder.Instance },
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
