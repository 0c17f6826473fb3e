using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1005_WholeSetRemovalTests : RuleTests<WholeSetRemovalRule>
{
    [Fact]
    public Task Says_what_is_emptied_and_what_to_do() => ReportsWith(
        "'RemoveRange' is given all of 'db.Orders', so the table is emptied; select what is meant to go with Where",
        "[|db.Orders.RemoveRange(db.Orders)|];",
        AtMinimal);

    [Fact]
    public Task Says_which_branch_is_not_filtered() => ReportsWith(
        "'RemoveRange' is given all of 'db.Orders' where 'db.Orders.AsNoTracking()' is not filtered, so the table is emptied; select what is meant to go with Where",
        """
        var orders = db.Orders.AsNoTracking();
        if (id > 0)
            orders = orders.Where(o => o.Id == id);
        [|db.RemoveRange(orders)|];
        """);

    [Theory]
    [InlineData("[|db.Orders.RemoveRange(db.Orders)|];")]
    [InlineData("[|db.RemoveRange(db.Orders.ToList())|];")]
    [InlineData("[|db.Orders.RemoveRange(await db.Orders.ToListAsync(token))|];")]
    [InlineData("var all = await db.Orders.ToArrayAsync(token).ConfigureAwait(false); [|db.RemoveRange(all)|];")]
    public Task Probe_remove_range_of_a_set(string snippet) => Reports(snippet, AtMinimal);

    [Theory]
    [InlineData("[|db.RemoveRange(db.Set<Order>())|];")]
    [InlineData("[|db.Set<Order>().RemoveRange(db.Set<Order>().AsNoTracking().OrderBy(o => o.Id).ToList())|]; db.SaveChanges();")]
    [InlineData("var all = (from o in db.Orders select o).ToList(); foreach (var o in all) log.LogInformation(\"{Id}\", o.Id); [|db.Orders.RemoveRange(all)|];")]
    [InlineData("foreach (var o in db.Orders) [|db.Remove(o)|];")]
    [InlineData("foreach (var o in await db.Orders.ToListAsync(token)) { log.LogInformation(\"{Id}\", o.Id); [|db.Orders.Remove(o)|]; }")]
    [InlineData("await foreach (var o in db.Orders.AsAsyncEnumerable().WithCancellation(token)) [|db.Orders.Remove(o)|];")]
    [InlineData("db.Orders.ToList().ForEach(o => [|db.Orders.Remove(o)|]);")]
    public Task Row_remove_range_of_an_entire_set(string snippet) => Reports(snippet, AtMinimal);

    [Theory]
    [InlineData("db?[|.RemoveRange(db.Orders)|];")]
    [InlineData("[|(db!).Orders.RemoveRange(((IEnumerable<Order>)db.Orders))|];")]
    [InlineData("foreach (Order o in db.Orders.Include(o => o.Lines)) { try { [|db.Remove(o)|]; } catch (InvalidOperationException e) { log.LogError(e, \"no\"); throw; } }")]
    [InlineData("var n = 0; foreach (var o in db.Orders.ToArray()) { [|db.Remove(o)|]; if (++n % 100 == 0) db.SaveChanges(); }")]
    [InlineData("foreach (var o in db.Orders) { switch (o.Id) { case 1: log.LogInformation(\"first\"); break; } [|db.Remove(o)|]; }")]
    [InlineData("foreach (var o in db.Orders) { var entry = [|db.Remove(o)|]; log.LogInformation(\"{State}\", entry.State); }")]
    [InlineData("await db.Orders.ForEachAsync(o => { log.LogInformation(\"{Id}\", o.Id); [|db.Remove(o)|]; }, token);")]
    [InlineData("Array.ForEach(db.Orders.ToArray(), o => [|db.Remove(o)|]);")]
    [InlineData("[|db.RemoveRange(id > 0 ? db.Orders.Where(o => o.Id == id) : db.Orders)|];")]
    [InlineData("DbSet<Order> set = db.Orders; [|set.RemoveRange(set)|];")]
    [InlineData("Action wipe = () => [|db.RemoveRange(db.Orders)|]; wipe();")]
    [InlineData("[|db.RemoveRange(Everything())|]; List<Order> Everything() => db.Orders.ToList();")]
    public Task Reports_other_forms(string snippet) => Reports(snippet);

    [Fact]
    public Task Reports_both_versions_of_the_library() =>
        Reports("[|db.Orders.RemoveRange(db.Orders)|]; foreach (var o in db.Orders) [|db.Remove(o)|];", new Setup { References = References.EfCore8 });

    [Theory]
    [InlineData("db.RemoveRange(db.Orders.Where(o => o.Paid));")]
    [InlineData("db.Orders.RemoveRange(await db.Orders.Where(o => o.Id == id).ToListAsync(token));")]
    [InlineData("var all = await db.Orders.ToListAsync(token); db.RemoveRange(all.Where(o => o.Paid));")]
    [InlineData("var all = await db.Orders.ToListAsync(token); all.RemoveAll(o => o.Paid); db.RemoveRange(all);")]
    [InlineData("var all = db.Orders.ToList(); var keep = new List<Order> { order }; db.RemoveRange(all.Except(keep));")]
    [InlineData("db.RemoveRange(db.Orders.OrderBy(o => o.Id).Take(10));")]
    [InlineData("db.RemoveRange(order, order);")]
    [InlineData("db.RemoveRange(db.Orders.Local);")]
    [InlineData("db.RemoveRange(order.Lines);")]
    [InlineData("db.Orders.Remove(order);")]
    [InlineData("db.Orders.Remove(db.Orders.First(o => o.Id == id));")]
    [InlineData("foreach (var o in db.Orders) if (o.Paid) db.Remove(o);")]
    [InlineData("foreach (var o in db.Orders) { if (!o.Paid) continue; db.Remove(o); }")]
    [InlineData("foreach (var o in db.Orders) { if (o.Lines.Count > 0) throw new InvalidOperationException(); db.Remove(o); }")]
    [InlineData("foreach (var o in db.Orders) { db.Remove(o); break; }")]
    [InlineData("foreach (var o in db.Orders) { db.Remove(o); if (o.Id == id) return; }")]
    [InlineData("foreach (var o in db.Orders.Where(o => o.Paid)) db.Remove(o);")]
    [InlineData("foreach (var o in db.Orders) foreach (var line in o.Lines) db.Remove(line);")]
    [InlineData("foreach (var o in db.Orders) { _ = o.Paid && db.Remove(o) is not null; }")]
    [InlineData("foreach (var o in db.Orders) { var other = order; db.Remove(other); }")]
    [InlineData("db.Orders.ToList().ForEach(o => { if (o.Paid) return; db.Remove(o); });")]
    [InlineData("db.Orders.ToList().ForEach(o => { if (o.Paid) db.Remove(o); });")]
    [InlineData("db.Orders.Where(o => o.Paid).ToList().ForEach(o => db.Remove(o));")]
    [InlineData("Func<Order, object> remove = o => db.Remove(o); foreach (var o in db.Orders) if (o.Paid) remove(o);")]
    public Task Stays_silent_when_something_picks(string snippet) => Silent(snippet, AtStrict);

    [Fact]
    public Task Leaves_filters_that_filter_nothing_to_their_own_rule() => Silent("db.RemoveRange(db.Orders.Where(_ => true));", AtStrict);

    [Theory]
    [InlineData("public void Purge(DateTime before) => [|db.RemoveRange(db.Orders)|];")]
    [InlineData("public void RemoveExpired() { foreach (var o in db.Orders) [|db.Remove(o)|]; }")]
    [InlineData("public void Clear(int customer) => [|db.RemoveRange(db.Orders)|];")]
    public Task Is_sure_where_only_some_are_meant(string member) => Reports(member, AtMinimal);

    [Fact]
    public async Task Is_less_sure_where_nothing_says_what_is_meant()
    {
        await Reports("public void Run() => [|db.RemoveRange(db.Orders)|];");
        await Silent("public void Run() => db.RemoveRange(db.Orders);", AtMinimal);
    }

    [Theory]
    [InlineData("public void DeleteAllOrders() => [|db.RemoveRange(db.Orders)|];")]
    [InlineData("public void ClearCache() { foreach (var o in db.Orders) [|db.Remove(o)|]; }")]
    [InlineData("public void Replace(List<Order> fresh) { [|db.Orders.RemoveRange(db.Orders)|]; db.Orders.AddRange(fresh); }")]
    [InlineData("public void Replace(List<Order> fresh) { [|db.RemoveRange(db.Orders)|]; db.AddRange(fresh); }")]
    [InlineData("public void Replace(List<Order> fresh) { foreach (var o in db.Orders) [|db.Remove(o)|]; foreach (var o in fresh) db.Add(o); }")]
    public async Task Shows_what_is_announced_or_filled_again_at_strict_only(string member)
    {
        await Reports(member, AtStrict);
        await Silent(member.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    [Fact, Regression("a media server that drops the bad records of a nightly build, once")]
    public async Task Shows_migrations_of_the_projects_own_making_at_strict_only()
    {
        const string code = """
            public static class MigrateRemovePeople
            {
                public static async Task Migrate(ShopDb db)
                {
                    if (await db.Set<Order>().AnyAsync(o => o.Name == "MigrateRemovePeople")) return;
                    [|db.Orders.RemoveRange(db.Orders)|];
                    await db.SaveChangesAsync();
                }
            }
            """;
        await Reports(code, AtStrict);
        await Silent(code.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("if (env.IsDevelopment()) db.RemoveRange(db.Orders);")]
    [InlineData("if (confirm) foreach (var o in db.Orders) db.Remove(o);")]
    [InlineData("if (!confirm) return; db.RemoveRange(db.Orders.ToList());")]
    [InlineData("if (typed != shop) throw new InvalidOperationException(); db.RemoveRange(db.Orders);")]
    public Task Stays_silent_behind_a_guard(string body) => Silent(Guarded(body));

    [Theory]
    [InlineData("if (!env.IsDevelopment()) [|db.RemoveRange(db.Orders)|];")]
    [InlineData("_ = confirm; [|db.RemoveRange(db.Orders)|];")]
    public Task Reports_beside_a_guard_that_does_not_decide(string body) => Reports(Guarded(body));

    private static string Guarded(string body) => $$"""
        using Microsoft.Extensions.Hosting;
        public class Sample(ShopDb db, IHostEnvironment env)
        {
            public void Run(bool confirm, string shop, string typed) { {{body}} }
        }
        """;

    [Fact]
    public Task Stays_silent_while_seeding() => Silent(
        "public class OrderSeeder(ShopDb db) { public void Run() { db.RemoveRange(db.Orders); db.SaveChanges(); } }", AtStrict);

    [Fact]
    public Task Stays_silent_in_debug_builds_only() => Silent("\n#if DEBUG\ndb.RemoveRange(db.Orders);\n#endif\n");

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        public class Store<T> : List<T> { public void RemoveRange(IEnumerable<T> items) { } }
        public class Sample
        {
            public void Run(Store<Order> store, ShopDb db) { store.RemoveRange(db.Orders); foreach (var o in db.Orders) store.Remove(o); _ = nameof(db.RemoveRange); }
        }
        """, AtStrict);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        "// <auto-generated/>\npublic class Sample { public void Run(ShopDb db) { db.RemoveRange(db.Orders); } }");

    [Fact]
    public Task Stays_silent_in_test_projects() =>
        Silent("db.RemoveRange(db.Orders);", new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Stays_silent_without_the_library() => Silent("order.Lines.Clear();", new Setup { References = References.Framework });

    [Fact]
    public Task Survives_half_typed_code() => Silent(
        "db.RemoveRange(; foreach (var o in ) db.Remove(o); foreach (var in db.Orders) db.Remove(); db.Orders.ForEach(o => db.Remove(;",
        new Setup { AllowsErrors = true });

    [Theory]
    [InlineData("foreach (var o in session.Query<Order>()) [|session.Delete(o)|];")]
    [InlineData("foreach (var o in session.Query<Order>().ToList()) [|session.Delete(o)|];")]
    [InlineData("[|db.BulkDelete(db.Orders.ToList())|];")]
    [InlineData("foreach (var o in session.Query<Order>().Where(o => o.Paid)) session.Delete(o); session.Delete(\"from Order\"); [|db.BulkDelete(db.Orders)|];")]
    public Task Reports_other_libraries(string body) => Reports(
        "using NHibernate.Linq; using EFCore.BulkExtensions;\n" + Knowledge.Stubs.Text + $$"""
        public class Sample
        {
            public void Run(ShopDb db, NHibernate.ISession session) { {{body}} }
        }
        """);

    [Fact]
    public Task Reports_linq2db() => Reports("""
        using LinqToDB;
        using LinqToDB.Data;
        public class Shop : DataConnection { public Shop() : base(new DataOptions()) { } public ITable<Order> Orders => this.GetTable<Order>(); }
        public class Sample
        {
            public void Run(Shop shop) { foreach (var o in shop.Orders.ToList()) [|shop.Delete(o)|]; foreach (var o in shop.Orders.Where(o => o.Paid)) shop.Delete(o); }
        }
        """);
}
