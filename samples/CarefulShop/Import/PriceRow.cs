using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CarefulShop.Import;

public sealed record PriceRow(string Sku, string Name, decimal Price)
{
    public static bool TryParse(string line, [NotNullWhen(true)] out PriceRow? row)
    {
        row = null;
        var parts = line.Split(';', StringSplitOptions.TrimEntries);
        if (parts is not [{ Length: > 0 } sku, { Length: > 0 } name, var text])
        {
            return false;
        }

        if (!decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var price) || price < 0)
        {
            return false;
        }

        row = new PriceRow(sku, name, price);
        return true;
    }
}
