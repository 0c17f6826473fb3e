using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Narrow exceptions whose silence is an idiom: by themselves, or together with what was attempted.</summary>
internal static class BenignCatches
{
    private static readonly HashSet<string> Expected = new(StringComparer.Ordinal)
    {
        "System.OperationCanceledException", "System.ObjectDisposedException", "System.IO.FileNotFoundException",
        "System.IO.DirectoryNotFoundException", "System.Threading.ThreadAbortException", "System.Threading.ThreadInterruptedException",
        "System.Threading.Channels.ChannelClosedException", "Microsoft.JSInterop.JSDisconnectedException",
        "System.PlatformNotSupportedException",
    };

    private static readonly HashSet<string> OfReading = new(StringComparer.Ordinal)
    {
        "System.FormatException", "System.OverflowException", "System.Xml.XmlException", "System.Text.Json.JsonException",
        "Newtonsoft.Json.JsonException", "System.Text.DecoderFallbackException", "System.Text.RegularExpressions.RegexMatchTimeoutException",
        "System.Text.RegularExpressions.RegexParseException", "System.BadImageFormatException",
    };

    private static readonly HashSet<string> OfFiles = new(StringComparer.Ordinal) { "System.IO.IOException", "System.UnauthorizedAccessException" };

    private static readonly HashSet<string> OfClosing = new(StringComparer.Ordinal)
    {
        "System.IO.IOException", "System.Net.Sockets.SocketException", "System.Net.WebSockets.WebSocketException", "System.AggregateException",
        "System.InvalidOperationException", "System.ComponentModel.Win32Exception", "System.NotSupportedException", "System.Threading.SemaphoreFullException",
    };

    /// <summary>Whether an empty handler of this type round this attempt is meant.</summary>
    public static bool IsBenign(ITypeSymbol exception, ITryOperation attempt, Session session, CancellationToken cancellationToken) =>
        Is(exception, Expected)
        || (Is(exception, OfFiles) && Attempts.OnlyDeletesTemporaryFiles(attempt.Body))
        || (Is(exception, OfClosing) && Attempts.OnlyCleansUp(attempt.Body))
        || Attempts.OnlyTouchesConsole(attempt.Body)
        || Attempts.OnlyRecords(attempt.Body, session, cancellationToken);

    /// <summary>Whether the type says all that is to know, and is a normal end of some work.</summary>
    public static bool IsExpected(ITypeSymbol exception) => Is(exception, Expected);

    /// <summary>Whether the type only says that some text or bytes could not be read.</summary>
    public static bool SaysUnreadable(ITypeSymbol exception) => Is(exception, OfReading);

    private static bool Is(ITypeSymbol exception, HashSet<string> names)
    {
        for (var type = exception; type is not null; type = type.BaseType)
        {
            if (names.Contains(type.ToDisplayString()))
                return true;
        }

        return false;
    }
}
