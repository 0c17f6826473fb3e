using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Handlers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Tests.Engine.Handlers;

public sealed class HandlerFactsTests
{
    [Theory]
    [InlineData("", HandlerDeeds.None)]
    [InlineData("_ = ex;", HandlerDeeds.None)]
    [InlineData("return;", HandlerDeeds.None)]
    [InlineData("throw;", HandlerDeeds.Throws)]
    [InlineData("throw new InvalidOperationException(\"x\", ex);", HandlerDeeds.Throws | HandlerDeeds.Observes)]
    [InlineData("if (retries > 3) throw;", HandlerDeeds.Throws)]
    [InlineData("System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(ex);", HandlerDeeds.Throws | HandlerDeeds.Observes)]
    [InlineData("Guard.ThrowIfFatal(ex);", HandlerDeeds.Throws | HandlerDeeds.Observes)]
    [InlineData("ThrowHelper.Failed(ex);", HandlerDeeds.Throws | HandlerDeeds.Observes)]
    [InlineData("text = text ?? throw ex;", HandlerDeeds.Throws | HandlerDeeds.Marks)]
    [InlineData("if (ex is OperationCanceledException) throw;", HandlerDeeds.PassesCancellation)]
    [InlineData("if (ex is TaskCanceledException && token.IsCancellationRequested) { throw; }", HandlerDeeds.PassesCancellation)]
    [InlineData("if (ex is not OperationCanceledException) { } else throw;", HandlerDeeds.PassesCancellation)]
    [InlineData("token.ThrowIfCancellationRequested();", HandlerDeeds.PassesCancellation)]
    [InlineData("log.LogError(ex, \"failed\");", HandlerDeeds.Logs)]
    [InlineData("log.LogError(\"failed: \" + ex.Message);", HandlerDeeds.Logs)]
    [InlineData("var cause = ex.InnerException ?? ex; log?.LogError(cause, \"failed\");", HandlerDeeds.Logs)]
    [InlineData("Console.Error.WriteLine(ex);", HandlerDeeds.Logs)]
    [InlineData("Console.WriteLine($\"failed {ex.Message}\");", HandlerDeeds.Logs)]
    [InlineData("System.Diagnostics.Debug.WriteLine(\"failed\");", HandlerDeeds.Logs)]
    [InlineData("System.Diagnostics.Activity.Current?.AddException(ex);", HandlerDeeds.Logs)]
    [InlineData("Serilog.Log.Error(ex, \"failed\");", HandlerDeeds.Logs)]
    [InlineData("Serilog.Log.Logger.ForContext<Order>().Warning(\"failed\");", HandlerDeeds.Logs)]
    [InlineData("Failed(log, ex);", HandlerDeeds.Logs)]
    [InlineData("Defined(log, ex);", HandlerDeeds.Logs)]
    [InlineData("Events.Log.Failed(ex.Message);", HandlerDeeds.Logs)]
    [InlineData("last = ex;", HandlerDeeds.Observes | HandlerDeeds.Marks)]
    [InlineData("errors.Add(ex.Message);", HandlerDeeds.Observes | HandlerDeeds.MayTell)]
    [InlineData("done.TrySetException(ex);", HandlerDeeds.Observes | HandlerDeeds.MayTell)]
    [InlineData("Task.Run(() => log.LogError(ex, \"failed\"));", HandlerDeeds.Observes | HandlerDeeds.MayTell)]
    [InlineData("if (ex.Message.Contains(\"gone\")) return;", HandlerDeeds.Inspects)]
    [InlineData("if (ex is IOException) return;", HandlerDeeds.Inspects)]
    [InlineData("switch (ex) { case IOException: return; default: return; }", HandlerDeeds.Inspects)]
    [InlineData("retries++;", HandlerDeeds.Marks)]
    [InlineData("text = \"failed\";", HandlerDeeds.Marks)]
    [InlineData("text = null;", HandlerDeeds.None)]
    [InlineData("connection.Close();", HandlerDeeds.None)]
    [InlineData("var unused = ex.Message;", HandlerDeeds.None)]
    [InlineData("void Later() => throw ex;", HandlerDeeds.Observes)]
    [InlineData("screen.Show(\"failed\");", HandlerDeeds.MayTell)]
    [InlineData("Shown?.Invoke(\"failed\");", HandlerDeeds.MayTell)]
    [InlineData("Show(\"failed\");", HandlerDeeds.None)]
    [InlineData("Ignore(ex);", HandlerDeeds.None)]
    [InlineData("Ignore(ex.Message);", HandlerDeeds.None)]
    [InlineData("LogAndForget(ex);", HandlerDeeds.Logs)]
    [InlineData("await LogAndForgetAsync(ex);", HandlerDeeds.Logs)]
    [InlineData("log.Told(ex);", HandlerDeeds.Logs)]
    [InlineData("Helpers.Told(log, ex);", HandlerDeeds.Logs)]
    [InlineData("ex.Told(log);", HandlerDeeds.Logs)]
    [InlineData("LogText($\"failed: {ex.Message}\");", HandlerDeeds.Logs)]
    [InlineData("LogText(\"failed\");", HandlerDeeds.Logs)]
    [InlineData("LogUnlessCanceled(ex);", HandlerDeeds.Logs | HandlerDeeds.Inspects)]
    [InlineData("Keep(ex);", HandlerDeeds.Observes | HandlerDeeds.Marks)]
    [InlineData("Keep(text: \"x\", e: ex);", HandlerDeeds.Observes | HandlerDeeds.Marks)]
    [InlineData("SetFailed();", HandlerDeeds.Marks)]
    [InlineData("Tell(ex);", HandlerDeeds.Observes | HandlerDeeds.MayTell)]
    [InlineData("Tell();", HandlerDeeds.MayTell)]
    [InlineData("await SendAsync(\"failed\");", HandlerDeeds.MayTell)]
    [InlineData("Twice(ex);", HandlerDeeds.Observes | HandlerDeeds.MayTell)]
    [InlineData("Unknown(ex);", HandlerDeeds.Observes | HandlerDeeds.MayTell)]
    [InlineData("Fail();", HandlerDeeds.Throws)]
    [InlineData("Failed(ex);", HandlerDeeds.Throws | HandlerDeeds.Observes)]
    [InlineData("if (ex is OperationCanceledException) Fail();", HandlerDeeds.PassesCancellation)]
    [InlineData("Check(text);", HandlerDeeds.MayTell)]
    [InlineData("RemoveAll();", HandlerDeeds.None)]
    [InlineData("var rest = Rest();", HandlerDeeds.None)]
    [InlineData("Local(ex); void Local(Exception e) => log.LogError(e, \"failed\");", HandlerDeeds.Logs)]
    [InlineData("await Run(order, token);", HandlerDeeds.MayTell)]
    [InlineData("dynamic d = order; d.Failed();", HandlerDeeds.MayTell)]
    public void Reads_what_a_handler_does(string handler, object expected) =>
        Assert.Equal((HandlerDeeds)expected, Read($"catch (Exception ex) {{ {handler} }}").Facts.Deeds);

