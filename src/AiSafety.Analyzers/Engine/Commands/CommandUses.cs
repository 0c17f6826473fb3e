using AiSafety.Analyzers.Engine.Facts;
using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Commands;

/// <summary>Recognises places where commands are run, and gathers what is said about one command in different statements.</summary>
internal sealed class CommandUses
{
    private readonly FactIndex<CommandRunner> calls;
    private readonly FactIndex<CommandRunner> constructors;
    private readonly HashSet<string> names;

    private CommandUses(Session session)
    {
        calls = session.Facts(CommandRunners.Calls);
        constructors = session.Facts(CommandRunners.Constructors);
        names = new HashSet<string>(calls.Names.Concat(constructors.Names), StringComparer.Ordinal);
    }

    public static CommandUses Of(Session session) => session.Part(static each => new CommandUses(each));

    /// <summary>Whether the compilation can run no commands at all.</summary>
    public bool IsEmpty => calls.IsEmpty && constructors.IsEmpty;

    /// <summary>Whether a command can be run in code, by the names in it: the cheap question before it is bound.</summary>
    public bool MayBeIn(SyntaxNode code)
    {
        foreach (var node in code.DescendantNodes())
        {
            if (node is ImplicitObjectCreationExpressionSyntax || (node is SimpleNameSyntax { Identifier.ValueText: var name } && names.Contains(name)))
                return true;
        }

        return false;
    }

    /// <summary>The command that the operation hands over, or null.</summary>
    public CommandUse? Find(IOperation operation, Site site)
    {
        switch (operation)
        {
            case IInvocationOperation call when calls.Find(call.TargetMethod) is { } runner:
                return FromCall(call, runner, site);
            case IObjectCreationOperation { Constructor: { } constructor } creation when constructors.Find(constructor) is { } runner:
                return FromCreation(creation, runner);
            default:
                return null;
        }
    }

    private CommandUse? FromCall(IInvocationOperation call, CommandRunner runner, Site site)
    {
        var use = new CommandUse(runner.Form, call);
        switch (runner.Form)
        {
            case CommandForm.Program:
                AddArguments(call.Arguments, use);
                break;
            case CommandForm.Arguments:
                AddBuilt(call, use, site);
                break;
            case CommandForm.PowerShellCommand:
                AddParameters(call, use);
                break;
            default:
                break;
        }

        if (runner.Form is not (CommandForm.Program or CommandForm.Arguments) && Argument(call.Arguments, runner.Text) is { } text)
            use.Programs.Add(text);
        return use.Programs.Count == 0 ? null : use;
    }

    private static void AddArguments(ImmutableArray<IArgumentOperation> arguments, CommandUse use)
    {
        if (Argument(arguments, "fileName") is { } program)
            use.Programs.Add(program);
        if (Argument(arguments, "arguments") is not { } given)
            return;
        if (given.Type?.SpecialType == SpecialType.System_String)
            use.ArgumentTexts.Add(given);
        else
            AddElements(given, use);
    }

