using System;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Logging;

namespace Corpus.Clean.FailureReports;

public sealed class ReportNotFoundException(string report) : Exception($"There is no report {report}");

public sealed class ReportException : Exception
{
    public ReportException(string message) : base(message) { }

    public ReportException(string message, Exception innerException) : base(message, innerException) { }
}

/// <summary>Helpers of the project that take an exception and leave a trace.</summary>
public static partial class ReportLog
{
    [LoggerMessage(1, LogLevel.Error, "Report {Report} failed")]
    private static partial void Failed(ILogger logger, string report, Exception exception);

    public static void ReportFailed(this ILogger logger, string report, Exception exception) => Failed(logger, report, exception);

    private static partial void Failed(ILogger logger, string report, Exception exception) => logger.LogError(exception, "Report {Report} failed", report);
}

public sealed class Reports(HttpClient http, ILogger<Reports> logger)
{
    private readonly Dictionary<string, string> _texts = [];
    private Exception? _lastFailure;

    public async Task<string> LoadAsync(string report, CancellationToken cancellationToken)
    {
        try
        {
            return await http.GetStringAsync(new Uri(report, UriKind.Relative), cancellationToken);
        }
        catch (HttpRequestException ex) when (ex.StatusCode == HttpStatusCode.NotFound)
        {
            // The report's name is all that the caller can use.
            throw new ReportNotFoundException(report);
        }
        catch (HttpRequestException ex)
        {
            throw new ReportException($"Report {report} cannot be loaded: {ex.Message}", ex);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Report {report} took too long");
        }
    }

    public string Text(string report)
    {
        try
        {
            return _texts[report];
        }
        catch (KeyNotFoundException)
        {
            throw new HubException($"There is no report {report}");
        }
    }

    public void Save(string report, string path)
    {
        try
        {
            File.WriteAllText(path + ".new", Text(report));
            File.Move(path + ".new", path, overwrite: true);
        }
        catch (IOException ex)
        {
            logger.LogWarning("Report {Report} is in use and will be saved in the next round", report);
            logger.LogDebug(ex, "Report {Report} could not be saved", report);
        }
        catch (UnauthorizedAccessException ex)
        {
            logger.ReportFailed(report, ex);
        }
    }

    public async Task RefreshAsync(IReadOnlyCollection<string> reports, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
        {
            try
            {
                _texts[report] = await LoadAsync(report, cancellationToken);
            }
            catch (ReportNotFoundException ex)
            {
                logger.LogInformation("Skipped: {Message}", ex.Message);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                Remember(report, ex);
            }
        }
    }

    public int Count(string text)
    {
        try
        {
            return text.Split(',').Length;
        }
        catch (Exception ex)
        {
            logger.LogError("Counting failed: {Exception}", ex.ToString());
            throw;
        }
    }

    private void Remember(string report, Exception exception)
    {
        _lastFailure = exception;
        logger.LogError(exception, "Report {Report} could not be refreshed (before: {Before})", report, _lastFailure.Message);
    }
}
