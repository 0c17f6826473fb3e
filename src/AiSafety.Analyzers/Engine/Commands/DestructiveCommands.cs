using AiSafety.Analyzers.Engine.Paths;
using AiSafety.Analyzers.Engine.Text;
using AiSafety.Analyzers.Knowledge;
using AiSafety.Analyzers.Shell;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Commands;

/// <summary>A command that takes something away for good, and where it is written.</summary>
/// <param name="Use">Where it is handed over.</param>
/// <param name="Finding">What the reader says about it.</param>
/// <param name="Location">The literal that holds it, else the call.</param>
internal sealed record DestructiveCommand(CommandUse Use, ShellFinding Finding, Location Location);

/// <summary>Puts the texts of a command together and reads them.</summary>
internal static class DestructiveCommands
{
    /// <summary>More combinations of program and arguments are not read.</summary>
    private const int MaxCombinations = 64;

    /// <summary>What the command destroys, each place once.</summary>
    public static IReadOnlyList<DestructiveCommand> Read(CommandUse use, Site site)
    {
        var found = new List<DestructiveCommand>();
        var programs = use.Programs.SelectMany(each => Lines.Of(each, site)).ToList();
        if (use.Form is CommandForm.RemoteShell or CommandForm.PowerShellScript)
        {
            var dialect = use.Form == CommandForm.RemoteShell ? ShellDialect.Posix : ShellDialect.PowerShell;
            foreach (var script in programs.Take(MaxCombinations))
                Add(ShellReader.Read(script.Text, dialect), start => script.Place(start));
            return found;
        }

        programs.RemoveAll(program => !ShellReader.MayRun(program.Text));
        if (programs.Count == 0)
            return found;
        if (use.Form == CommandForm.PowerShellCommand)
        {
            foreach (var program in programs)
                Add(ShellReader.ReadCommand([program.Text, .. Parameters(use, site)], ShellDialect.PowerShell), _ => program.Place(0));
            return found;
        }

        var texts = use.ArgumentTexts.SelectMany(each => Lines.Of(each, site)).ToList();
        foreach (var program in programs)
        {
            foreach (var arguments in texts.Take(MaxCombinations / programs.Count))
                Add(ShellReader.Read(program.Text, arguments.Text), start => arguments.Place(start));
            if (use.ArgumentTexts.Count > 0)
                continue;
            var list = use.ArgumentList.Select(each => each is null ? Lines.Unseen : Lines.Of(each, site).FirstOrDefault() ?? Lines.Unseen).ToList();
            Add(ShellReader.Read(program.Text, list.Select(each => each.Text).ToList()), start => start < list.Count ? list[start].Place(0) : program.Place(0));
        }

        return found;

        void Add(IEnumerable<ShellFinding> findings, Func<int, Location?> place)
        {
            foreach (var finding in findings)
            {
                var location = place(finding.Start) ?? Place(use.Sink);
                if (!found.Exists(other => other.Location == location))
                    found.Add(new DestructiveCommand(use, finding, location));
            }
        }
    }

    /// <summary>The call or creation without what is called on its result.</summary>
    private static Location Place(IOperation sink) => sink.Syntax.GetLocation();

    // Names of parameters are what PowerShell writes with a dash; a switch given as a boolean is written as one.
    private static IEnumerable<ShellText> Parameters(CommandUse use, Site site)
    {
        foreach (var argument in use.ArgumentList)
        {
            if (argument is null || Outer(argument) is not { } call)
                continue;
            var isName = call.TargetMethod.Name == "AddParameter" && call.Arguments[0].Value.Syntax == argument.Syntax;
            if (isName)
                yield return ShellText.Of("-" + (argument.ConstantValue.Value ?? "") + (call.Arguments is [_, { Value: var value }] && OwnOperations.Unwrap(value).ConstantValue is { HasValue: true, Value: false } ? ":$false" : ""));
            else if (argument.Type?.SpecialType == SpecialType.System_String)
                yield return (Lines.Of(argument, site).FirstOrDefault() ?? Lines.Unseen).Text;
            else if (argument.Type?.SpecialType != SpecialType.System_Boolean)
                yield return Lines.Unseen.Text;
        }
    }

    private static IInvocationOperation? Outer(IOperation argument)
    {
        var each = argument;
        while (each is not null and not IArgumentOperation)
            each = each.Parent;
        return each?.Parent as IInvocationOperation;
    }

    /// <summary>One text that can arrive, with the places of its pieces.</summary>
    private sealed class Lines(ShellText text, ImmutableArray<TextPart> parts)
    {
        public static readonly Lines Unseen = new(new ShellText([new ShellPart(null)]), ImmutableArray<TextPart>.Empty);

        public ShellText Text { get; } = text;

        public static IEnumerable<Lines> Of(IOperation operation, Site site)
        {
            foreach (var variant in TextValues.Read(operation, site))
                yield return new Lines(new ShellText(variant.Parts.Select(part => part.Text is { } constant ? new ShellPart(constant) : new ShellPart(null, Hole(part, site)))), variant.Parts);
        }

        /// <summary>The literal that the character is written in; null where it comes through a variable or from elsewhere.</summary>
        public Location? Place(int position)
        {
            foreach (var part in parts)
            {
                var length = part.Text?.Length ?? 1;
                if (position < length || part == parts[parts.Length - 1])
                    return part.Variable is null ? part.Literal?.GetLocation() ?? Around(part) : null;
                position -= length;
            }

            return null;
        }

        // A hole of a sum stands beside its literals.
        private Location? Around(TextPart hole)
        {
            foreach (var part in parts)
            {
                if (part is { Variable: null, Literal: { } literal } && hole.Source is null == (hole.Text is not null))
                    return literal.GetLocation();
            }

            return null;
        }

        private static ShellHole Hole(TextPart part, Site site)
        {
            if (part.IsValue)
                return ShellHole.Value;
            return part.Source is null ? ShellHole.Unknown : PathOrigins.Of(part.Source, site) switch
            {
                PathOrigin.Scratch => ShellHole.Scratch,
                PathOrigin.Fixed => ShellHole.Value,
                PathOrigin.Chosen => ShellHole.Chosen,
                _ => ShellHole.Unknown,
            };
        }
    }
}
