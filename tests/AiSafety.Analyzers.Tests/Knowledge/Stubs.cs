namespace AiSafety.Analyzers.Tests.Knowledge;

/// <summary>
/// STUBS. The shapes of a few members of libraries that cannot be referenced here (not on the package feed, or only on
/// Windows), written from their public documentation. Everything else in the tests is compiled against real packages.
/// </summary>
internal static class Stubs
{
    public const string Text = """
        namespace System.Windows
        {
            public enum MessageBoxResult { None = 0, OK = 1, Cancel = 2, Yes = 6, No = 7 }
            public enum MessageBoxButton { OK = 0, OKCancel = 1, YesNoCancel = 3, YesNo = 4 }
            public sealed class MessageBox
            {
                public static MessageBoxResult Show(string messageBoxText) => default;
                public static MessageBoxResult Show(string messageBoxText, string caption, MessageBoxButton button) => default;
            }
        }

        namespace System.Windows.Forms
        {
            public enum DialogResult { None = 0, OK = 1, Cancel = 2, Abort = 3, Retry = 4, Ignore = 5, Yes = 6, No = 7 }
            public enum MessageBoxButtons { OK = 0, OKCancel = 1, AbortRetryIgnore = 2, YesNoCancel = 3, YesNo = 4, RetryCancel = 5 }
            public class MessageBox
            {
                public static DialogResult Show(string text) => default;
                public static DialogResult Show(string text, string caption, MessageBoxButtons buttons) => default;
            }
        }

        """;
}
