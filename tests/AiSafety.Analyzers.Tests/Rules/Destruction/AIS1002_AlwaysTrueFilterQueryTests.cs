using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1002_AlwaysTrueFilterQueryTests : RuleTests<AlwaysTrueFilterRule>
{
    [Fact]
    public Task Says_which_filter_and_what_it_leads_to() => ReportsWith(
        "'_ => true' filters nothing, so 'ExecuteDelete' deletes every row of 'db.Orders'; write the condition that selects what is meant",
        "db.Orders.Where([|_ => true|]).ExecuteDelete();");

    [Theory]
    [InlineData("db.Orders.Where([|o => o.Id == o.Id|]).ExecuteDelete();")]
    [InlineData("db.Orders.Where([|o => 1 == 1|]).ExecuteDelete();")]
    [InlineData("db.Orders.Where([|o => o.Id == o.Id || o.Paid|]).ExecuteDelete();")]
    [InlineData("db.Orders.Where([|o => o.Id == id || true|]).ExecuteDelete();")]
    [InlineData("db.Orders.Where([|o => !false|]).ExecuteUpdate(s => s.SetProperty(o => o.Paid, true));")]
    [InlineData("db.Orders.Where([|o => o != null|]).ExecuteDelete();")]
    [InlineData("db.Orders.Where([|o => o.Id >= o.Id && true|]).ExecuteDelete();")]
    [InlineData("db.Orders.Where([|o => o.Name.Contains(\"\")|]).ExecuteDelete();")]
    [InlineData("db.Orders.Where([|o => EF.Functions.Like(o.Name, \"%\")|]).ExecuteDelete();")]
    [InlineData("db.Orders.AsNoTracking().Where([|o => true|]).OrderBy(o => o.Id).ExecuteDelete();")]
    [InlineData("db.Orders.Where([|_ => true|]).Where(_ => true).ExecuteDelete();")]
    [InlineData("const bool all = true; db.Orders.Where([|o => all|]).ExecuteDelete();")]
    [InlineData("var all = true; db.Orders.Where([|o => all|]).ExecuteDelete();")]
    [InlineData("(from o in db.Orders where [|true|] select o).ExecuteDelete();")]
    [InlineData("System.Linq.Expressions.Expression<Func<Order, bool>> any = o => true; db.Orders.Where([|any|]).ExecuteDelete();")]
    [InlineData("var q = db.Orders.Where([|o => true|]); q = q.OrderBy(o => o.Id); await q.ExecuteDeleteAsync(token);")]
    public Task Reports_a_filter_that_filters_nothing(string snippet) => Reports(snippet, AtMinimal);

    [Fact]
    public Task Reports_conditional_filters_on_top_of_one_that_filters_nothing() => Reports("""
        var q = db.Orders.Where([|_ => true|]);
        if (id > 0)
            q = q.Where(o => o.Id == id);
        q.ExecuteDelete();
        """);

    [Theory]
    [InlineData("db.Orders.Where(o => o.Id == id).ExecuteDelete();")]
    [InlineData("db.Orders.Where(_ => true).Where(o => o.Paid).ExecuteDelete();")]
    [InlineData("db.Orders.Where(_ => true).Take(5).ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => o.Id == o.Id && o.Paid).ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => o.Id == o.Total).ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => o.Id != o.Id).ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => o.Name != null).ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => o.Name == name || id == 0).ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => EF.Functions.Like(o.Name, \"a%\")).ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => o.Lines.Contains(\"\")).ExecuteDelete();")]
    [InlineData("var all = id > 3; db.Orders.Where(o => all).ExecuteDelete();")]
    [InlineData("var all = true; if (id > 3) all = false; db.Orders.Where(o => all).ExecuteDelete();")]
    [InlineData("db.Orders.ExecuteDelete();")]
    [InlineData("var n = db.Orders.Where(_ => true).Count();")]
    public Task Stays_silent_for_filters_that_filter_or_lead_to_no_write(string snippet) => Silent(snippet, AtStrict);

    [Theory]
    [InlineData("db.RemoveRange(db.Orders.Where([|_ => true|]));")]
    [InlineData("foreach (var o in db.Orders.Where([|o => o.Id == o.Id|]).ToList()) db.Remove(o);")]
    public Task Reports_removals_of_entities_that_a_filter_lets_through(string snippet) => Reports(snippet);

    [Theory]
    [InlineData("orders.DeleteMany([|_ => true|]);")]
    [InlineData("await orders.DeleteManyAsync([|o => o.Id == o.Id|]);")]
    [InlineData("orders.UpdateMany([|_ => true|], Builders<Order>.Update.Set(o => o.Paid, true));")]
    [InlineData("orders.DeleteMany(session, [|_ => true|]);")]
    [InlineData("orders.DeleteMany(Builders<Order>.Filter.Where([|_ => true|]));")]
    public Task Reports_mongo(string body) => Reports(Mongo(body));

    [Theory]
    [InlineData("public void Remove(string owner) => orders.DeleteMany([|_ => true|]);")]
    [InlineData("public void RemoveOrphans() => orders.DeleteMany([|_ => true|]);")]
    [InlineData("public void Remove() => orders.DeleteMany([|o => o.Paid == o.Paid|]);")]
    public Task Reports_surely_what_cannot_be_meant(string member) => Reports(Store(member), AtMinimal);

    [Theory]
    [InlineData("public void Remove() => orders.DeleteMany([|_ => true|]);")]
    [InlineData("public void Remove(ShopDb db) => db.Orders.Where([|o => true|]).ExecuteDelete();")]
    [InlineData("public void Remove(IMongoDatabase database, string name) { var all = database.GetCollection<Order>(name); all.DeleteMany([|_ => true|]); }")]
    public async Task Reports_less_surely_what_may_just_say_all(string member)
    {
        await Reports(Store(member));
        await Silent(Store(Plain(member)), AtMinimal);
    }

    [Fact, Regression("points of interest that are read anew from a file")]
    public async Task Reports_a_collection_that_is_filled_again_only_at_strict()
    {
        const string member = "public async Task SeedAsync(List<Order> fresh) { await orders.DeleteManyAsync([|_ => true|]); await orders.InsertManyAsync(fresh); }";
        await Reports(Store(member), AtStrict);
        await Silent(Store(Plain(member)));
    }

    private static string Plain(string marked) => marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

    private static string Store(string member) => $$"""
        using MongoDB.Driver;
        public class Store(IMongoCollection<Order> orders)
        {
            public int Count => (int)orders.EstimatedDocumentCount();
            {{member}}
        }
        """;

    [Fact, Regression("stores whose RemoveAllAsync can say it in no other way")]
    public async Task Reports_what_its_name_announces_only_at_strict()
    {
        await Reports(Store("public Task RemoveAllAsync() => orders.DeleteManyAsync([|_ => true|]);"), AtStrict);
        await Silent(Store("public Task RemoveAllAsync() => orders.DeleteManyAsync(_ => true);"));
    }

    [Fact]
    public Task Reports_a_name_with_a_selector_that_is_not_used() =>
        Reports(Store("public Task ClearAsync(string owner) => orders.DeleteManyAsync([|_ => true|]);"), AtMinimal);

    [Fact]
    public Task Says_every_document() => ReportsWith(
        "'_ => true' filters nothing, so 'DeleteMany' deletes every document; write the condition that selects what is meant",
        Mongo("orders.DeleteMany([|_ => true|]);"));

    [Theory]
    [InlineData("orders.DeleteMany(o => o.Paid);")]
    [InlineData("orders.DeleteMany(Builders<Order>.Filter.Empty);")]
    [InlineData("orders.DeleteMany(Builders<Order>.Filter.Where(o => o.Paid));")]
    [InlineData("orders.Find(_ => true).ToList();")]
    [InlineData("orders.CountDocuments(_ => true);")]
    [InlineData("if (force) orders.DeleteMany(_ => true);")]
    [InlineData("ConsoleKeyInfo info = Console.ReadKey(true); ConsoleKey pressed = info.Key; if (pressed == ConsoleKey.Enter) await orders.DeleteManyAsync(_ => true);")]
    public Task Stays_silent_for_mongo_otherwise(string body) => Silent(Mongo(body), AtStrict);

    private static string Mongo(string body) => $$"""
        using MongoDB.Driver;
        public class Sample
        {
            public async Task Run(IMongoCollection<Order> orders, IClientSessionHandle session, bool force) { {{body}} await Task.Yield(); }
        }
        """;

    [Fact]
    public Task Reports_litedb() => Reports("""
        public class Sample
        {
            public void Run(LiteDB.ILiteCollection<Order> orders) { orders.DeleteMany([|o => true|]); orders.DeleteMany(o => o.Paid); orders.DeleteMany("1=1"); }
        }
        """);

    [Fact]
    public Task Reports_marten() => Reports("""
        using Marten;
        public class Sample
        {
            public void Run(IDocumentSession session, int customer) { session.DeleteWhere<Order>([|o => true|]); session.DeleteWhere<Order>(o => o.Paid); }
        }
        """);

    [Theory]
    [InlineData("shop.Orders.Delete([|o => true|]);")]
    [InlineData("shop.Orders.Where([|o => o.Id == o.Id|]).Delete();")]
    [InlineData("shop.Orders.Update([|o => true|], o => new Order { Paid = true });")]
    [InlineData("shop.Orders.Delete(o => o.Paid);")]
    [InlineData("shop.Orders.Where(o => o.Paid).Delete(o => true);")]
    public Task Reports_linq2db(string body) => Reports($$"""
        using LinqToDB;
        using LinqToDB.Data;
        public class Shop : DataConnection { public Shop() : base(new DataOptions()) { } public ITable<Order> Orders => this.GetTable<Order>(); }
        public class Sample
        {
            public void Run(Shop shop) { {{body}} }
        }
        """);

    [Fact]
    public Task Stays_silent_behind_a_guard() => Silent("""
        using Microsoft.Extensions.Hosting;
        public class Sample(ShopDb db, IHostEnvironment env)
        {
            public void Run() { if (env.IsDevelopment()) db.Orders.Where(_ => true).ExecuteDelete(); }
        }
        """);

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        public static class Extra { public static int ExecuteDelete<T>(this IEnumerable<T> items) => 0; public static void DeleteMany<T>(this List<T> items, Func<T, bool> which) { } }
        public class Sample
        {
            public void Run(List<Order> orders) { orders.Where(_ => true).ExecuteDelete(); orders.DeleteMany(_ => true); }
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        "// <auto-generated/>\npublic class Sample { public void Run(ShopDb db) { db.Orders.Where(_ => true).ExecuteDelete(); } }");

    [Fact]
    public Task Survives_half_typed_code() => Silent(
        "db.Orders.Where(o => ).ExecuteDelete(); db.Orders.Where(o => o. == o.).ExecuteDelete(",
        new Setup { AllowsErrors = true });
}
