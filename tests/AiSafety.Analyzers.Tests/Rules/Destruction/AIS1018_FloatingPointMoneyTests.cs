using AiSafety.Analyzers.Catalog;
using AiSafety.Analyzers.Fixes;
using AiSafety.Analyzers.Rules.Destruction;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1018_FloatingPointMoneyTests : RuleTests<FloatingPointMoneyRule, FloatingPointMoneyFix>
{
    private static string In(string type, string member) => $"namespace Acme;\npublic class {type}\n{{\n    {member}\n}}\n";

    [Fact]
    public Task Row_floating_point_money() => ReportsWith(
        "'Price' is an amount of money held as 'double', which cannot represent most decimal fractions, so sums drift and comparisons fail by fractions of a cent; use 'decimal'",
        "public class Book { public [|double|] Price { get; set; } }");

    [Theory]
    [InlineData("public [|float|] UnitPrice { get; set; }")]
    [InlineData("public [|double?|] Salary { get; init; }")]
    [InlineData("public required [|double|] Subtotal { get; set; }")]
    [InlineData("public [|double|] SubTotal => Fee + 1; private [|double|] Fee { get; set; }")]
    [InlineData("private [|double|] _shippingFee;")]
    [InlineData("public const [|double|] BasePrice = 9.99;")]
    [InlineData("public [|double[]|] Prices { get; set; } = [];")]
    [InlineData("public [|List<double>|] Prices { get; } = new();")]
    [InlineData("public [|IReadOnlyDictionary<string, double>|] FeesByCountry { get; set; } = null!;")]
    [InlineData("public [|System.Double|] PriceBeforeTax { get; set; }")]
    [InlineData("public [|double|] OrderTotal { get; set; }")]
    [InlineData("public [|double|] AccountBalance { get; set; }")]
    [InlineData("public [|double|] TaxAmount { get; set; }")]
    [InlineData("public [|double|] TotalDiscount { get; set; }")]
    [InlineData("public [|double|] AmountUsd { get; set; }")]
    [InlineData("public [|double|] amount_due { get; set; }")]
    [InlineData("public [|double|] GrandTotal { get; set; }")]
    [InlineData("public [|double|] VATAmount { get; set; }")]
    [InlineData("public void Add([|double|] unitPrice, int quantity) { }")]
    [InlineData("internal void Add([|float|] price = 1.5f) { }")]
    [InlineData("public void Withdraw([|double|] amount) { }")]
    // A neighbour that is money.
    [InlineData("public [|double|] Price { get; set; } public [|double|] Total { get; set; }")]
    [InlineData("public decimal Price { get; set; } public [|double|] Discount { get; set; }")]
    [InlineData("public decimal Tax { get; set; } public [|double|] Total { get; set; }")]
    [InlineData("public void Book(decimal fee, [|double|] amount) { }")]
    // An annotation that says so.
    [InlineData("[System.ComponentModel.DataAnnotations.DataType(System.ComponentModel.DataAnnotations.DataType.Currency)] public [|double|] Amount { get; set; }")]
    [InlineData("[System.ComponentModel.DataAnnotations.Schema.Column(TypeName = \"decimal(18,2)\")] public [|double|] Cost { get; set; }")]
    public Task Reports_members_and_parameters(string member) => Reports(In("Thing", member));

    [Theory]
    [InlineData("OrderSummary", "Total")]
    [InlineData("InvoiceLine", "Amount")]
    [InlineData("PaymentRequest", "Amount")]
    [InlineData("ShoppingCart", "Discount")]
    [InlineData("Product", "Cost")]
    [InlineData("BankAccount", "Balance")]
    [InlineData("BillingPeriod", "Tax")]
    [InlineData("IOrder", "Total")]
    public Task Reports_an_ambiguous_name_in_a_type_that_deals_with_money(string type, string name) =>
        Reports(In(type, $"public [|double|] {name} {{ get; set; }}"));

    [Fact]
    public Task Reports_a_positional_member_of_a_record_once() => Reports("public record OrderLine(string Name, [|double|] UnitPrice, [|float?|] Discount = null);");

    [Fact]
    public Task Reports_structs_primary_constructors_and_the_member_that_a_constructor_fills_once() => Reports("""
        public struct Quotation { public [|double|] Price; }
        public class Basket([|double|] subtotal) { public string Text => $"{subtotal}"; }
        public class Fare
        {
            private double _price;
            public Fare(double price) => _price = price;
            public [|double|] Price { get => _price; set => _price = value; }
        }
        """);

    [Fact]
    public Task Reports_the_declaration_and_not_its_implementations() => Reports("""
        public interface IPriced { [|double|] Price { get; } void Quote([|double|] unitPrice); void Set(double price); }
        public abstract class Base { public abstract [|double|] Fee { get; } }
        public class Ticket : Base, IPriced { public double Price => 1; public override double Fee => 2; public void Quote(double unitPrice) { } public void Set(double price) { } }
        public class Other : IPriced { double IPriced.Price => 1; void IPriced.Quote(double unitPrice) { } void IPriced.Set(double price) { } }
        """);

    [Fact]
    public async Task A_namespace_alone_is_weak_evidence()
    {
        const string Marked = "namespace Acme.Billing.Api; public class Summary { public [|double|] Total { get; set; } }";
        await Reports(Marked, AtStrict);
        await Silent(Marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    [Theory]
    // Exact types
    [InlineData("public decimal Price { get; set; }")]
    [InlineData("public long PriceCents { get; set; }")]
    [InlineData("public int Total { get; set; }")]
    [InlineData("public Func<double, double> Price { get; set; } = null!;")]
    // Nothing says that it is money
    [InlineData("public double Total { get; set; }")]
    [InlineData("public double Cost { get; set; }")]
    [InlineData("public double TotalCost { get; set; }")]
    [InlineData("public double TotalAmount { get; set; }")]
    [InlineData("public double Amount { get; set; }")]
    [InlineData("public double Balance { get; set; }")]
    [InlineData("public double WhiteBalance { get; set; }")]
    [InlineData("public double GetLerp(double start, double end, double amount) => start;")]
    [InlineData("public double Price() => 1;")]
    // Another word says what it is
    [InlineData("public double TaxRate { get; set; }")]
    [InlineData("public double DiscountPercent { get; set; }")]
    [InlineData("public double PriceRatio { get; set; }")]
    [InlineData("public double PriceFactor { get; set; }")]
    [InlineData("public double PriceElasticity { get; set; }")]
    [InlineData("public double PricesCount { get; set; }")]
    [InlineData("public double FeeMultiplier { get; set; }")]
    [InlineData("public double OrderTotalSeconds { get; set; }")]
    [InlineData("public double OrderTotalWeight { get; set; }")]
    [InlineData("public double ProductCostFunction { get; set; }")]
    [InlineData("public double PriceChange { get; set; }")]
    [InlineData("public double PriceConfidence { get; set; }")]
    [InlineData("public double InvoiceScore { get; set; }")]
    [InlineData("public double SalaryPercentile { get; set; }")]
    [InlineData("public double AccountLoadBalance { get; set; }")]
    [InlineData("public double EstimatedTokenCostUsd { get; set; }")]
    // Part of another word
    [InlineData("public double FeedSpeed { get; set; }")]
    [InlineData("public double Coffee { get; set; }")]
    [InlineData("public double Surprice { get; set; }")]
    // Chosen elsewhere, or nobody else's business
    [InlineData("private void Add(double price) { }")]
    [InlineData("public void Add() { double price = 1; Func<double, double> twice = fee => fee * 2; double Local(double fee) => fee; _ = price + twice(1) + Local(2); }")]
    [InlineData("[System.Runtime.InteropServices.DllImport(\"native\")] public static extern void SetPrice(double price);")]
    [InlineData("public double this[double price] => price;")]
    [InlineData("public static Thing FromDouble(double price) => new();")]
    [InlineData("public void Add(decimal price) { } public void Add(double price) => Add((decimal)price);")]
    // A function that computes on series
    [InlineData("public static double Average(double[] prices) => prices[0];")]
    [InlineData("public double Predict(float[] prices) => prices[0];")]
    public Task Stays_silent(string member) => Silent(In("Thing", member));

    [Theory]
    [InlineData("PriceStatistics")]
    [InlineData("OrderMetrics")]
    [InlineData("SalesPrediction")]
    [InlineData("Candle")]
    [InlineData("CostMeasurement")]
    [InlineData("PriceForecaster")]
    [InlineData("PriceSimulation")]
    [InlineData("GameShop")]
    [InlineData("PriceChart")]
    [InlineData("FeeBenchmark")]
    [InlineData("TokenUsage")]
    [InlineData("LlmOrder")]
    public Task Stays_silent_in_types_that_measure_compute_or_play(string type) =>
        Silent(In(type, "public double Price { get; set; } public double Total { get; set; } public class Inner { public float Fee; }"));

    [Fact]
    public Task Stays_silent_in_a_namespace_that_measures() => Silent("namespace Acme.Telemetry { public class Order { public double Total { get; set; } public double Price { get; set; } } }");

    [Fact]
    public Task Stays_silent_for_rows_of_a_learner_and_objects_of_an_engine() => Silent("""
        namespace Microsoft.ML.Data { public class LoadColumnAttribute(int index) : Attribute { public int Index => index; } }
        namespace UnityEngine { public class Object { } public class MonoBehaviour : Object { } }
        namespace Acme
        {
            public class TaxiTrip { [Microsoft.ML.Data.LoadColumn(0)] public float Distance; [Microsoft.ML.Data.LoadColumn(1)] public float Price; }
            public class Stall : UnityEngine.MonoBehaviour { public float Price; }
        }
        """);

    [Fact]
    public Task Stays_silent_for_a_field_of_a_foreign_message_and_reports_an_own_one() => Reports("""
        using System.Text.Json.Serialization;
        public class ListingResponse { [JsonPropertyName("price")] public double Price { get; set; } }
        public class Listing { [JsonPropertyName("price")] public [|double|] Price { get; set; } }
        public class ListingDto { public [|double|] Price { get; set; } }
        """);

    [Fact]
    public Task Stays_silent_for_a_look_alike_of_a_number() => Silent("namespace Own { public struct Double { } public class Book { public Double Price { get; set; } } }");

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent("public class Book { public double Price { get; set; } }", new() { FileName = "/Book.g.cs" });

    [Fact]
    public Task Stays_silent_in_test_projects() => Silent("public class Book { public double Price { get; set; } }", new() { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_while_typing() => Silent("public class Book { public Price { get; set; } public void Set(price) { } public Foo<double Fee", new() { AllowsErrors = true });

    private static Setup Fix => new() { FixTitle = FixSite.Key(FixKind.Judgement, FloatingPointMoneyFix.Title) };

    [Theory]
    [InlineData("[|double|] Price { get; set; } = 1.5;", "decimal Price { get; set; } = 1.5m;")]
    [InlineData("[|float?|] Price { get; set; } = 1.5f;", "decimal? Price { get; set; } = 1.5m;")]
    [InlineData("[|Double|] Price { get; } = -2d;", "decimal Price { get; } = -2m;")]
    [InlineData("[|System.Double|] Price = 1;", "decimal Price = 1;")]
    [InlineData("const [|double|] BasePrice = 9.99;", "const decimal BasePrice = 9.99m;")]
    [InlineData("[|List<double>|] Prices { get; } = [1.5, 2];", "List<decimal> Prices { get; } = [1.5m, 2];")]
    [InlineData("[|double[]|] Prices = { 1e2, 0.5 };", "decimal[] Prices = { 1e2m, 0.5m };")]
    [InlineData("[|double|] Price => Units * 1.2; public int Units { get; set; }", "decimal Price => Units * 1.2m; public int Units { get; set; }")]
    [InlineData("void Set([|double|] price = 0.5) { }", "void Set(decimal price = 0.5m) { }")]
    public Task Fixes_the_type_and_what_it_is_given(string from, string to) => Fixes($"public class Book\n{{\n    public {from}\n}}\n", $"public class Book\n{{\n    public {to}\n}}\n", Fix);

    [Fact]
    public Task Fixes_a_positional_member() => Fixes("public record Book(string Name, [|double|] Price = 1.0);", "public record Book(string Name, decimal Price = 1.0m);", Fix);

    [Theory]
    [InlineData("[|double|] Price { get; set; } public double Twice() => Price * 2.0;")]
    [InlineData("[|double|] Price { get; set; } = Math.Sqrt(2.0);")]
    [InlineData("void Set([|double|] price) { } public void Use(double one) => Set(one);")]
    public Task Offers_no_fix_that_does_not_compile(string member) => OffersNoFix($"public class Book\n{{\n    public {member}\n}}\n");

    [Theory]
    [InlineData("public static class Map { public static Book Of(decimal price) => new() { Price = (double)price }; }", false)]
    [InlineData("public static class Map { public static Book Of(int price) => new() { Price = price }; }", true)]
    public Task Offers_the_fix_only_where_other_files_still_compile(string other, bool isOffered)
    {
        var test = new CSharpCodeFixTest<FloatingPointMoneyRule, FloatingPointMoneyFix, DefaultVerifier>
        {
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllCheck,
            TestState = { Sources = { "public class Book { public [|double|] Price { get; set; } }", other } },
            FixedState = { Sources = { $"public class Book {{ public {(isOffered ? "decimal" : "[|double|]")} Price {{ get; set; }} }}", other } },
        };
        test.TestState.AdditionalReferences.AddRange(References.Framework);
        return test.RunAsync(TestContext.Current.CancellationToken);
    }
}
