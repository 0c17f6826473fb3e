using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine.Commands;

/// <summary>A place where a command is handed over to be run.</summary>
/// <param name="form">What is handed over.</param>
/// <param name="sink">The call, or the creation of what carries it.</param>
internal sealed class CommandUse(CommandForm form, IOperation sink)
{
    public CommandForm Form { get; } = form;

    public IOperation Sink { get; } = sink;

    /// <summary>The expressions that the program, script or name of the command can come from.</summary>
    public List<IOperation> Programs { get; } = [];

    /// <summary>The expressions that the arguments in one text can come from; each is a command line of its own.</summary>
    public List<IOperation> ArgumentTexts { get; } = [];

    /// <summary>The arguments one by one; null stands for something that is only added on some paths or cannot be seen.</summary>
    public List<IOperation?> ArgumentList { get; } = [];

    /// <summary>The collection that all arguments come from, where it is one expression that is not taken apart.</summary>
    public IOperation? Collection { get; set; }

    /// <summary>The folder that the program runs in, where the code sets it.</summary>
    public IOperation? Folder { get; set; }

    /// <summary>What a caller passes for the parameters that the other expressions use; empty where there is no call between.</summary>
    public Dictionary<IParameterSymbol, IOperation> Passed { get; } = new(SymbolEqualityComparer.Default);

    /// <summary>The call that passes them; else the sink.</summary>
    public IOperation Place { get; set; } = sink;

    /// <summary>The operations that start it; the sink itself where there is no other.</summary>
    public List<IOperation> Starts { get; } = [];
}
