using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Engine;
using AiSafety.Analyzers.Engine.Money;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace AiSafety.Analyzers.Rules.Destruction;

/// <summary>An amount of money is kept in binary floating point, which cannot hold most cents.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FloatingPointMoneyRule() : Rule(Spec)
{
    public static readonly RuleSpec Spec = new(
        id: "AIS1018",
        name: "floating-point-money",
        title: "An amount of money is held in binary floating point",
        message: "'{0}' is an amount of money held as '{1}', which cannot represent most decimal fractions, so sums drift and comparisons fail by fractions of a cent; use 'decimal'",
        level: Level.Recommended,
        cwe: [682, 1339],
        fix: FixKind.Judgement);

    private protected override void Start(RuleContext rule) =>
        rule.OnSymbol(
            (symbol, site) =>
            {
                if (FloatingMoney.Of(symbol, site.Session, site.CancellationToken) is var (type, level))
                    site.Report(level, type.GetLocation(), symbol.Name, type.ToString());
            },
            SymbolKind.Property, SymbolKind.Field, SymbolKind.Parameter);
}
