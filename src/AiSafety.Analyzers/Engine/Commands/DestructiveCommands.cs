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

    /// <summary>More texts than this are not told apart where a caller passes them.</summary>
    private const int MaxPassed = 8;

    /// <summary>What the command destroys, each place once.</summary>
    public static IReadOnlyList<DestructiveCommand> Read(CommandUse use, Site site)
    {
        var found = new List<DestructiveCommand>();
        var programs = use.Programs.SelectMany(each => Lines.Of(each, use, site)).ToList();
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

        var texts = use.ArgumentTexts.SelectMany(each => Lines.Of(each, use, site)).ToList();
        foreach (var program in programs)
        {
            foreach (var arguments in texts.Take(MaxCombinations / programs.Count))
                Add(ShellReader.Read(program.Text, arguments.Text), start => arguments.Place(start));
            if (use.ArgumentTexts.Count > 0)
                continue;
            var list = Arguments(use).Select(each => each is null ? Lines.Unseen : Lines.Of(each, use, site).FirstOrDefault() ?? Lines.Unseen).ToList();
            Add(ShellReader.Read(program.Text, list.Select(each => each.Text).ToList()), start => start < list.Count ? list[start].Place(0) : program.Place(0));
        }

        return found;

        void Add(IEnumerable<ShellFinding> findings, Func<int, Location?> place)
        {
            foreach (var finding in findings)
            {
                var location = place(finding.Start) ?? use.Place.Syntax.GetLocation();
                if (!found.Exists(other => other.Location == location))
                    found.Add(new DestructiveCommand(use, finding, location));
            }
        }
    }

    // A collection that a caller passes is taken apart at the call.
    private static IEnumerable<IOperation?> Arguments(CommandUse use) =>
        use.Collection is { } collection && OwnOperations.Unwrap(collection) is IParameterReferenceOperation { Parameter: var parameter } && use.Passed.TryGetValue(parameter, out var passed)
            ? CommandUses.Elements(OwnOperations.Unwrap(passed))?.Select(each => (IOperation?)each) ?? use.ArgumentList
            : use.ArgumentList;

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
                yield return (Lines.Of(argument, use, site).FirstOrDefault() ?? Lines.Unseen).Text;
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

        public static IEnumerable<Lines> Of(IOperation operation, CommandUse use, Site site)
        {
            foreach (var variant in TextValues.Read(operation, site))
            {
                foreach (var filled in use.Passed.Count == 0 ? [variant.Parts] : Fill(variant.Parts, use, site))
                    yield return new Lines(new ShellText(filled.Select(part => part.Text is { } constant ? new ShellPart(constant) : new ShellPart(null, Hole(part, site)))), filled);
            }
        }

        /// <summary>The texts with what the caller passes in the places of the parameters; only what stands at the call keeps its place.</summary>
        private static IEnumerable<ImmutableArray<TextPart>> Fill(ImmutableArray<TextPart> parts, CommandUse use, Site site)
        {
            var filled = new List<ImmutableArray<TextPart>> { ImmutableArray<TextPart>.Empty };
            foreach (var part in parts)
            {
                var (passed, escapes) = part.Source is null ? (null, false) : Passed(part.Source, use);
                var next = passed is null
                    ? [ImmutableArray.Create(use.Place.Syntax.Contains(part.Syntax) ? part : part with { Syntax = null })]
                    : TextValues.Read(passed, site).Select(variant => escapes ? Escape(variant.Parts) : variant.Parts).Take(MaxPassed).ToList();
                filled = filled.SelectMany(before => next.Select(after => before.AddRange(after))).Take(MaxPassed).ToList();
            }

            return filled;
        }

        // The parameter itself, or with its quotes escaped for the program's arguments.
        private static (IOperation? Passed, bool Escapes) Passed(IOperation source, CommandUse use) => OwnOperations.Unwrap(source) switch
        {
            IParameterReferenceOperation { Parameter: var parameter } when use.Passed.TryGetValue(parameter, out var passed) => (passed, false),
            IInvocationOperation { TargetMethod: { Name: "Replace", ContainingType.SpecialType: SpecialType.System_String }, Instance: { } replaced, Arguments: [{ Value.ConstantValue.Value: "\"" }, { Value.ConstantValue.Value: "\\\"" }] } =>
                (Passed(replaced, use).Passed, true),
            _ => (null, false),
        };

        private static ImmutableArray<TextPart> Escape(ImmutableArray<TextPart> parts) =>
            ImmutableArray.CreateRange(parts, part => part.Text is { } text ? part with { Text = text.Replace("\"", "\\\"") } : part);

        /// <summary>The literal that the character is written in; null where it comes through a variable or from elsewhere.</summary>
        public Location? Place(int position)
        {
            foreach (var part in parts)
            {
                var length = part.Text?.Length ?? 1;
                if (position < length || part == parts[parts.Length - 1])
                    return part.Variable is null ? part.Literal?.GetLocation() ?? Beside() : null;
                position -= length;
            }

            return null;
        }

        // A hole of a sum stands beside its literals, and what a helper adds beside what it is passed.
        private Location? Beside()
        {
            foreach (var part in parts)
            {
                if (part is { Variable: null, Literal: { } literal })
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