    [Theory]
    [InlineData("catch { }", true)]
    [InlineData("catch (Exception) { }", true)]
    [InlineData("catch (System.SystemException) { }", true)]
    [InlineData("catch (Exception) when (true) { }", true)]
    [InlineData("catch (Exception ex) when (ex is not OperationCanceledException) { }", true)]
    [InlineData("catch (Exception ex) when (!(ex is TaskCanceledException)) { }", true)]
    [InlineData("catch (Exception ex) when (ex is not (TaskCanceledException or OperationCanceledException)) { }", true)]
    [InlineData("catch (Exception ex) when (ex is not OperationCanceledException || !token.IsCancellationRequested) { }", true)]
    [InlineData("catch when (!token.IsCancellationRequested) { }", true)]
    [InlineData("catch (Exception ex) when (ex is OperationCanceledException) { }", false)]
    [InlineData("catch (Exception) when (token.IsCancellationRequested) { }", false)]
    [InlineData("catch (Exception ex) when (ex is not OperationCanceledException and not IOException) { }", false)]
    [InlineData("catch (Exception ex) when (ex is not OperationCanceledException && retries < 3) { }", false)]
    [InlineData("catch (Exception) when (retries < 3) { }", false)]
    [InlineData("catch (IOException) { }", false)]
    [InlineData("catch (Look.Alike.Exception) { }", false)]
    public void Knows_which_clauses_take_every_failure(string clause, bool expected)
    {
        var (operation, session, _) = Read(clause);
        Assert.Equal(expected, CatchScope.TakesEveryFailure(operation, session));
    }

    [Theory]
    [InlineData("log.LogError(ex, \"failed\");", "Yes")]
    [InlineData("last = ex;", "Yes")]
    [InlineData("throw;", "No")]
    [InlineData("", "No")]
    [InlineData("connection.Close();", "No")]
    [InlineData("retries++;", "Unknown")]
    public void Says_whether_the_failure_is_recorded(string handler, string expected) =>
        Assert.Equal(expected, Read($"catch (Exception ex) {{ {handler} }}").Facts.Records.ToString());

