using AiSafety.Analyzers.Engine.Guards;

namespace AiSafety.Analyzers.Engine.Money;

/// <summary>How surely a name means an amount of money.</summary>
internal enum MoneyName
{
    /// <summary>It does not, or a word says something else.</summary>
    No,

    /// <summary>It can (Total, Amount); what stands around it has to say so.</summary>
    Perhaps,

    /// <summary>It does by itself (UnitPrice, AccountBalance, AmountUsd).</summary>
    Yes,
}

/// <summary>Reads names for money, by whole words.</summary>
internal static class MoneyNames
{
    private static readonly HashSet<string> Certain = Set(
        "price prices unitprice totalprice salary salaries wage wages subtotal subtotals fee fees revenue revenues surcharge surcharges refund refunds msrp grandtotal payroll");

    private static readonly HashSet<string> Possible = Set(
        "total totals cost costs amount amounts discount discounts balance balances tax taxes vat payment payments budget budgets spend spent credit debit deposit deposits profit profits "
        + "income expense expenses earnings commission commissions");

    // With one of these in its name, a possible amount is one.
    private static readonly HashSet<string> Business = Set(
        "order invoice account billing bill cart basket checkout product payment payments sale sales purchase purchases loan shipping wallet bank ledger taxable grand due paid money cash currency "
        + "usd eur gbp chf jpy cad aud dollar dollars euro euros cents subscription rent customer");

    // Two of them make an amount of money, where neither total nor amount does alone: TaxAmount, TotalDiscount.
    private static readonly HashSet<string> Charges = Set("discount discounts tax taxes vat payment payments credit debit deposit profit income expense expenses earnings commission");

    // Words of a type or a namespace that deals with money.
    private static readonly HashSet<string> Subjects = Set(
        "order orders ordering orderitem orderline invoice invoices invoicing payment payments cart basket checkout product products catalog account accounts accounting billing bank banking wallet "
        + "ledger sale sales purchase purchases purchasing commerce ecommerce finance financial payroll loan loans expense expenses receipt pricing refund coupon voucher money budget tax discount "
        + "quotation shop");

    // Words of a method whose amount is money.
    private static readonly HashSet<string> Deeds = Set("pay refund deposit withdraw withdrawal invoice checkout");

    // The amount comes before these: PriceBeforeTax, CostPerUnit, TotalInUsd.
    private static readonly HashSet<string> Prepositions = Set("of per before after including excluding incl excl with without in at for on from to by");

    // These may follow the amount and do not change what it is.
    private static readonly HashSet<string> Suffixes = Set(
        "value values due paid net gross min max limit list array usd eur gbp chf jpy cad aud dollars euros cents old new original current local base");

    // A name with one of these is a share, a quantity or a guess.
    private static readonly HashSet<string> Contrary = Set(
        "rate rates percent percentage pct ratio factor factors multiplier coefficient count seconds second sec ms millis milliseconds minutes minute hours hour days time duration latency bytes byte kb mb gb "
        + "size items units quantity qty weight weights score scores progress volume distance length load function width height depth angle index probability confidence bias normalized mean median "
        + "stddev deviation variance estimate estimated estimates predicted prediction forecast expected speed memory cpu disk tokens token energy power water fuel points rating similarity "
        + "volatility elasticity correlation density scale offset opacity alpha blend damage health x y z radius");

    // A type, method or namespace with one of these measures, computes or plays.
    private static readonly HashSet<string> Measuring = Set(
        "statistic statistics statistical stats metric metrics measure measures measurement measurements telemetry sensor sensors monitoring diagnostics analytics analysis prediction predictions predictor predict "
        + "forecast forecasts forecasting forecaster train regression regressor classifier clustering ml ai neural vector matrix tensor optimizer solver heuristic heuristics pathfinder pathfinding "
        + "graph geometry geometric shape animation easing lerp interpolate interpolation shader graphics rendering physics game games player enemy weapon unity benchmark benchmarks "
        + "simulation simulator simulate montecarlo backtest backtesting indicator indicators candle candles candlestick ohlc ohlcv tick ticks chart charts plot histogram gauge embedding embeddings "
        + "llm token tokens usage prompt completion genai normalize average mean stddev sma ema math mathematics numerics progress battery double float");

    /// <summary>What the name of a member or parameter says.</summary>
    public static MoneyName Of(string name)
    {
        var words = Words(name).ToList();
        var head = Head(words);
        if (head < 0 || words.Exists(Contrary.Contains))
            return MoneyName.No;
        var (charges, others) = (0, 0);
        for (var i = 0; i < words.Count; i++)
        {
            if (Certain.Contains(words[i]) || (i != head && Business.Contains(words[i])))
                return MoneyName.Yes;
            if (Charges.Contains(words[i]))
                charges++;
            else if (Possible.Contains(words[i]))
                others++;
        }

        return charges > 0 && charges + others > 1 ? MoneyName.Yes : MoneyName.Perhaps;
    }

    /// <summary>Whether a type or namespace of this name deals with money.</summary>
    public static bool IsSubject(string name) => Any(name, Subjects);

    /// <summary>Whether a method of this name moves money or deals with it.</summary>
    public static bool IsDeed(string name) => Any(name, Deeds) || Any(name, Subjects);

    /// <summary>Whether a type, method or namespace of this name measures, computes or plays.</summary>
    public static bool IsMeasuring(string name) => Any(name, Measuring);

    // The last word that means money and is what the name is about: the one in PriceElasticity is not.
    private static int Head(List<string> words)
    {
        for (var i = words.Count - 1; i >= 0; i--)
        {
            if (Certain.Contains(words[i]) || Possible.Contains(words[i]))
                return i;
            if (!Suffixes.Contains(words[i]))
                break;
        }

        for (var i = 1; i < words.Count; i++)
        {
            if (Prepositions.Contains(words[i]) && (Certain.Contains(words[i - 1]) || Possible.Contains(words[i - 1])))
                return i - 1;
        }

        return -1;
    }

    private static bool Any(string name, HashSet<string> set)
    {
        foreach (var word in Words(name))
        {
            if (set.Contains(word))
                return true;
        }

        return false;
    }

    // Also splits what begins with capitals: IOrder, VATAmount.
    private static IEnumerable<string> Words(string name)
    {
        foreach (var word in Intent.Words(name))
        {
            var second = 1;
            while (second + 1 < word.Length && !(char.IsUpper(word[second]) && char.IsLower(word[second + 1])))
                second++;
            if (second + 1 >= word.Length)
            {
                yield return word;
                continue;
            }

            yield return word.Substring(0, second);
            yield return word.Substring(second);
        }
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.OrdinalIgnoreCase);
}
