using AiSafety.Analyzers.Engine.Flow;
using AiSafety.Analyzers.Engine.Guards;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Paths;

/// <summary>
/// Whether a path is tested before something is done to what lies there: that it lies below a root, is one of those that are allowed, or is neither empty nor a
/// root itself. Every way to the operation must pass the test and take the outcome that permits it.
/// </summary>
internal sealed class Containment
{
    private const int MaxNesting = 15;

    private enum Test
    {
        /// <summary>The path lies where it should.</summary>
        Contained,

        /// <summary>The path is not empty.</summary>
        NotEmpty,

        /// <summary>The path is not the root of a drive or of the allowed area.</summary>
        NotRoot,
    }

    private static readonly HashSet<string> Within = new(StringComparer.OrdinalIgnoreCase)
    {
        "inside", "under", "underneath", "within", "contained", "contains", "contain", "beneath", "below", "sub", "subpath", "subfolder", "subdirectory", "child", "descendant", "safe", "valid", "allowed",
        "permitted", "owned", "owns", "belongs", "managed", "trusted", "relative", "match", "matches",
    };

    private static readonly HashSet<string> Outside = new(StringComparer.OrdinalIgnoreCase)
    {
        "outside", "unsafe", "escapes", "escape", "traversal", "traverses", "forbidden", "protected", "invalid", "root", "system", "dangerous",
    };

    private static readonly HashSet<string> Asserting = new(StringComparer.OrdinalIgnoreCase)
    {
        "ensure", "ensures", "validate", "assert", "check", "verify", "require", "requires", "guard", "demand", "throw", "against", "must",
    };

    private readonly Site site;
    private readonly HashSet<ISymbol> related = new(SymbolEqualityComparer.Default);
    private int nesting;

    private Containment(Site site) => this.site = site;

    /// <summary>Whether each way to the operation passes a test of the path; true also where the ways cannot be followed.</summary>
    public static bool IsTested(IOperation operation, IOperation path, Site site)
    {
        var containment = new Containment(site);
        containment.Relate(path);
        for (IOperation? each = operation; each is not null; each = Graphs.Function(each))
        {
            if (Graphs.Around(each, site) is not { } graph)
                return true;
            var holds = Reachability.Holding(graph, each);
            if (containment.Excludes(graph, holds, Test.Contained)
                || (containment.Excludes(graph, holds, Test.NotEmpty) && containment.Excludes(graph, holds, Test.NotRoot)))
                return true;
        }

        return false;
    }

    /// <summary>Whether a folder is made by the same member before the operation runs: what lies in it is the member's own.</summary>
    public static bool IsMadeBefore(IOperation operation, IOperation path, Site site)
    {
        var text = Bare(path, site);
        var root = OwnOperations.Root(operation);
        foreach (var each in root.Descendants())
        {
            if (each is not IInvocationOperation call || each.Syntax.SpanStart >= operation.Syntax.SpanStart || Made(call) is not { } made)
                continue;
            if (SymbolEqualityComparer.Default.Equals(Symbol(made), Symbol(path)) && Symbol(made) is not null)
                return true;
            if (Bare(made, site).Syntax.IsEquivalentTo(text.Syntax, topLevel: false) || call.Syntax == text.Syntax)
                return true;
        }

        return false;
    }

    /// <summary>The folder that a call makes.</summary>
    private static IOperation? Made(IInvocationOperation call) => call.TargetMethod switch
    {
        { Name: "CreateDirectory", ContainingType.Name: "Directory" } => Argument(call, "path"),
        { Name: "ExtractToDirectory", ContainingType.Name: "ZipFile" or "ZipFileExtensions" or "TarFile" } => Argument(call, "destinationDirectoryName"),
        { Name: "Create", ContainingType.Name: "DirectoryInfo" } => call.Instance,
        _ => null,
    };

