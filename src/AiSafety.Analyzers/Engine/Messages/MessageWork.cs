using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Messages;

/// <summary>
/// What counts as work on a message within one function: a call that is handed the message, or something made of it, and has an effect of its own.
/// Reading, parsing, checking, logging and measuring are not work; neither is a call that does not get anything of the message, save for those that write
/// down what was collected before.
/// </summary>
internal sealed class MessageWork
{
    private const int MaxRounds = 8;

    // What a call that begins so finds out, it does not do.
    private static readonly string[] Looking =
    [
        "All", "Any", "Can", "Check", "Contains", "Convert", "Count", "Decode", "Decompress", "Decrypt", "Deserialize", "Exists", "Fetch", "Find", "First", "Get", "Has", "Is", "Last", "List", "Load", "Log",
        "Lookup", "Matches", "Parse", "Peek", "Query", "Read", "Resolve", "Serialize", "Should", "Single", "To", "Validate", "Verify",
    ];

    // As above, unless it returns a task: what is created or started asynchronously is work.
    private static readonly string[] Preparing =
    [
        "As", "Assign", "Begin", "Build", "Cast", "Create", "Ensure", "Equals", "Extract", "Format", "From", "Increment", "Map", "Measure", "Observe", "Pause", "Record", "Resume", "Select", "Start", "Trace", "Track",
        "Try", "Unpack", "Unwrap", "With",
    ];

    private static readonly string[] Telling =
        ["Activity", "Counter", "Diagnostic", "Diagnostics", "Histogram", "Instrument", "Instrumentation", "Log", "Logger", "Meter", "Metric", "Metrics", "Monitor", "Scope", "Span", "Stopwatch", "Telemetry", "Tracer", "Tracing"];

    // Written down by a call that is not handed the message itself.
    private static readonly string[] Storing = ["SaveChanges", "SaveChangesAsync", "ExecuteNonQuery", "ExecuteNonQueryAsync"];

    private static readonly string[] Acting =
    [
        "Apply", "Charge", "Dispatch", "Execute", "Handle", "Import", "Insert", "Invoke", "Persist", "Process", "Publish", "Run", "Save", "Send", "Store", "Submit", "Update", "Upsert", "Write",
    ];

    private readonly Deliveries deliveries;
    private readonly Recorders recorders;
    private readonly TaskTypes tasks;
    private readonly HashSet<ISymbol> carriers = new(SymbolEqualityComparer.Default);

    /// <param name="function">The function that handles the message: a lambda, a local function, or a member's outermost operation.</param>
    /// <param name="settling">The call that settles the message, if any: parameters that it names bring the message along with those beside them.</param>
    /// <param name="session">The compilation's session.</param>
    public MessageWork(IOperation function, IOperation? settling, Session session)
    {
        deliveries = Deliveries.Of(session);
        recorders = Recorders.Of(session);
        tasks = TaskTypes.Of(session);
        if (settling is not null)
            AddParametersBeside(settling);
        Collect(function);
    }

    /// <summary>Takes the parameters of the function for parts of the message: it is known to be called with one.</summary>
    public MessageWork(IOperation function, ImmutableArray<IParameterSymbol> parameters, Session session)
        : this(function, settling: null, session)
    {
        foreach (var parameter in parameters)
            carriers.Add(parameter);
        Collect(function);
    }

    /// <summary>Whether the operation is a call that works on the message.</summary>
    public bool Is(IOperation operation)
    {
        if (operation is not IInvocationOperation call)
            return false;
        var method = call.TargetMethod;
        if (recorders.IsRecorder(call) || deliveries.Settlements.Find(method) is not null || deliveries.Receipts.Find(method) is not null || IsTelling(method))
            return false;
        if (Array.IndexOf(Storing, method.Name) >= 0)
            return true;
        var space = method.ContainingNamespace;
        if (IsPassing(space))
            return false;
        // What is handed a lambda does what the lambda does.
        var (takesLambda, works) = Lambdas(call);
        if (works)
            return true;
        var isTask = tasks.IsTask(call.Type);
        if (NameWords.BeginsWith(method.Name, Looking) || (!isTask && NameWords.BeginsWith(method.Name, Preparing)))
            return false;
        if (isTask)
            return !IsOfTasks(method) && IsHandedTheMessage(call, withReceiver: true, withLambdas: !takesLambda);
        // In memory: what the framework is handed is kept, not done.
        if (IsSystem(space) && !IsFileWrite(method))
            return false;
        return (method.ReturnsVoid || IsStatement(call) || NameWords.BeginsWith(method.Name, Acting)) && IsHandedTheMessage(call, withReceiver: false, withLambdas: !takesLambda);
    }