    [Theory]
    [InlineData("try { await billing.ChargeAsync(order, token); } catch (Exception ex) { log.LogError(ex, \"x\"); }", "Yes")]
    [InlineData("var watch = System.Diagnostics.Stopwatch.StartNew(); await Task.Delay(100, token); try { Show(\"\"); } catch { }", "Yes")]
    [InlineData("while (await timer.WaitForNextTickAsync(token)) { try { Show(\"\"); } catch (OperationCanceledException) { break; } catch (Exception ex) { log.LogError(ex, \"x\"); } }", "Yes")]
    [InlineData("try { Show(\"\"); } catch (Exception ex) when (ex is not OperationCanceledException) { log.LogError(ex, \"x\"); } finally { gate.Release(); }", "Yes")]
    [InlineData("try { connection.Open(); } catch (Exception ex) { log.LogError(ex, \"x\"); throw; }", "No")]
    [InlineData("try { connection.Open(); } catch (IOException ex) { log.LogError(ex, \"x\"); }", "No")]
    [InlineData("connection.Open(); try { connection.Open(); } catch { }", "No")]
    [InlineData("await billing.ChargeAsync(order, token);", "No")]
    [InlineData("System.Diagnostics.Process.Start(\"x\");", "No")]
    [InlineData("Show(\"\");", "Yes")]
    [InlineData("Tell(order); void Tell(Order order) { try { billing.Charge(order); } catch { } }", "Yes")]
    [InlineData("Tell(order); void Tell(Order order) { billing.Charge(order); }", "No")]
    [InlineData("Tell(order); void Tell(Order order) => Tell(order);", "No")]
    [InlineData("try { billing.Charge(order); } catch (OperationCanceledException) { throw; } catch { }", "Yes")]
    [InlineData("throw new OperationCanceledException();", "Yes")]
    [InlineData("await foreach (var x in Numbers()) { } IAsyncEnumerable<int> Numbers() => null!;", "No")]
    public void Says_whether_a_body_deals_with_all_its_failures(string body, string expected)
    {
        var (model, root, session) = Compile(body);
        var method = root.DescendantNodes().OfType<MethodDeclarationSyntax>().Single(each => each.Identifier.Text == "Run");
        Assert.Equal(expected, FailureCoverage.Of(model.GetOperation(method.Body!, TestContext.Current.CancellationToken), session, TestContext.Current.CancellationToken).ToString());
    }

    [Theory]
    [InlineData("Show(\"\"); return true;", "throw;", "Thrown")]
    [InlineData("Show(\"\"); return true;", "if (retries > 3) throw; return true;", "Thrown")]
    [InlineData("Show(\"\"); return true;", "return true;", "Success")]
    [InlineData("Show(\"\"); return true;", "log.LogError(ex, \"x\"); return true;", "Success")]
    [InlineData("Show(\"\"); return true;", "return false;", "Empty")]
    [InlineData("Show(\"\"); return retries > 1;", "return true;", "Unknown")]
    [InlineData("Show(\"\"); return true;", "if (retries > 3) return false; return true;", "Unknown")]
    [InlineData("Show(\"\"); return true;", "Show(\"\"); return true;", "Unknown")]
    [InlineData("Show(\"\"); return true;", "log.LogError(ex, \"x\");", "Success")]
    [InlineData("Show(\"\"); return \"sent\";", "return \"sent\";", "Success")]
    [InlineData("Show(\"\"); return Microsoft.AspNetCore.Http.Results.Ok();", "return Microsoft.AspNetCore.Http.Results.Ok();", "Success")]
    [InlineData("Show(\"\"); return Microsoft.AspNetCore.Http.Results.Ok();", "return Microsoft.AspNetCore.Http.Results.Ok(ex.Message);", "Failure")]
    [InlineData("Show(\"\"); return Microsoft.AspNetCore.Http.Results.Ok();", "return Microsoft.AspNetCore.Http.Results.Ok(false);", "Failure")]
    [InlineData("Show(\"\"); return Microsoft.AspNetCore.Http.Results.Ok();", "return Microsoft.AspNetCore.Http.Results.Ok(text);", "Unknown")]
    [InlineData("Show(\"\"); return Microsoft.AspNetCore.Http.Results.Ok();", "return null;", "Empty")]
    [InlineData("Show(\"\"); return 1;", "Environment.Exit(0);", "Success")]
    [InlineData("Show(\"\"); return 1;", "Environment.Exit(1);", "Thrown")]
    public void Says_what_the_caller_is_told(string body, string handler, string expected)
    {
        var (model, root, session) = Compile($"object Work() {{ try {{ {body} }} catch (Exception ex) {{ {handler} }} return true; }}");
        var clause = (ICatchClauseOperation)model.GetOperation(root.DescendantNodes().OfType<CatchClauseSyntax>().Last(), TestContext.Current.CancellationToken)!;
        var function = FunctionContext.Of(clause, containing: null);
        Assert.Equal(expected, HandlerAnswer.Of(clause, (ITryOperation)clause.Parent!, function, session, TestContext.Current.CancellationToken).Kind.ToString());
    }