    private static IOperation? Argument(ImmutableArray<IArgumentOperation> arguments, string name)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter?.Name == name && argument.ArgumentKind == ArgumentKind.Explicit)
                return argument.Value is IConversionOperation { Operand.Type.SpecialType: SpecialType.System_String } conversion ? conversion.Operand : argument.Value;
        }

        return null;
    }

    private static void AddElements(IOperation collection, CommandUse use)
    {
        if (Elements(OwnOperations.Unwrap(collection)) is not { } elements)
        {
            use.ArgumentList.Add(null);
            use.Collection = collection;
            return;
        }

        foreach (var element in elements)
            use.ArgumentList.Add(element.Type?.SpecialType == SpecialType.System_String ? element : OwnOperations.Unwrap(element) is { Type.SpecialType: SpecialType.System_String } text ? text : null);
    }

    // An array, a new list, or a collection expression, whose operation has no type of its own at our floor.
    internal static IEnumerable<IOperation>? Elements(IOperation collection) => collection switch
    {
        IArrayCreationOperation { Initializer: { } initializer } => initializer.ElementValues,
        IObjectCreationOperation { Initializer: { } initializer, Arguments.Length: 0 } =>
            initializer.Initializers.Select(each => each is IInvocationOperation { Arguments: [{ Value: var value }] } ? value : each),
        _ when collection.Syntax.RawKind == CollectionExpressionKind => collection.ChildOperations,
        _ => null,
    };

    private const int CollectionExpressionKind = (int)Microsoft.CodeAnalysis.CSharp.SyntaxKind.CollectionExpression;

    // Cli.Wrap("git").WithWorkingDirectory(x).WithArguments(…)
    private static void AddBuilt(IInvocationOperation call, CommandUse use, Site site)
    {
        for (var (each, rounds) = (call.Instance, 0); each is not null && rounds < 20; rounds++)
        {
            each = OwnOperations.Unwrap(each);
            if (each is ILocalReferenceOperation && ReachingValues.Of(each, site) is [{ BuildsOnPrevious: false, Value: { } value }])
            {
                each = value;
                continue;
            }

            if (each is not IInvocationOperation inner)
                return;
            if (inner.TargetMethod is { Name: "Wrap", ContainingType.Name: "Cli" })
            {
                use.Programs.Add(inner.Arguments[0].Value);
                break;
            }

            if (inner.TargetMethod.Name == "WithWorkingDirectory")
                use.Folder = inner.Arguments[0].Value;
            each = inner.Instance;
        }

        for (IOperation each = call; each.Parent is IInvocationOperation outer && outer.Instance == each; each = outer)
        {
            if (outer.TargetMethod.Name == "WithWorkingDirectory")
                use.Folder = outer.Arguments[0].Value;
        }

        if (call.Arguments is not [{ Value: var given }, ..])
            return;
        var bare = OwnOperations.Unwrap(given);
        if (given.Type?.SpecialType == SpecialType.System_String)
            use.ArgumentTexts.Add(given);
        else if (bare is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda })
            AddAdded(lambda.Body, lambda.Body.Operations.FirstOrDefault(), each => each.Instance?.Type?.Name == "ArgumentsBuilder", use);
        else
            AddElements(given, use);
    }

    /// <summary>Adds what <c>Add</c> calls add, in order; what stands in other blocks than the given statement may or may not be added.</summary>
    private static void AddAdded(IOperation body, IOperation? statement, Func<IInvocationOperation, bool> isAdd, CommandUse use)
    {
        var added = new List<(int Position, IOperation? Value)>();
        foreach (var each in body.DescendantsAndSelf())
        {
            if (each is not IInvocationOperation { TargetMethod.Name: "Add", Arguments: [{ Value: var value }, ..] } add || !isAdd(add))
                continue;
            var isCertain = Block(add) == (statement is null ? null : Block(statement)) && value.Type?.SpecialType == SpecialType.System_String;
            added.Add((value.Syntax.SpanStart, isCertain ? value : null));

            // foreach (var argument in arguments) info.ArgumentList.Add(argument)
            if (value is ILocalReferenceOperation element && Block(add) is { } inner && (inner as IForEachLoopOperation ?? inner.Parent as IForEachLoopOperation) is { } loop
                && loop.Locals.Contains(element.Local, SymbolEqualityComparer.Default))
                use.Collection = loop.Collection;
        }

        if (added.Count > 1)
            use.Collection = null;

        use.ArgumentList.AddRange(added.OrderBy(each => each.Position).Select(each => each.Value));
    }

    private static IOperation? Block(IOperation operation)
    {
        for (var each = operation.Parent; each is not null; each = each.Parent)
        {
            if (each is IBlockOperation or ISwitchCaseOperation or IConditionalOperation or ILoopOperation)
                return each;
        }

        return null;
    }

    // AddCommand("Remove-Item").AddParameter("Path", x).AddParameter("Recurse")
    private static void AddParameters(IInvocationOperation call, CommandUse use)
    {
        for (IOperation each = call; each.Parent is IInvocationOperation outer && outer.Instance == each && AddParameter(outer, use); each = outer)
        {
        }

        if (Symbol(call.Instance) is not { } shell || Block(call) is not IBlockOperation block)
            return;
        var isBehind = false;
        foreach (var statement in block.Operations)
        {
            if (isBehind && (statement is not IExpressionStatementOperation { Operation: IInvocationOperation next } || !IsOn(next, shell) || !AddChain(next, use)))
                break;
            isBehind |= statement.Descendants().Contains(call);
        }
    }

    private static bool AddChain(IInvocationOperation call, CommandUse use)
    {
        if (call.Instance is IInvocationOperation inner && !AddChain(inner, use))
            return false;
        return AddParameter(call, use);
    }

    private static bool IsOn(IInvocationOperation call, ISymbol shell) =>
        call.Instance is IInvocationOperation inner ? IsOn(inner, shell) : SymbolEqualityComparer.Default.Equals(Symbol(call.Instance), shell);

    private static bool AddParameter(IInvocationOperation call, CommandUse use)
    {
        switch (call.TargetMethod.Name)
        {
            case "AddParameter" or "AddArgument":
                foreach (var argument in call.Arguments)
                    use.ArgumentList.Add(OwnOperations.Unwrap(argument.Value));
                return true;
            default:
                return false;
        }
    }

    private static CommandUse? FromCreation(IObjectCreationOperation creation, CommandRunner runner)
    {
        var use = new CommandUse(runner.Form, creation);
        var isProcess = creation.Type?.Name == "Process";
        if (!isProcess)
            AddArguments(creation.Arguments, use);
        if (creation.Initializer is { } initializer)
            AddInitializers(initializer, isProcess, use);
        if (Holder(creation) is { } holder)
            AddAssigned(creation, holder, isProcess, use);
        else if (ProcessAround(creation) is { } process && Holder(process) is { } started)
            AddStarts(OwnOperations.Function(creation), started, isProcess: true, use);
        return use.Programs.Count == 0 ? null : use;
    }

    private static void AddInitializers(IObjectOrCollectionInitializerOperation initializer, bool isProcess, CommandUse use)
    {
        foreach (var each in initializer.Initializers)
        {
            switch (each)
            {
                case IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation { Property.Name: "StartInfo" }, Initializer: var inner } when isProcess:
                    AddInitializers(inner, isProcess: false, use);
                    break;
                case IMemberInitializerOperation { InitializedMember: IPropertyReferenceOperation { Property.Name: "ArgumentList" }, Initializer: var list } when !isProcess:
                    foreach (var element in list.Initializers)
                        use.ArgumentList.Add(element is IInvocationOperation { Arguments: [{ Value: var value }] } ? value : null);
                    break;
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: var name }, Value: var value } when !isProcess:
                    Set(name, value, use);
                    break;
            }
        }
    }

    private static void Set(string property, IOperation value, CommandUse use)
    {
        switch (property)
        {
            case "FileName":
                use.Programs.Add(value);
                break;
            case "Arguments":
                use.ArgumentTexts.Add(value);
                break;
            case "WorkingDirectory":
                use.Folder = value;
                break;
        }
    }

    /// <summary>The local or field that the new object is put into.</summary>
    private static ISymbol? Holder(IOperation creation)
    {
        for (var each = creation.Parent; each is not null; each = each.Parent)
        {
            switch (each)
            {
                case IConversionOperation or IVariableInitializerOperation or IConditionalOperation:
                    continue;
                case IVariableDeclaratorOperation declarator:
                    return declarator.Symbol;
                case ISimpleAssignmentOperation assignment:
                    return Symbol(assignment.Target);
                default:
                    return null;
            }
        }

        return null;
    }

    private static ISymbol? Symbol(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };

    private static void AddAssigned(IObjectCreationOperation creation, ISymbol holder, bool isProcess, CommandUse use)
    {
        var function = OwnOperations.Function(creation);
        foreach (var each in OwnOperations.Of(function))
        {
            if (each is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation target } assignment && IsOf(target.Instance, holder, isProcess))
                Set(target.Property.Name, assignment.Value, use);
        }

        AddStarts(function, holder, isProcess, use);

        AddAdded(function, Statement(creation), add => add.Instance is IPropertyReferenceOperation { Property.Name: "ArgumentList" } list && IsOf(list.Instance, holder, isProcess), use);
    }

    private static void AddStarts(IOperation function, ISymbol holder, bool isProcess, CommandUse use)
    {
        foreach (var each in OwnOperations.Of(function))
        {
            if (each is ILocalReferenceOperation mention && SymbolEqualityComparer.Default.Equals(mention.Local, holder) && IsHandedOn(mention, isProcess))
                use.Starts.Add(mention);
        }
    }

    // new Process { StartInfo = creation }
    private static IOperation? ProcessAround(IOperation creation) =>
        creation.Parent is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "StartInfo" }, Parent: IObjectOrCollectionInitializerOperation { Parent: IObjectCreationOperation process } }
            ? process : null;

    private static IOperation Statement(IOperation operation)
    {
        var each = operation;
        while (each.Parent is { } parent && parent is not IBlockOperation)
            each = parent;
        return each;
    }

    // holder.FileName, or holder.StartInfo.FileName for a process.
    private static bool IsOf(IOperation? instance, ISymbol holder, bool isProcess) =>
        isProcess
            ? instance is IPropertyReferenceOperation { Property.Name: "StartInfo", Instance: var process } && SymbolEqualityComparer.Default.Equals(Symbol(process), holder)
            : SymbolEqualityComparer.Default.Equals(Symbol(instance), holder);

    private static bool IsHandedOn(IOperation mention, bool isProcess) => mention.Parent switch
    {
        IArgumentOperation or IReturnOperation => true,
        IInvocationOperation { TargetMethod.Name: "Start" } => isProcess,
        ISimpleAssignmentOperation assignment => assignment.Value == mention,
        _ => false,
    };
}