    /// <summary>The first call below the operation that works on the message, in source order; nested functions count with the call that gets them.</summary>
    /// <param name="operation">Where to look.</param>
    /// <param name="surely">Whether calls under a condition, in a loop or in a handler are passed over.</param>
    public IInvocationOperation? First(IOperation operation, bool surely = false)
    {
        foreach (var each in OwnOperations.Of(operation))
        {
            if (Is(each) && !IsInHandler(each, operation) && !(surely && SettleOrder.IsConditional(each, operation)))
                return (IInvocationOperation)each;
        }

        return null;
    }

    /// <summary>Whether the statement brings another message, or gives one of the variables another value.</summary>
    public bool Receives(IOperation statement, HashSet<ISymbol> variables)
    {
        foreach (var each in OwnOperations.Of(statement))
        {
            if ((each is ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } && variables.Contains(local))
                || (each is IInvocationOperation call && deliveries.Receipts.Find(call.TargetMethod) is not null))
                return true;
        }

        return false;
    }

    /// <summary>Whether the operation or something below it refers to the message or to something made of it.</summary>
    public bool Mentions(IOperation operation)
    {
        foreach (var each in operation.DescendantsAndSelf())
        {
            if (ReachesFrom(each))
                return true;
        }

        return false;
    }

    private bool ReachesFrom(IOperation each) => each switch
    {
        ILocalReferenceOperation { Local: var local } => carriers.Contains(local) || deliveries.IsDelivery(local.Type),
        IParameterReferenceOperation { Parameter: var parameter } => carriers.Contains(parameter) || deliveries.IsDelivery(parameter.Type),
        IInvocationOperation call => deliveries.Receipts.Find(call.TargetMethod) is not null,
        _ => false,
    };

    private bool IsHandedTheMessage(IInvocationOperation call, bool withReceiver, bool withLambdas)
    {
        foreach (var argument in call.Arguments)
        {
            if ((withLambdas || Lambda(argument) is null) && Mentions(argument))
                return true;
        }

        return withReceiver && call.Instance is { } receiver && Mentions(receiver);
    }

    private (bool Any, bool Works) Lambdas(IInvocationOperation call)
    {
        var any = false;
        foreach (var argument in call.Arguments)
        {
            if (Lambda(argument) is not { } lambda)
                continue;
            any = true;
            foreach (var each in lambda.Body.Descendants())
            {
                if (Is(each))
                    return (true, true);
            }
        }

        return (any, false);
    }

    private static IAnonymousFunctionOperation? Lambda(IArgumentOperation argument)
    {
        var value = OwnOperations.Unwrap(argument.Value);
        return (value is IDelegateCreationOperation creation ? creation.Target : value) as IAnonymousFunctionOperation;
    }

    // Task.WhenAll, ConfigureAwait, AsTask: the tasks that they get were begun elsewhere.
    private static bool IsOfTasks(IMethodSymbol method) =>
        method.ContainingType is { Name: "Task" or "ValueTask" or "TaskExtensions" or "TaskAsyncEnumerableExtensions", ContainingNamespace: { Name: "Tasks" or "Threading" } };

    private void AddParametersBeside(IOperation settling)
    {
        foreach (var each in settling.Descendants())
        {
            if (each is not IParameterReferenceOperation { Parameter: { ContainingSymbol: IMethodSymbol method } named } || deliveries.IsDelivery(named.Type) || !IsPlain(named.Type))
                continue;
            foreach (var beside in method.Parameters)
            {
                if (beside.Type.TypeKind is not TypeKind.Interface && beside.Type.Name != "CancellationToken")
                    carriers.Add(beside);
            }
        }
    }

    private bool HasMentioningValue(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (Lambda(argument) is null && Mentions(argument))
                return true;
        }

        return false;
    }

    // A delivery tag, a receipt handle, an id.
    private static bool IsPlain(ITypeSymbol type) => type.IsValueType || type.SpecialType == SpecialType.System_String;

    private void Collect(IOperation function)
    {
        for (var round = 0; round < MaxRounds; round++)
        {
            var before = carriers.Count;
            foreach (var each in function.Descendants())
            {
                switch (each)
                {
                    case IVariableDeclaratorOperation declarator when declarator.GetVariableInitializer() is { } initial:
                        Add(declarator.Symbol, initial);
                        break;
                    case ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment:
                        Add(local, assignment.Value);
                        break;
                    case IForEachLoopOperation loop:
                        foreach (var local in loop.Locals)
                            Add(local, loop.Collection);
                        break;
                    case IDeconstructionAssignmentOperation deconstruction:
                        foreach (var target in deconstruction.Target.DescendantsAndSelf())
                        {
                            if (target is ILocalReferenceOperation { Local: var part })
                                Add(part, deconstruction.Value);
                        }

                        break;
                    case IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: { } declared } } test:
                        Add(declared, test.Value);
                        break;
                    case IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: { } declared } } test:
                        Add(declared, test.Value);
                        break;
                    // ids.Select(id => …)
                    case IInvocationOperation call when (call.Instance is { } receiver && Mentions(receiver)) || HasMentioningValue(call):
                        foreach (var argument in call.Arguments)
                        {
                            if (Lambda(argument) is { Symbol.Parameters: var parameters })
                                carriers.UnionWith(parameters);
                        }

                        break;
                    // int.TryParse(text, out var number)
                    case IArgumentOperation { Parameter.RefKind: RefKind.Out, Parent: { } call } argument when OwnOperations.Unwrap(argument.Value) is IDeclarationExpressionOperation { Expression: ILocalReferenceOperation { Local: var local } }:
                        Add(local, call);
                        break;
                }
            }

            if (carriers.Count == before)
                return;
        }

        void Add(ISymbol symbol, IOperation value)
        {
            if (!carriers.Contains(symbol) && Mentions(value))
                carriers.Add(symbol);
        }
    }

    /// <summary>Whether the method's type says that it records what happens: a logger, a meter, a tracer.</summary>
    public static bool IsTelling(IMethodSymbol method)
    {
        foreach (var word in Guards.Intent.Words(method.ContainingType.Name))
        {
            if (Array.IndexOf(Telling, word) >= 0)
                return true;
        }

        return false;
    }

    // Pushes to whoever happens to listen, and caches: nothing is lost with them.
    private static bool IsPassing(INamespaceSymbol space)
    {
        var name = space.ToDisplayString();
        return name.StartsWith("Microsoft.AspNetCore.SignalR", StringComparison.Ordinal) || name.StartsWith("Microsoft.Extensions.Caching", StringComparison.Ordinal)
            || name.StartsWith("Microsoft.Extensions.Logging", StringComparison.Ordinal);
    }

    /// <summary>Whether a namespace is the framework's own.</summary>
    public static bool IsSystem(INamespaceSymbol space)
    {
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
            space = outer;
        return space.Name == "System";
    }

    private static bool IsFileWrite(IMethodSymbol method) =>
        method.ContainingType is { Name: "File", ContainingNamespace.Name: "IO" }
        && (method.Name.StartsWith("Write", StringComparison.Ordinal) || method.Name.StartsWith("Append", StringComparison.Ordinal));

    /// <summary>Whether the call is a statement of its own, awaited or not.</summary>
    public static bool IsStatement(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IAwaitOperation or IConversionOperation or IConditionalAccessOperation)
            parent = parent.Parent;
        return parent is IExpressionStatementOperation || parent is ISimpleAssignmentOperation { Target: IDiscardOperation };
    }

    private static bool IsInHandler(IOperation each, IOperation within)
    {
        for (var parent = each.Parent; parent is not null && parent != within; parent = parent.Parent)
        {
            if (parent is ICatchClauseOperation)
                return true;
        }

        return false;
    }
}
