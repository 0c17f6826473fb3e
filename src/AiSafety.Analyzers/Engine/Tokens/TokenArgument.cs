using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace AiSafety.Analyzers.Engine.Tokens;

/// <summary>Writes a token into a call.</summary>
internal static class TokenArgument
{
    /// <summary>Whether an argument can be added to the call; enough for a token that is optional.</summary>
    public static bool IsWritable(IInvocationOperation call) => call.Syntax is InvocationExpressionSyntax { ContainsSkippedText: false };

    /// <summary>The call with the token, or null when the way to write it is unknown.</summary>
    public static InvocationExpressionSyntax? Pass(IInvocationOperation call, TokenSlot slot, ReachableToken token)
    {
        if (!IsWritable(call))
            return null;
        var invocation = (InvocationExpressionSyntax)call.Syntax;
        var expression = SyntaxFactory.ParseExpression(token.Expression);

        // The receiver of an extension method is a parameter of the method, and no argument in the syntax.
        var isReduced = call.Instance is not null || (call.TargetMethod.IsExtensionMethod && call.Arguments is [{ Syntax: not ArgumentSyntax, Parameter.Ordinal: 0 }, ..]);
        var offset = isReduced && slot.Method.IsExtensionMethod ? 1 : 0;
        var list = invocation.ArgumentList;
        var changed = slot.Kind switch
        {
            SlotKind.CommandDefinition => WithCommand(call, list, slot, expression, offset),
            SlotKind.ParamsOverload => WithArray(call, list, slot, expression, offset),
            _ => Insert(list, expression, slot.Parameter.Name, slot.Parameter.Ordinal - offset),
        };
        return changed is null ? null : invocation.WithArgumentList(changed);
    }

    private static ArgumentListSyntax Insert(ArgumentListSyntax list, ExpressionSyntax token, string name, int position)
    {
        var arguments = list.Arguments;
        var positional = 0;
        while (positional < arguments.Count && arguments[positional].NameColon is null)
            positional++;
        if (position >= 0 && position <= arguments.Count && position <= positional && (position < arguments.Count || positional == arguments.Count))
            return Insert(list, position, SyntaxFactory.Argument(token));
        return Insert(list, arguments.Count, Named(name, token));
    }

