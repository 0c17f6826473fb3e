using System.Collections.Concurrent;
using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Shell;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Commands;

/// <summary>
/// Methods of the project that hand what they are passed to a process or shell: <c>RunGit(string arguments)</c>, <c>Bash(string command)</c>. Followed one call deep, and only
/// for calls that pass a text with a word of a destructive command in it.
/// </summary>
internal sealed class CommandHelpers
{
    private readonly ConcurrentDictionary<IMethodSymbol, ImmutableArray<CommandUse>> known = new(SymbolEqualityComparer.Default);
    private readonly CommandUses uses;

    private CommandHelpers(Session session) => uses = CommandUses.Of(session);

    public static CommandHelpers Of(Session session) => session.Part(static each => new CommandHelpers(each));

    /// <summary>The commands that the called method runs with what it is passed here.</summary>
    public IEnumerable<CommandUse> Find(IInvocationOperation call, Site site)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        var isKnown = known.TryGetValue(method, out var inner);
        if ((isKnown && inner.IsEmpty) || method.DeclaringSyntaxReferences.IsEmpty || !PassesText(call))
            yield break;
        if (!isKnown)
            inner = known.GetOrAdd(method, Read(method, site));
        foreach (var use in inner)
            yield return Pass(use, call);
    }

    private static bool PassesText(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            foreach (var each in OwnOperations.Of(argument.Value))
            {
                if (each.ConstantValue is { HasValue: true, Value: string text } && ShellReader.MayDestroy(text))
                    return true;
            }
        }

        return false;
    }

    private ImmutableArray<CommandUse> Read(IMethodSymbol method, Site site)
    {
        if (!method.DeclaringSyntaxReferences.Any(each => uses.MayBeIn(each.GetSyntax(site.CancellationToken)))
            || Bodies.Of(site.Session).Of(method, site.Model, site.CancellationToken) is not { } body)
            return ImmutableArray<CommandUse>.Empty;
        var found = ImmutableArray.CreateBuilder<CommandUse>();
        foreach (var each in body.Descendants())
        {
            if (each is IInvocationOperation or IObjectCreationOperation && uses.Find(each, site) is { } use && TakesParameter(use, method))
                found.Add(use);
        }

        return found.ToImmutable();
    }

    private static bool TakesParameter(CommandUse use, IMethodSymbol method)
    {
        foreach (var expression in use.Programs.Concat(use.ArgumentTexts).Concat(use.ArgumentList.Where(each => each is not null)).Append(use.Collection))
        {
            if (expression?.DescendantsAndSelf().Any(each => each is IParameterReferenceOperation { Parameter.ContainingSymbol: var owner } && SymbolEqualityComparer.Default.Equals(owner, method)) == true)
                return true;
        }

        return false;
    }

    private static CommandUse Pass(CommandUse inner, IInvocationOperation call)
    {
        var use = new CommandUse(inner.Form, inner.Sink) { Collection = inner.Collection, Place = call, Folder = inner.Folder };
        use.Programs.AddRange(inner.Programs);
        use.ArgumentTexts.AddRange(inner.ArgumentTexts);
        use.ArgumentList.AddRange(inner.ArgumentList);
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter)
                use.Passed[parameter.OriginalDefinition] = argument.Value;
        }

        if (use.Folder is IParameterReferenceOperation { Parameter: var folder } && use.Passed.TryGetValue(folder, out var passed))
            use.Folder = passed;
        use.Starts.Add(call);
        return use;
    }
}
