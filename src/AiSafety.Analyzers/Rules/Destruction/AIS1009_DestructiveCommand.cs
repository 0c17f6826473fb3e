using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Commands;
using AiSafety.Analyzers.Engine.Guards;
using AiSafety.Analyzers.Engine.Paths;
using AiSafety.Analyzers.Knowledge;
using AiSafety.Analyzers.Shell;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>A command that takes something away for good, in a text that a process, shell or remote host runs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DestructiveCommandRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1009",
        name: "destructive-command",
        title: "A command that destroys data or infrastructure is run unasked",
        message: "'{0}' {1}, and nothing checks or asks before it runs; {2}",
        level: Level.Minimal,
        cwe: [1188, 78]);

    private const string AskFirst = "name exactly what is meant, or let a person confirm it first";

    private protected override void Start(RuleContext rule)
    {
        var (uses, helpers) = (CommandUses.Of(rule.Session), CommandHelpers.Of(rule.Session));
        if (uses.IsEmpty)
            return;
        rule.OnOperation<IInvocationOperation>(OperationKind.Invocation, Look);
        rule.OnOperation<IObjectCreationOperation>(OperationKind.ObjectCreation, Look);

        void Look(IOperation operation, Site site)
        {
            // A command that is still being typed may get its narrowing options yet.
            if (uses.Find(operation, site) is { } use)
            {
                if (!operation.Syntax.ContainsDiagnostics)
                    Judge(use, site);
            }
            else if (operation is IInvocationOperation call)
            {
                foreach (var passed in helpers.Find(call, site))
                    Judge(passed, site);
            }
        }
    }

    private static void Judge(CommandUse use, Site site)
    {
        var commands = DestructiveCommands.Read(use, site);
        if (commands.Count == 0 || IsExcused(use, site))
            return;
        foreach (var command in commands)
        {
            if (Sureness(command, site) is { } level)
                site.Report(level, command.Location, command.Finding.Command, command.Finding.Loss, command.Finding.Remedy ?? AskFirst);
        }
    }

    private static bool IsExcused(CommandUse use, Site site) =>
        Guards.Protect(use.Sink, site) != Answer.No || (use.Starts.Count > 0 && use.Starts.TrueForAll(start => Guards.Protect(start, site) != Answer.No));

    private static Level? Sureness(DestructiveCommand command, Site site)
    {
        var finding = command.Finding;
        if (finding.StopsMachine && IsNamedForStopping(site.ContainingSymbol))
            return Level.Strict;
        if (finding.InWorkingCopy && Clones(command.Use.Place, site))
            return null;
        var level = finding.Sureness switch
        {
            ShellSureness.Certain => Level.Minimal,
            ShellSureness.Chosen => Level.Recommended,
            _ => Level.Strict,
        };
        if (!finding.InCurrentFolder || command.Use.Folder is not { } folder)
            return level;
        return PathOrigins.Of(folder, site) switch
        {
            PathOrigin.Scratch => null,
            _ when folder.ConstantValue.HasValue => level,
            _ => level < Level.Recommended ? level : Level.Recommended,
        };
    }

    /// <summary>Whether the method makes a working copy of its own: what is not committed in it is nobody's.</summary>
    private static bool Clones(IOperation sink, Site site)
    {
        foreach (var each in OwnOperations.Root(sink).Descendants())
        {
            site.CancellationToken.ThrowIfCancellationRequested();
            if (each is IInvocationOperation { Arguments.Length: > 0, TargetMethod.Name: var name } && name.IndexOf("Clone", StringComparison.Ordinal) >= 0)
                return true;
            if (each is ILiteralOperation { ConstantValue: { HasValue: true, Value: string text } } && ContainsClone(text))
                return true;
        }

        return false;
    }

    private static bool ContainsClone(string text) => text.Split(' ', '\n', '\t').Take(20).Contains("clone");

    /// <summary>A button or service that is there to stop the machine.</summary>
    private static bool IsNamedForStopping(ISymbol symbol)
    {
        for (var each = symbol; each is not (null or INamespaceSymbol); each = each.ContainingSymbol)
        {
            if (Intent.Words(each.Name).Any(word => word.ToUpperInvariant() is "SHUTDOWN" or "REBOOT" or "RESTART" or "POWER" or "POWEROFF" or "HALT" or "SHUT"))
                return true;
        }

        return false;
    }
}