    private static ArgumentListSyntax Insert(ArgumentListSyntax list, int position, ArgumentSyntax argument)
    {
        var arguments = list.Arguments;
        var nodes = arguments.ToList();
        var commas = arguments.GetSeparators().ToList();
        if (position == nodes.Count && nodes.Count > 0)
        {
            // Where each argument has a line of its own, so has the new one.
            var last = nodes[nodes.Count - 1];
            var ownLine = last.GetFirstToken().GetPreviousToken().TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);
            if (ownLine)
                argument = argument.WithLeadingTrivia(last.GetLeadingTrivia().Where(each => each.IsKind(SyntaxKind.WhitespaceTrivia)));
            argument = argument.WithTrailingTrivia(last.GetTrailingTrivia());
            nodes[nodes.Count - 1] = last.WithoutTrailingTrivia();
            var comma = SyntaxFactory.Token(SyntaxKind.CommaToken);
            commas.Add(ownLine ? comma.WithTrailingTrivia(EndOfLine(list)) : comma.WithTrailingTrivia(SyntaxFactory.Space));
        }
        else if (nodes.Count > 0)
        {
            argument = argument.WithLeadingTrivia(nodes[position].GetLeadingTrivia());
            nodes[position] = nodes[position].WithLeadingTrivia();
            commas.Insert(position, SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space));
        }

        nodes.Insert(position, argument);
        return list.WithArguments(SyntaxFactory.SeparatedList(nodes, commas));
    }

    private static SyntaxTrivia EndOfLine(SyntaxNode node)
    {
        foreach (var trivia in node.SyntaxTree.GetRoot().DescendantTrivia(node.FullSpan))
        {
            if (trivia.IsKind(SyntaxKind.EndOfLineTrivia))
                return trivia;
        }

        return SyntaxFactory.CarriageReturnLineFeed;
    }

    /// <summary>The loose arguments become one: <c>F(a, b)</c> → <c>F([a, b], token)</c>.</summary>
    private static ArgumentListSyntax? WithArray(
        IInvocationOperation call, ArgumentListSyntax list, TokenSlot slot, ExpressionSyntax token, int offset)
    {
        var method = call.TargetMethod;
        var loose = method.Parameters[method.Parameters.Length - 1];
        var isLoose = call.Arguments.Any(each =>
            SymbolEqualityComparer.Default.Equals(each.Parameter, loose) && each.ArgumentKind is not (ArgumentKind.Explicit or ArgumentKind.DefaultValue));
        if (!isLoose)
            return Insert(list, token, slot.Parameter.Name, slot.Parameter.Ordinal - offset);
        var first = loose.Ordinal - (slot.Method.IsExtensionMethod == method.IsExtensionMethod ? offset : 0);
        var arguments = list.Arguments;
        if (first > arguments.Count || arguments.Any(each => each.NameColon is not null || !each.RefKindKeyword.IsKind(SyntaxKind.None))
            || loose.Type is not IArrayTypeSymbol { ElementType: var element })
            return null;
        var elements = arguments.Skip(first).Select(each => each.Expression).ToList();
        var text = elements.Count == 0 ? "" : list.SyntaxTree.GetText().ToString(
            Microsoft.CodeAnalysis.Text.TextSpan.FromBounds(elements[0].SpanStart, elements[elements.Count - 1].Span.End));
        var array = list.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: >= LanguageVersion.CSharp12 }
            ? $"[{text}]"
            : $"new {element.ToMinimalDisplayString(call.SemanticModel!, list.SpanStart)}[] {{ {text} }}";
        var whole = SyntaxFactory.Argument(SyntaxFactory.ParseExpression(array));
        var kept = list.WithArguments(SyntaxFactory.SeparatedList(
            arguments.Take(first).Append(whole.WithLeadingTrivia(first < arguments.Count ? arguments[first].GetLeadingTrivia() : default)),
            arguments.GetSeparators().Take(first)));
        return Insert(kept, token, slot.Parameter.Name, slot.Parameter.Ordinal - offset);
    }

    /// <summary>The text, its parameters and settings move into a command definition.</summary>
    private static ArgumentListSyntax? WithCommand(
        IInvocationOperation call, ArgumentListSyntax list, TokenSlot slot, ExpressionSyntax token, int offset)
    {
        var (command, rest) = (new List<ArgumentSyntax>(), new Dictionary<string, ArgumentSyntax>(StringComparer.Ordinal));
        var inOrder = true;
        foreach (var part in new[] { "sql", "param", "transaction", "commandTimeout", "commandType" })
        {
            if (Given(part) is not { } given)
                inOrder = false;
            else if (inOrder)
                command.Add(SyntaxFactory.Argument(given.WithoutTrivia()));
            else
                command.Add(Named(part == "param" ? "parameters" : part, given.WithoutTrivia()));
        }

        if (command.Count == 0 || command[0].NameColon is not null)
            return null;
        if (Given("buffered") is { } buffered)
        {
            if (buffered.IsKind(SyntaxKind.FalseLiteralExpression))
                command.Add(Named("flags", SyntaxFactory.ParseExpression("CommandFlags.None")));
            else if (!buffered.IsKind(SyntaxKind.TrueLiteralExpression))
                return null;
        }

        command.Add(Named("cancellationToken", token));
        var name = slot.Parameter.Type.ToMinimalDisplayString(call.SemanticModel!, list.SpanStart);
        var definition = SyntaxFactory.ParseExpression($"new {name}({string.Join(", ", command.Select(each => each.ToString()))})");
        var arguments = new List<ArgumentSyntax>();
        foreach (var parameter in slot.Method.Parameters.Skip(offset))
        {
            if (parameter.Equals(slot.Parameter, SymbolEqualityComparer.Default))
                arguments.Add(SyntaxFactory.Argument(definition));
            else if (Given(parameter.Name) is { } given)
                arguments.Add(parameter.IsOptional ? Named(parameter.Name, given.WithoutTrivia()) : SyntaxFactory.Argument(given.WithoutTrivia()));
        }

        return list.WithArguments(SyntaxFactory.SeparatedList(
            arguments, Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), arguments.Count - 1)));

        ExpressionSyntax? Given(string part)
        {
            foreach (var argument in call.Arguments)
            {
                if (argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Name: var name } && name == part)
                    return argument.Syntax is ArgumentSyntax { Expression: var given } ? given : argument.Syntax as ExpressionSyntax;
            }

            return null;
        }
    }

    private static ArgumentSyntax Named(string name, ExpressionSyntax value) => SyntaxFactory.Argument(
        SyntaxFactory.NameColon(SyntaxFactory.IdentifierName(name)).WithTrailingTrivia(SyntaxFactory.Space), default, value);
}