    private static (ICatchClauseOperation Clause, Session Session, HandlerFacts Facts) Read(string clause)
    {
        var (model, root, session) = Compile("try { Show(\"\"); } " + clause);
        var operation = (ICatchClauseOperation)model.GetOperation(root.DescendantNodes().OfType<CatchClauseSyntax>().Last(), TestContext.Current.CancellationToken)!;
        return (operation, session, HandlerFacts.Of(operation, session, TestContext.Current.CancellationToken));
    }

    private static (SemanticModel Model, SyntaxNode Root, Session Session) Compile(string body)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var tree = CSharpSyntaxTree.ParseText($$"""
            public static class ThrowHelper { public static void Failed(Exception ex) => throw ex; }
            public static class Guard { public static void ThrowIfFatal(Exception ex) { } }
            public sealed class Events : System.Diagnostics.Tracing.EventSource { public static readonly Events Log = new(); public void Failed(string text) => WriteEvent(1, text); }
            public interface IScreen { void Show(string text); Task ShowAsync(string text); }
            public static class Helpers
            {
                public static void Told(this ILogger log, Exception e) => log.LogError(e, "failed");
                public static void Told(this Exception e, ILogger log) { log.LogError(e, "failed"); }
            }
            namespace Look.Alike { public class Exception : System.Exception { } }
            public partial class Sample
            {
                private readonly ILogger log = null!;
                private readonly IBilling billing = null!;
                private readonly DbConnection connection = null!;
                private readonly SemaphoreSlim gate = new(1);
                private readonly PeriodicTimer timer = new(TimeSpan.Zero);
                private readonly List<string> errors = new();
                private readonly TaskCompletionSource done = new();
                private Exception? last;
                private string? text;
                private int retries;
                private static readonly Action<ILogger, Exception?> Defined = LoggerMessage.Define(LogLevel.Error, new EventId(1), "failed");
                private readonly IScreen screen = null!;
                public event Action<string>? Shown;
                private void Show(string text) { }
                private static void Ignore(Exception e) { }
                private static void Ignore(string text) => _ = text;
                private void LogAndForget(Exception e) { try { log.LogError(e, "failed"); } catch { } }
                private async Task LogAndForgetAsync(Exception e) { await Task.Yield(); log.LogError(e, "failed"); }
                private void LogText(string text) => log.LogWarning(text);
                private void LogUnlessCanceled(Exception e) { if (e is not OperationCanceledException) log.LogError(e, "failed"); }
                private void Keep(Exception e, string text = "") { last = e; }
                private void SetFailed() => text = "failed";
                private void Tell(Exception e) => screen.Show(e.Message);
                private void Tell() => screen.Show("failed");
                private async Task SendAsync(string text) => await screen.ShowAsync("failed");
                private void Twice(Exception e) => LogAndForget(e);
                protected virtual void Unknown(Exception e) { }
                private static void Fail() => throw new InvalidOperationException("failed");
                private static void Failed(Exception e) { var wrapped = new InvalidOperationException("failed", e); throw wrapped; }
                private static void Check(string? text) { if (text is null) throw new ArgumentNullException(nameof(text)); }
                private void RemoveAll() { text = "none"; }
                private string Rest() { retries++; return "rest"; }
                [LoggerMessage(1, LogLevel.Error, "failed")]
                private static void Failed(ILogger log, Exception ex) { }
                public async Task Run(Order order, CancellationToken token)
                {
                    {{body}}
                }
            }
            """, options);
        var compilation = CSharpCompilation.Create(
            "Snippet", [tree, CSharpSyntaxTree.ParseText(Snippet.Cast, options)], References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var errors = compilation.GetDiagnostics().Where(each => each.Severity == DiagnosticSeverity.Error).ToList();
        Assert.Empty(errors);
        return (compilation.GetSemanticModel(tree), tree.GetRoot(), Session.For(compilation));
    }
}
