using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json.Serialization;

namespace Corpus.Clean.Amounts;

// Money in decimals, and floating point for what is none.
public sealed record OrderLine(string Sku, int Units, decimal UnitPrice, double DiscountPercent);

public sealed class Order
{
    public List<OrderLine> Lines { get; } = [];

    public decimal Subtotal => Lines.Sum(line => line.Units * line.UnitPrice);

    public double TaxRate { get; set; } = 0.19;

    public double TotalWeight { get; set; }

    public double TotalProcessingSeconds { get; set; }

    public decimal Total => Subtotal * (1 + (decimal)TaxRate);
}

public readonly record struct Money(decimal Amount, string Currency)
{
    public static Money FromDouble(double amount, string currency) => new((decimal)amount, currency);

    public double RatioTo(Money total) => (double)(Amount / total.Amount);
}

public sealed class OrderStatistics
{
    public double MeanPrice { get; set; }

    public double Total { get; set; }
}

public static class Easing
{
    public static double Lerp(double start, double end, double amount) => start + ((end - start) * amount);
}

public sealed class RouteStep
{
    public double Cost { get; set; }

    public double TotalCost { get; set; }
}

public sealed class ModelCall
{
    public long InputTokens { get; set; }

    public double EstimatedCostUsd { get; set; }
}

public sealed class TickerResponse
{
    [JsonPropertyName("last_price")]
    public double LastPrice { get; set; }
}

public sealed class LoadBalancer
{
    public double Balance { get; set; }

    public double TotalLoad { get; set; }
}

public sealed class ExchangeRates
{
    private readonly Dictionary<string, double> rates = new(StringComparer.Ordinal);

    public double Rate(string currency) => rates.GetValueOrDefault(currency, 1);
}
