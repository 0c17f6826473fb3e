using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AiSafety.Analyzers.Fixes.Handlers;

/// <summary>A logger that code at some place can use.</summary>
/// <param name="Name">The field, property, parameter or local.</param>
/// <param name="Method">The method that takes an exception and a text at error level.</param>
internal sealed record LoggerInReach(string Name, string Method)
{
    /// <summary>The first logger among locals, parameters, fields and properties in scope, or null.</summary>
    public static LoggerInReach? At(SyntaxNode node, SemanticModel model)
    {
        foreach (var symbol in model.LookupSymbols(node.SpanStart))
        {
            var type = symbol switch
            {
                IFieldSymbol field => field.Type,
                IPropertySymbol { Parameters.IsEmpty: true } property => property.Type,
                IParameterSymbol parameter => parameter.Type,
                ILocalSymbol local when local.Locations[0].SourceSpan.End < node.SpanStart => local.Type,
                _ => null,
            };
            if (type is not null && ErrorMethod(type) is { } method && (symbol.IsStatic || symbol is not (IFieldSymbol or IPropertySymbol) || !IsStatic(node, model)))
                return new LoggerInReach(symbol.Name, method);
        }

        return null;
    }

    private static string? ErrorMethod(ITypeSymbol type)
    {
        foreach (var each in type.AllInterfaces.Prepend(type))
        {
            var name = each.OriginalDefinition.ToDisplayString();
            if (name == "Microsoft.Extensions.Logging.ILogger")
                return "LogError";
            if (name is "Serilog.ILogger" or "NLog.ILogger")
                return "Error";
        }

        return null;
    }

    private static bool IsStatic(SyntaxNode node, SemanticModel model) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>() is { } member && model.GetDeclaredSymbol(member) is { IsStatic: true };
}
