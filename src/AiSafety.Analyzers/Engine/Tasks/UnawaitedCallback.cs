using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine.Handlers;
using AiSafety.Analyzers.Engine.Summaries;
using AiSafety.Analyzers.Knowledge;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tasks;

/// <summary>An asynchronous function that becomes a delegate without a result, so that nobody can await it.</summary>
/// <param name="Level">How sure it is that the delegate's taker is no place for it.</param>
/// <param name="Taker">Name of the method, constructor or event that gets the delegate; empty where it is only stored.</param>
/// <param name="IsOwn">Whether the taker is a method of the same project.</param>
/// <param name="Fact">What is known about the taker.</param>
internal sealed record UnawaitedCallback(Level Level, string Taker, bool IsOwn, VoidCallback? Fact)
{
    /// <summary>Whether the delegate is made of an <c>async void</c> function.</summary>
    public static bool IsAsyncVoid(IDelegateCreationOperation creation) => creation.Target switch
    {
        IAnonymousFunctionOperation lambda => lambda.Symbol is { IsAsync: true, ReturnsVoid: true },
        IMethodReferenceOperation reference => reference.Method is { IsAsync: true, ReturnsVoid: true },
        _ => false,
    };

    /// <summary>
    /// Judges where the delegate goes; null where that is a user interface, whose event loop takes the exception, a command of one, or the set-up
    /// of a mock, and where the delegate is only taken away again.
    /// </summary>
    public static UnawaitedCallback? Of(IDelegateCreationOperation creation, Site site)
    {
        var kinds = Kinds.Of(site.Session);
        var inInterface = kinds.IsUserInterface(site.ContainingSymbol.ContainingType);
        var level = Benchmarks.Of(site.Session).IsBenchmark ? Level.Strict : kinds.LevelOf(creation.Type, inInterface);
        switch (Destination(creation))
        {
            case IEventAssignmentOperation { Adds: false }:
                return null;
            case IEventAssignmentOperation { EventReference: IEventReferenceOperation { Event: var handled } }:
                if (handled.AddMethod is { } add && kinds.Find(add) is { } timer)
                    return new UnawaitedCallback(level, handled.Name, IsOwn: false, timer);
                return inInterface || kinds.IsUserInterface(handled.ContainingType) ? null : new UnawaitedCallback(Level.Strict, handled.Name, IsOwn: false, null);
            case IInvocationOperation call:
                if (kinds.IsUserInterface(call.TargetMethod.ContainingType) || Mocks.IsSetup(call))
                    return null;
                return new UnawaitedCallback(level, Name(call.TargetMethod), IsOfProject(call.TargetMethod), kinds.Find(call.TargetMethod));
            case IObjectCreationOperation { Constructor: { } constructor }:
                if (kinds.IsUserInterface(constructor.ContainingType))
                    return null;
                return new UnawaitedCallback(level, constructor.ContainingType.Name, IsOfProject(constructor), kinds.Find(constructor));
            case IAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } } when kinds.IsUserInterface(member.ContainingType):
                return null;
            default:
                return new UnawaitedCallback(level, "", IsOwn: false, null);
        }
    }

    /// <summary>Whether the function surely does not deal with all its failures; a body that is not known says nothing.</summary>
    public static bool CanFail(IDelegateCreationOperation creation, Site site)
    {
        var function = creation.Target is IMethodReferenceOperation reference
            ? Bodies.Of(site.Session).Of(reference.Method, site.Model, site.CancellationToken)
            : creation.Target;
        return FailureCoverage.Of(function, site.Session, site.CancellationToken) == Answer.No;
    }

    // What gets the delegate, behind conversions, either arm of a choice, and the array of a "params".
    private static IOperation? Destination(IOperation value)
    {
        while (true)
        {
            switch (value.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or ICoalesceOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation:
                case IConditionalOperation conditional when conditional.Condition != value:
                case IDelegateCreationOperation:
                case IArrayInitializerOperation or IArrayCreationOperation:
                case IArgumentOperation:
                    value = value.Parent;
                    break;
                default:
                    return value.Parent;
            }
        }
    }

    private static string Name(IMethodSymbol method) =>
        method.IsStatic && !method.IsExtensionMethod && !IsOfProject(method) ? method.ContainingType.Name + "." + method.Name : method.Name;

    private static bool IsOfProject(IMethodSymbol method) => !method.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>The kinds of delegates and of their takers.</summary>
    private sealed class Kinds
    {
        private const int MostParameters = 16;

        private readonly HashSet<INamedTypeSymbol> delegates = new(SymbolEqualityComparer.Default);
        private readonly HashSet<INamedTypeSymbol> actions = new(SymbolEqualityComparer.Default);
        private readonly Facts.FactIndex<VoidCallback> takers;
        private readonly INamedTypeSymbol? command;
        private readonly INamedTypeSymbol? viewModel;

        private Kinds(Session session)
        {
            takers = session.Facts(VoidCallbacks.Table);
            command = session.Type("System.Windows.Input.ICommand");
            viewModel = session.Type("System.ComponentModel.INotifyPropertyChanged");
            foreach (var name in VoidCallbacks.Delegates)
                Add(delegates, name);
            Add(actions, "System.Action");
            for (var parameters = 1; parameters <= MostParameters; parameters++)
                Add(actions, "System.Action`" + parameters);

            void Add(HashSet<INamedTypeSymbol> types, string name)
            {
                if (session.Type(name) is { } type)
                    types.Add(type);
            }
        }

        public static Kinds Of(Session session) => session.Part(static each => new Kinds(each));

        public VoidCallback? Find(IMethodSymbol taker) => takers.Find(taker);

        // Between the parts of a user interface an Action runs on its loop.
        public Level LevelOf(ITypeSymbol? type, bool inInterface) => type switch
        {
            INamedTypeSymbol named when delegates.Contains(named.OriginalDefinition) => Level.Recommended,
            INamedTypeSymbol named when actions.Contains(named.OriginalDefinition) && !inInterface => Level.Recommended,
            _ => Level.Strict,
        };

        public bool IsUserInterface(INamedTypeSymbol? type)
        {
            if (type.Implements(command) || type.Implements(viewModel))
                return true;
            for (var each = type; each is not null; each = each.BaseType)
            {
                var space = each.ContainingNamespace?.ToDisplayString() ?? "";
                foreach (var root in VoidCallbacks.UserInterfaces)
                {
                    if (space.StartsWith(root, StringComparison.Ordinal) && (space.Length == root.Length || space[root.Length] == '.'))
                        return true;
                }
            }

            return false;
        }
    }
}