    private static IOperation? Argument(IInvocationOperation call, string name)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter?.Name == name)
                return argument.Value;
        }

        return null;
    }

    // The expression behind a local with one definition, and behind the wrapping of a path.
    private static IOperation Bare(IOperation path, Site site)
    {
        for (var rounds = 0; rounds < 10; rounds++)
        {
            path = OwnOperations.Unwrap(path);
            switch (path)
            {
                case IPropertyReferenceOperation { Property.Name: "FullName", Instance: { } info }:
                    path = info;
                    break;
                case IObjectCreationOperation { Type.Name: "DirectoryInfo", Arguments: [{ Value: var value }] }:
                    path = value;
                    break;
                case ILocalReferenceOperation when ReachingValues.Of(path, site) is [{ BuildsOnPrevious: false, Value: { } value }]:
                    path = value;
                    break;
                default:
                    return path;
            }
        }

        return path;
    }

    // What the path is made of, and what is made of it: full = Path.GetFullPath(path), name = Path.GetFileName(path).
    private void Relate(IOperation path)
    {
        AddSources(path, 0);
        var root = OwnOperations.Root(path);
        for (var rounds = 0; rounds < 3; rounds++)
        {
            foreach (var each in root.Descendants())
            {
                var (target, value) = each switch
                {
                    IVariableDeclaratorOperation declarator => ((ISymbol?)declarator.Symbol, declarator.GetVariableInitializer()?.Value),
                    ISimpleAssignmentOperation assignment => (Symbol(assignment.Target), assignment.Value),
                    _ => (null, null),
                };
                if (target is not null && value is not null && value.Type?.SpecialType != SpecialType.System_Boolean && Mentions(value))
                    related.Add(target);
            }
        }
    }

    private void AddSources(IOperation operation, int depth)
    {
        foreach (var each in operation.DescendantsAndSelf())
        {
            if (Symbol(each) is not { } symbol || !related.Add(symbol) || depth > 5)
                continue;
            if (ReachingValues.Symbol(each) is null || ReachingValues.Of(each, site) is not { } definitions)
                continue;
            foreach (var definition in definitions)
            {
                if (definition.Value is { } value)
                    AddSources(value, depth + 1);
            }
        }
    }

    private static ISymbol? Symbol(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property => property.Property,
        IConversionOperation conversion => Symbol(conversion.Operand),
        _ => null,
    };

    private bool Mentions(IOperation operation)
    {
        foreach (var each in operation.DescendantsAndSelf())
        {
            if (Symbol(each) is { } symbol && related.Contains(symbol))
                return true;
        }

        return false;
    }

    // Whether the operation is not reached when no edge may be taken on which the test came out well.
    private bool Excludes(ControlFlowGraph graph, Func<IOperation, bool> holds, Test test) => !Reachability.IsReached(
        graph,
        top => holds(top) ? Passage.Target : Asserts(top, test) ? Passage.Closed : Passage.Open,
        isClosed: (condition, outcome) => Says(condition, outcome, test),
        isTarget: null,
        site.CancellationToken);

    private bool Says(IOperation condition, bool outcome, Test test)
    {
        if (condition.SemanticModel is null && condition.Syntax.SyntaxTree == site.Model.SyntaxTree && site.Model.GetOperation(condition.Syntax, site.CancellationToken) is { } original
            && original.Type?.SpecialType == SpecialType.System_Boolean)
            condition = original;
        condition = OwnOperations.Unwrap(condition);
        if (nesting >= MaxNesting)
            return false;
        nesting++;
        var says = condition switch
        {
            IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => Says(not.Operand, !outcome, test),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.And } and => outcome
                ? Says(and.LeftOperand, true, test) || Says(and.RightOperand, true, test)
                : Says(and.LeftOperand, false, test) && Says(and.RightOperand, false, test),
            IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr or BinaryOperatorKind.Or } or => outcome
                ? Says(or.LeftOperand, true, test) && Says(or.RightOperand, true, test)
                : Says(or.LeftOperand, false, test) || Says(or.RightOperand, false, test),
            IBinaryOperation comparison => Mentions(comparison) && Compares(comparison, outcome, test),
            IIsPatternOperation pattern => Mentions(pattern.Value) && Matches(pattern, outcome, test),
            IAwaitOperation await => Says(await.Operation, outcome, test),
            IInvocationOperation call => Mentions(call) && Calls(call, outcome, test),
            ILocalReferenceOperation local => ReachingValues.Of(local, site) is { } definitions
                && definitions.All(definition => definition is { BuildsOnPrevious: false, Value: { } value } && Says(value, outcome, test)),
            _ => false,
        };
        nesting--;
        return says;
    }

    private static bool Compares(IBinaryOperation comparison, bool outcome, Test test)
    {
        var isEquality = comparison.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        var equal = comparison.OperatorKind == BinaryOperatorKind.Equals == outcome;
        return test switch
        {
            Test.NotEmpty => isEquality && !equal && (IsEmpty(comparison.LeftOperand) || IsEmpty(comparison.RightOperand)),
            Test.NotRoot => (isEquality && !equal && !IsNull(comparison.LeftOperand) && !IsNull(comparison.RightOperand)) || IsParent(comparison.LeftOperand) || IsLength(comparison.LeftOperand) || IsLength(comparison.RightOperand),

            // The folder around it is the root: Path.GetDirectoryName(full) == root.
            _ => isEquality && equal && !IsNull(comparison.LeftOperand) && !IsNull(comparison.RightOperand) && !IsEmpty(comparison.LeftOperand) && !IsEmpty(comparison.RightOperand),
        };
    }

    private static bool Matches(IIsPatternOperation test, bool outcome, Test wanted)
    {
        var (pattern, positive) = (test.Pattern, outcome);
        while (pattern is INegatedPatternOperation not)
            (pattern, positive) = (not.Pattern, !positive);
        return wanted switch
        {
            Test.NotEmpty => !positive && pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: "" } },
            Test.NotRoot => IsParent(test.Value) || IsLength(test.Value),
            _ => positive && pattern is IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: string { Length: > 0 } } },
        };
    }

    private static bool Calls(IInvocationOperation call, bool outcome, Test test)
    {
        var name = call.TargetMethod.Name;
        if (name is "IsNullOrEmpty" or "IsNullOrWhiteSpace")
            return test == Test.NotEmpty && !outcome;
        if (name == "Equals")
            return test == (outcome ? Test.Contained : Test.NotRoot);
        if (test != Test.Contained || (name == "Exists" && call.TargetMethod.ContainingType.Name == "Directory"))
            return test == Test.NotRoot && !outcome && Intent.Words(name).Any(Outside.Contains);
        if (name is "StartsWith" or "Contains" or "EndsWith" or "IndexOf" && call.Arguments.Any(argument => argument.Value.ConstantValue is { HasValue: true, Value: string text } && text.Contains("..")))
            return !outcome;
        if (name is "StartsWith" or "Contains" or "EndsWith" or "ContainsKey" or "Any" or "All" or "Exists" or "IsMatch" or "TryGetValue" or "IsBaseOf" or "TryParse")
            return outcome;
        return Intent.Words(name).Any(Outside.Contains) ? !outcome : outcome && Intent.Words(name).Any(Within.Contains);
    }

    // EnsureBelow(root, path); Guard.Against.NullOrEmpty(path); ArgumentException.ThrowIfNullOrEmpty(path)
    private bool Asserts(IOperation top, Test test)
    {
        if (top is not IExpressionStatementOperation { Operation: var operation })
            return false;
        if (operation is IAwaitOperation await)
            operation = await.Operation;
        if (operation is not IInvocationOperation { TargetMethod: var method } call || !Mentions(call))
            return false;
        var isAboutEmpty = method.Name.Contains("Null") || method.Name.Contains("Empty");
        return test switch
        {
            Test.NotEmpty => isAboutEmpty && method.Name.IndexOf("Null", StringComparison.Ordinal) < method.Name.LastIndexOf("Empty", StringComparison.Ordinal) | method.Name.Contains("WhiteSpace"),
            Test.Contained => !isAboutEmpty && Intent.Words(method.Name).Any(Asserting.Contains),
            _ => false,
        };
    }

    private static bool IsEmpty(IOperation operation) => OwnOperations.Unwrap(operation) is { ConstantValue: { HasValue: true, Value: "" } }
        || OwnOperations.Unwrap(operation) is IFieldReferenceOperation { Field: { Name: "Empty", ContainingType.SpecialType: SpecialType.System_String } };

    private static bool IsNull(IOperation operation) => OwnOperations.Unwrap(operation).ConstantValue is { HasValue: true, Value: null };

    private static bool IsParent(IOperation operation) => OwnOperations.Unwrap(operation) is IPropertyReferenceOperation { Property.Name: "Parent" or "Root" } or IInvocationOperation { TargetMethod.Name: "GetParent" or "GetPathRoot" };

    private static bool IsLength(IOperation operation) => OwnOperations.Unwrap(operation) is IPropertyReferenceOperation { Property.Name: "Length" };
}
