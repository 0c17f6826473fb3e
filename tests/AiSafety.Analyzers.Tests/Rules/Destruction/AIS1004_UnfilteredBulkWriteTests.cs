using AiSafety.Analyzers.Rules.Destruction;

namespace AiSafety.Analyzers.Tests.Rules.Destruction;

public sealed class AIS1004_UnfilteredBulkWriteTests : RuleTests<UnfilteredBulkWriteRule>
{
    [Fact]
    public Task Probe_execute_delete_of_a_set() => Reports("await db.Orders.[|ExecuteDeleteAsync|](token);");

    [Fact]
    public Task Row_execute_delete_and_update_without_where() => Reports("""
        db.Orders.[|ExecuteDelete|]();
        db.Orders.OrderBy(o => o.Id).[|ExecuteUpdate|](set => set.SetProperty(o => o.Paid, true));
        """);

    private static Setup EfCore8 => new() { References = References.EfCore8 };

    [Fact]
    public Task Says_what_is_reached_and_what_to_do() => ReportsWith(
        "'ExecuteDeleteAsync' runs on the whole of 'db.Orders', so every row is deleted, and neither change tracking nor a save can hold it back; "
        + "select the rows that are meant with Where",
        "await db.Orders.[|ExecuteDeleteAsync|](token);",
        AtMinimal);

    [Fact]
    public Task Says_which_branch_has_no_filter() => ReportsWith(
        "'ExecuteDelete' runs on the whole of 'db.Orders' where 'db.Orders.AsNoTracking()' (line 6) is not filtered, so every row is deleted, "
        + "and neither change tracking nor a save can hold it back; select the rows that are meant with Where",
        """
        var orders = db.Orders.AsNoTracking();
        if (id > 0)
            orders = orders.Where(o => o.Id == id);
        orders.[|ExecuteDelete|]();
        """);

    [Theory]
    [InlineData("db.Orders.[|ExecuteDelete|]();")]
    [InlineData("await db.Orders.[|ExecuteDeleteAsync|]();")]
    [InlineData("db.Orders.[|ExecuteUpdate|](s => s.SetProperty(o => o.Paid, true));")]
    [InlineData("await db.Orders.[|ExecuteUpdateAsync|](s => s.SetProperty(o => o.Paid, true), token);")]
    public async Task Reports_in_both_homes_of_the_methods(string snippet)
    {
        await Reports(snippet);
        await Reports(snippet, EfCore8);
    }

    [Theory]
    [InlineData("db.Set<Order>().[|ExecuteDelete|]();")]
    [InlineData("db?.Orders.[|ExecuteDelete|]();")]
    [InlineData("db.Orders!.AsQueryable().[|ExecuteDelete|]();")]
    [InlineData("((IQueryable<Order>)db.Orders).[|ExecuteDelete|]();")]
    [InlineData("Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.[|ExecuteDelete|](db.Orders);")]
    [InlineData("db.Orders.OrderBy(o => o.Created).ThenByDescending(o => o.Id).[|ExecuteDelete|]();")]
    [InlineData("db.Orders.Include(o => o.Lines).AsNoTracking().AsSplitQuery().[|ExecuteDelete|]();")]
    [InlineData("db.Orders.IgnoreQueryFilters().TagWith(\"clean up\").AsTracking().[|ExecuteDelete|]();")]
    [InlineData("db.Orders.Select(o => o).[|ExecuteDelete|]();")]
    [InlineData("db.Orders.Distinct().Reverse().[|ExecuteDelete|]();")]
    [InlineData("(from o in db.Orders select o).[|ExecuteDelete|]();")]
    [InlineData("(from o in db.Orders orderby o.Created select o).[|ExecuteDelete|]();")]
    [InlineData("db.Orders.FromSqlRaw(\"SELECT * FROM Orders\").[|ExecuteDelete|]();")]
    [InlineData("db.Orders.Concat(db.Orders.Where(o => o.Paid)).[|ExecuteDelete|]();")]
    [InlineData("var orders = db.Orders.AsQueryable(); orders = orders.OrderBy(o => o.Id); orders.[|ExecuteDelete|]();")]
    [InlineData("DbSet<Order> orders = db.Orders; await orders.[|ExecuteDeleteAsync|](token).ConfigureAwait(false);")]
    [InlineData("var orders = db.Orders.AsQueryable(); Func<Task> run = async () => await orders.[|ExecuteDeleteAsync|](); await run();")]
    [InlineData("var old = db.Orders.Where(o => o.Paid); Console.WriteLine(old.Count()); db.Orders.[|ExecuteDelete|]();")]
    public Task Reports_a_query_that_restricts_nothing(string snippet) => Reports(snippet, AtMinimal);

    [Theory]
    [InlineData("db.Orders.Where(o => o.Id == id).ExecuteDelete();")]
    [InlineData("db.Orders.OrderBy(o => o.Created).Take(100).ExecuteDelete();")]
    [InlineData("db.Orders.OrderByDescending(o => o.Created).Skip(100).ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => o.Paid).OrderBy(o => o.Id).AsNoTracking().ExecuteDelete();")]
    [InlineData("(from o in db.Orders where o.Id == id select o).ExecuteDelete();")]
    [InlineData("db.Orders.Join(db.Orders.Where(o => o.Paid), a => a.Id, b => b.Id, (a, b) => a).ExecuteDelete();")]
    [InlineData("(from a in db.Orders join b in db.Orders.Where(x => x.Paid) on a.Id equals b.Id select a).ExecuteDelete();")]
    [InlineData("db.Orders.Except(db.Orders.Where(o => o.Paid)).ExecuteDelete();")]
    [InlineData("db.Orders.FromSqlRaw(\"SELECT * FROM Orders WHERE Paid = 1\").ExecuteDelete();")]
    [InlineData("db.Orders.FromSql($\"SELECT * FROM Orders WHERE Id = {id}\").ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => o.Name == name).Concat(db.Orders.Where(o => o.Paid)).ExecuteDelete();")]
    [InlineData("db.Orders.GroupBy(o => o.Name).Select(g => g.First()).ExecuteDelete();")]
    public Task Stays_silent_when_something_selects_the_rows(string snippet) => Silent(snippet, AtStrict);

    [Theory]
    [InlineData("var q = db.Orders.AsQueryable(); if (id > 0) q = q.Where(o => o.Id == id); else q = q.Where(o => o.Paid); q.ExecuteDelete();")]
    [InlineData("var q = db.Orders.AsQueryable(); if (id > 0) q = q.Where(o => o.Id == id); else throw new ArgumentException(); q.ExecuteDelete();")]
    [InlineData("var q = db.Orders.AsQueryable(); if (id <= 0) return; q = q.Where(o => o.Id == id); q.ExecuteDelete();")]
    [InlineData("var q = id > 0 ? db.Orders.Where(o => o.Id == id) : db.Orders.Where(o => o.Paid); q.ExecuteDelete();")]
    [InlineData("var q = id switch { 1 => db.Orders.Where(o => o.Paid), 2 => db.Orders.Take(3), _ => throw new ArgumentException() }; q.ExecuteDelete();")]
    [InlineData("IQueryable<Order> q; switch (id) { case 1: q = db.Orders.Where(o => o.Paid); break; default: throw new ArgumentException(); } q.ExecuteDelete();")]
    public Task Stays_silent_when_every_path_is_filtered(string snippet) => Silent(snippet, AtStrict);

    [Theory]
    [InlineData("var q = db.Orders.AsQueryable(); if (id > 0) q = q.Where(o => o.Id == id); q.[|ExecuteDelete|]();")]
    [InlineData("IQueryable<Order> q; switch (id) { case 1: q = db.Orders.Where(o => o.Paid); break; default: q = db.Orders; break; } q.[|ExecuteDelete|]();")]
    [InlineData("var q = db.Orders.AsQueryable(); try { q = q.Where(o => o.Paid); billing.Charge(order); } catch (IOException) { q = db.Orders; } q.[|ExecuteDelete|]();")]
    [InlineData("var q = db.Orders.AsQueryable(); foreach (var line in order.Lines) q = q.Where(o => o.Name != line); q.[|ExecuteDelete|]();")]
    public async Task Reports_a_path_that_lacks_the_filter(string snippet)
    {
        await Reports(snippet);
        await Silent(Plain(snippet), AtMinimal);
    }

    [Theory]
    [InlineData("(id > 0 ? db.Orders.Where(o => o.Id == id) : db.Orders).[|ExecuteDelete|]();")]
    [InlineData("(id switch { 1 => db.Orders.Where(o => o.Paid), _ => db.Orders.AsQueryable() }).[|ExecuteDelete|]();")]
    [InlineData("IQueryable<Order>? q = id > 0 ? db.Orders.Where(o => o.Paid) : null; (q ?? db.Orders).[|ExecuteDelete|]();")]
    public Task Reports_an_arm_that_lacks_the_filter(string snippet) => Reports(snippet, AtMinimal);

    [Theory]
    [InlineData("public Task<int> DeleteAllAsync(CancellationToken token) => db.Orders.[|ExecuteDeleteAsync|](token);")]
    [InlineData("public void ClearOrders() { db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void Truncate(ShopDb other) { other.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void Reset() { void Inner() => db.Orders.[|ExecuteDelete|](); Inner(); }")]
    [InlineData("public void Work() { RemoveEverything(); void RemoveEverything() => db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void MarkAllAsPaid() { db.Orders.[|ExecuteUpdate|](s => s.SetProperty(o => o.Paid, true)); }")]
    [InlineData("public void DiscountAll(decimal percent) { db.Orders.[|ExecuteUpdate|](s => s.SetProperty(o => o.Total, o => o.Total * percent)); }")]
    public async Task Reports_what_its_name_announces_only_at_strict(string member)
    {
        await Reports(member, AtStrict);
        await Silent(Plain(member));
    }

    [Theory]
    [InlineData("public void ClearOrders(int customer) { db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void DeleteAll(Guid? tenant) { db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void ClearOld() { db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void DeleteAllExpired() { db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void Remove(DateTime before) { db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void Remove(IReadOnlyList<int> ids) { db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void RemoveExpired() { db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void Unlock() { db.Orders.[|ExecuteUpdate|](s => s.SetProperty(o => o.Paid, true)); }")]
    [InlineData("public void Clear() { Action<int> remove = customer => db.Orders.[|ExecuteDelete|](); remove(1); }")]
    public Task Reports_when_a_name_or_a_parameter_says_that_only_some_are_meant(string member) => Reports(member, AtMinimal);

    [Theory]
    [InlineData("public void RemoveTokens(CancellationToken token) { db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void Seed(ShopDb other) { other.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public Sample(int size) { db.Orders.[|ExecuteDelete|](); }")]
    public async Task Reports_what_nothing_explains_from_recommended_on(string member)
    {
        await Reports(member);
        await Silent(Plain(member), AtMinimal);
    }

    [Fact, Regression("details are deleted before what they hang on, then both are imported again")]
    public async Task Reports_sets_emptied_beside_one_that_is_filled_again_only_at_strict()
    {
        await Reports(Import("[|", "|]"), AtStrict);
        await Silent(Import("", ""));

        static string Import(string open, string close) => $$"""
            public class Line { public int Id { get; set; } }
            public class Db : DbContext { public DbSet<Order> Orders => Set<Order>(); public DbSet<Line> Lines => Set<Line>(); }
            public class Sample(Db db)
            {
                public async Task ImportAsync(List<Order> orders, string file)
                {
                    await db.Lines.{{open}}ExecuteDeleteAsync{{close}}();
                    await db.Orders.{{open}}ExecuteDeleteAsync{{close}}();
                    db.Orders.AddRange(orders);
                    await db.SaveChangesAsync();
                }
            }
            """;
    }

    [Fact]
    public Task Reports_a_set_emptied_beside_one_of_which_only_a_part_is_replaced() => Reports("""
        public class Line { public int Id { get; set; } }
        public class Db : DbContext { public DbSet<Order> Orders => Set<Order>(); public DbSet<Line> Lines => Set<Line>(); }
        public class Sample(Db db)
        {
            public async Task ReplaceAsync(int id, Order order)
            {
                await db.Lines.[|ExecuteDeleteAsync|]();
                await db.Orders.Where(o => o.Id == id).ExecuteDeleteAsync();
                db.Orders.Add(order);
                await db.SaveChangesAsync();
            }
        }
        """, AtMinimal);

    [Theory]
    [InlineData("public void Sync(List<Order> fresh) { db.Orders.[|ExecuteDelete|](); db.Orders.AddRange(fresh); db.SaveChanges(); }")]
    [InlineData("public void Sync() { db.Orders.[|ExecuteDelete|](); foreach (var n in new[] { 1, 2 }) db.Add(new Order { Id = n }); db.SaveChanges(); }")]
    [InlineData("public void Sync(Order a, Order b) { db.Orders.[|ExecuteDelete|](); db.Orders.AddRange(a, b); db.SaveChanges(); }")]
    public async Task Reports_a_set_that_is_filled_again_only_at_strict(string member)
    {
        await Reports(member, AtStrict);
        await Silent(Plain(member));
    }

    [Theory]
    [InlineData("public void Sync(List<Order> fresh, int id) { db.Orders.AddRange(fresh); db.SaveChanges(); db.Orders.[|ExecuteDelete|](); }")]
    [InlineData("public void Sync(List<string> lines, List<Order> seen) { db.Orders.[|ExecuteDelete|](); seen.Clear(); lines.AddRange(order.Lines); }")]
    [InlineData("public void Sync(List<Order> fresh) { db.Orders.[|ExecuteUpdate|](s => s.SetProperty(o => o.Paid, true)); db.Orders.AddRange(fresh); db.SaveChanges(); }")]
    public Task Reports_a_set_that_is_not_filled_again(string member) => Reports(member.Replace("order.Lines", "new Order().Lines", StringComparison.Ordinal), AtMinimal);

    private static string Plain(string marked) => marked.Replace("[|", "", StringComparison.Ordinal).Replace("|]", "", StringComparison.Ordinal);

    private static string Purge(string body) => $$"""
        public sealed class Range { public DateTime? From { get; set; } public DateTime? To { get; set; } public bool IsEmpty => From is null && To is null; }
        public class Sample(ShopDb db)
        {
            private static void ValidateRange(DateTime? from, DateTime? to) { }
            public void Purge(DateTime? from, DateTime? to, Range range, bool everything)
            {
                var q = db.Orders.AsQueryable();
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData("if (from is null && to is null) throw new ArgumentException(); if (from is not null) q = q.Where(o => o.Created > from); if (to != null) q = q.Where(o => o.Created < to); q.ExecuteDelete();")]
    [InlineData("if (from == null) return; if (from.HasValue) q = q.Where(o => o.Created > from); q.ExecuteDelete();")]
    [InlineData("ArgumentNullException.ThrowIfNull(from); if (from.HasValue) q = q.Where(o => o.Created > from); q.ExecuteDelete();")]
    [InlineData("ValidateRange(from, to); if (from.HasValue) q = q.Where(o => o.Created > from); q.ExecuteDelete();")]
    [InlineData("if (range.IsEmpty) throw new ArgumentException(); if (range.From is { } start) q = q.Where(o => o.Created > start); q.ExecuteDelete();")]
    [InlineData("if (range.From is null && range.To is null) return; if (range.From.HasValue) q = q.Where(o => o.Created > range.From); q.ExecuteDelete();")]
    [InlineData("if (!everything) q = q.Where(o => o.Created > from); q.ExecuteDelete();")]
    [InlineData("(everything ? db.Orders : db.Orders.Where(o => o.Paid)).ExecuteDelete();")]
    public Task Stays_silent_when_an_earlier_test_may_cover_the_conditions(string body) => Silent(Purge(body));

    [Theory]
    [InlineData("if (range is null) throw new ArgumentNullException(nameof(range)); if (range.From.HasValue) q = q.Where(o => o.Created > range.From); q.[|ExecuteDelete|]();")]
    [InlineData("ArgumentNullException.ThrowIfNull(range); if (range.From.HasValue) q = q.Where(o => o.Created > range.From); q.[|ExecuteDelete|]();")]
    [InlineData("if (everything) q = q.Where(o => o.Created > from); q.[|ExecuteDelete|]();")]
    [InlineData("Console.WriteLine(from); if (from.HasValue) q = q.Where(o => o.Created > from); q.[|ExecuteDelete|]();")]
    public Task Reports_when_the_earlier_test_is_about_something_else(string body) => Reports(Purge(body));

    private const string Helpers = """
        public static class Queries
        {
            public static IQueryable<Order> Where(this IQueryable<Order> source, string what) => source.Where(o => o.Name == what);
            public static IQueryable<Order> Active(this IQueryable<Order> source) { return source.Where(o => !o.Paid).OrderBy(o => o.Id); }
            public static IQueryable<Order> Sorted(this IQueryable<Order> source) => source.OrderBy(o => o.Id);
            public static IQueryable<Order> Maybe(this IQueryable<Order> source, bool paid) { if (paid) return source.Where(o => o.Paid); return source; }
            public static IQueryable<Order> Deep(this IQueryable<Order> source) => source.Sorted();
        }
        public interface IOrderStore { IQueryable<Order> Orders { get; } IQueryable<Order> All(); }
        public class Sample(ShopDb db, IOrderStore store, IQueryable<Order> injected)
        {
            private readonly IQueryable<Order> field = db.Orders;
            private IQueryable<Order> Everything => db.Orders;
            private IQueryable<Order> Unpaid => db.Orders.Where(o => !o.Paid);
            private IQueryable<Order> All() => db.Orders.AsNoTracking();
            protected virtual IQueryable<Order> Overridable() => db.Orders;
            public void Run(IQueryable<Order> given)
            {

        """;

    [Theory]
    [InlineData("db.Orders.Sorted().[|ExecuteDelete|]();")]
    [InlineData("All().[|ExecuteDelete|]();")]
    [InlineData("Everything.[|ExecuteDelete|]();")]
    [InlineData("Local().[|ExecuteDelete|](); IQueryable<Order> Local() => db.Orders.OrderBy(o => o.Id);")]
    [InlineData("given = db.Orders; given.[|ExecuteDelete|]();")]
    public Task Follows_a_helper_of_the_project_one_level(string body) => Reports(Helpers + body + "}}");

    [Theory]
    [InlineData("db.Orders.Where(\"a\").ExecuteDelete();")]
    [InlineData("db.Orders.Active().ExecuteDelete();")]
    [InlineData("Unpaid.ExecuteDelete();")]
    [InlineData("db.Orders.Where(o => o.Paid).Sorted().ExecuteDelete();")]
    [InlineData("db.Orders.Maybe(true).ExecuteDelete();")]
    [InlineData("db.Orders.Deep().ExecuteDelete();")]
    [InlineData("Overridable().ExecuteDelete();")]
    [InlineData("given.ExecuteDelete();")]
    [InlineData("injected.ExecuteDelete();")]
    [InlineData("field.ExecuteDelete();")]
    [InlineData("store.Orders.ExecuteDelete();")]
    [InlineData("store.All().ExecuteDelete();")]
    [InlineData("Func<IQueryable<Order>, IQueryable<Order>> narrow = q => q.Where(o => o.Paid); narrow(db.Orders).ExecuteDelete();")]
    public Task Stays_silent_where_a_source_or_helper_is_unknown_or_filters(string body) => Silent(Helpers + body + "}}", AtStrict);

    [Fact]
    public Task Reports_what_stays_whole_whatever_its_model_filters() => Reports("""
        public class Db : DbContext
        {
            public DbSet<Order> Orders => Set<Order>();
            protected override void OnModelCreating(ModelBuilder builder) => builder.Entity<Order>().HasQueryFilter(o => !o.Paid);
            public void Close() => Orders.[|ExecuteDelete|]();
            public static void Close(DbSet<Order> orders) => orders.[|ExecuteDelete|]();
        }
        """);

    [Fact, Regression("a repository whose filter object must name a selector")]
    public Task Stays_silent_when_a_filter_object_must_have_a_selector() => Silent("""
        public sealed class OrderFilter { public int? Id { get; set; } public Guid? Owner { get; set; } public string? Name { get; set; } public bool IncludePaid { get; set; } }
        public class Sample(ShopDb db)
        {
            public async Task HardDeleteAsync(OrderFilter filter, CancellationToken ct = default)
            {
                if (!filter.Id.HasValue && filter.Name is null)
                    throw new ArgumentException("At least one selector is needed.", nameof(filter));
                var query = db.Orders.AsQueryable();
                if (filter.Id.HasValue)
                    query = query.Where(o => o.Id == filter.Id.Value);
                if (filter.Name is not null)
                    query = query.Where(o => o.Name == filter.Name);
                if (!filter.IncludePaid)
                    query = query.Where(o => !o.Paid);
                await query.ExecuteDeleteAsync(ct);
            }
        }
        """);

    [Fact, Regression("an ingest that forgets what it read when asked to read everything again")]
    public Task Stays_silent_behind_a_flag_that_asks_for_all_of_it() => Silent("""
        public class Sample(ShopDb db)
        {
            public async Task RunAsync(bool full, CancellationToken token) { if (full) await db.Orders.ExecuteDeleteAsync(token); }
        }
        """);

    [Fact, Regression("a purge by optional criteria, all of which may be left out")]
    public Task Reports_optional_criteria_none_of_which_is_needed() => Reports("""
        public class Sample(ShopDb db)
        {
            public async Task<int> DeleteAsync(long source = 0, bool? onlyPaid = null)
            {
                var query = db.Orders.AsQueryable();
                if (source > 0) query = query.Where(o => o.Id == source);
                if (onlyPaid.HasValue) query = query.Where(o => o.Paid == onlyPaid.Value);
                return await query.[|ExecuteDeleteAsync|]();
            }
        }
        """);

    [Fact]
    public Task Leaves_filters_that_filter_nothing_to_their_own_rule() => Silent("db.Orders.Where(_ => true).ExecuteDelete();", AtStrict);

    [Theory]
    [InlineData("if (env.IsDevelopment()) db.Orders.ExecuteDelete();")]
    [InlineData("if (!env.IsDevelopment()) throw new InvalidOperationException(); db.Orders.ExecuteDelete();")]
    [InlineData("if (confirm) db.Orders.ExecuteDelete();")]
    [InlineData("if (typed != shop) return; db.Orders.ExecuteDelete();")]
    [InlineData("if (Console.ReadLine() == \"yes\") db.Orders.ExecuteDelete();")]
    public Task Stays_silent_behind_a_guard(string body) => Silent(Guarded(body));

    [Theory]
    [InlineData("if (env.IsDevelopment()) log.LogWarning(\"wiping\"); db.Orders.[|ExecuteDelete|]();")]
    [InlineData("if (!env.IsDevelopment()) db.Orders.[|ExecuteDelete|]();")]
    [InlineData("_ = confirm; db.Orders.[|ExecuteDelete|]();")]
    public Task Reports_beside_a_guard_that_does_not_decide(string body) => Reports(Guarded(body));

    private static string Guarded(string body) => $$"""
        using Microsoft.Extensions.Hosting;
        public class Sample(ShopDb db, IHostEnvironment env, ILogger log)
        {
            public void Run(bool confirm, string shop, string typed) { {{body}} }
        }
        """;

    [Fact]
    public Task Stays_silent_on_the_way_back_of_a_migration() => Silent("""
        using Microsoft.EntityFrameworkCore.Migrations;
        public class AddOrders(ShopDb db) : Migration
        {
            protected override void Up(MigrationBuilder builder) { }
            protected override void Down(MigrationBuilder builder) => db.Orders.ExecuteDelete();
        }
        """);

    [Fact]
    public Task Stays_silent_for_look_alikes() => Silent("""
        public class Store<T> : List<T> { public int ExecuteDelete() => 0; }
        public static class Extra { public static int ExecuteDelete<T>(this IEnumerable<T> items) => 0; }
        public class Sample
        {
            public void Run(Store<Order> store, Order[] orders) { store.ExecuteDelete(); orders.ExecuteDelete(); }
        }
        """);

    [Fact]
    public Task Stays_silent_in_generated_code() => Silent(
        "// <auto-generated/>\npublic class Sample { public void Run(ShopDb db) { db.Orders.ExecuteDelete(); } }");

    [Fact]
    public Task Stays_silent_in_test_projects() =>
        Silent("db.Orders.ExecuteDelete();", new Setup { References = References.WithTestFramework });

    [Fact]
    public Task Reports_in_test_projects_that_ask_for_it() =>
        Reports("db.Orders.[|ExecuteDelete|]();", new Setup { References = References.WithTestFramework, Options = "ai_safety.analyze_tests = true" });

    [Fact]
    public Task Stays_silent_without_the_library() => Silent("order.Lines.Clear();", new Setup { References = References.Framework });

    [Fact]
    public Task Survives_half_typed_code() => Silent(
        "var q = db.Orders.Where(; q.ExecuteDelete( ; var r = r.Where(o => o.Paid); r.ExecuteDelete(); (id switch { }).ExecuteDelete();",
        new Setup { AllowsErrors = true });

    [Theory]
    [InlineData("shop.Orders.[|Delete|]();")]
    [InlineData("await shop.Orders.[|DeleteAsync|]();")]
    [InlineData("shop.GetTable<Order>().[|Delete|]();")]
    [InlineData("shop.GetTable<Order>().SchemaName(\"old\").TableName(\"orders\").[|Delete|]();")]
    [InlineData("shop.Orders.[|Update|](o => new Order { Paid = true });")]
    [InlineData("shop.Orders.Set(o => o.Paid, true).[|Update|]();")]
    [InlineData("shop.Orders.AsUpdatable().Set(o => o.Paid, true).Set(o => o.Name, \"\").[|Update|]();")]
    [InlineData("var all = shop.Orders.With(\"TABLOCK\"); all.[|Delete|]();")]
    [InlineData("foreach (var gone in shop.Orders.[|DeleteWithOutput|]()) Console.WriteLine(gone.Id);")]
    public Task Reports_linq2db(string body) => Reports(Linq2Db(body));

    [Theory]
    [InlineData("shop.Orders.Where(o => o.Paid).Delete();")]
    [InlineData("shop.Orders.Delete(o => o.Paid);")]
    [InlineData("shop.Orders.Where(o => o.Paid).Set(o => o.Name, \"\").Update();")]
    [InlineData("shop.Orders.Update(o => o.Paid, o => new Order { Name = \"\" });")]
    [InlineData("shop.Orders.Take(10).Delete();")]
    [InlineData("shop.Delete(new Order());")]
    [InlineData("shop.Update(new Order());")]
    [InlineData("shop.Orders.InnerJoin(o => o.Paid).Delete();")]
    [InlineData("using var temp = shop.CreateTempTable<Order>(); temp.Delete();")]
    [InlineData("given.Delete();")]
    [InlineData("shop.Orders.Where(o => o.Paid).Update(shop.Orders, o => new Order { Paid = true });")]
    public Task Stays_silent_for_linq2db_with_a_restriction(string body) => Silent(Linq2Db(body), AtStrict);

    private static string Linq2Db(string body) => $$"""
        using LinqToDB;
        using LinqToDB.Data;
        using LinqToDB.Linq;
        using LinqToDB.Async;
        public class Shop : DataConnection { public Shop() : base(new DataOptions()) { } public ITable<Order> Orders => this.GetTable<Order>(); }
        public class Sample
        {
            public async Task Run(Shop shop, ITable<Order> given) { {{body}} await Task.Yield(); }
        }
        """;

    [Theory]
    [InlineData("using NHibernate.Linq;", "session.Query<Order>().[|Delete|]();")]
    [InlineData("using NHibernate.Linq;", "session.Query<Order>().OrderBy(o => o.Id).[|Update|](o => new Order { Paid = true });")]
    [InlineData("using NHibernate.Linq;", "session.Query<Order>().UpdateBuilder().Set(o => o.Paid, true).[|Update|]();")]
    [InlineData("using Z.EntityFramework.Plus;", "db.Orders.[|Delete|]();")]
    [InlineData("using Z.EntityFramework.Plus;", "db.Orders.[|Update|](o => new Order { Paid = true });")]
    [InlineData("using EFCore.BulkExtensions;", "db.Orders.[|BatchDelete|]();")]
    [InlineData("using EFCore.BulkExtensions;", "db.Orders.[|BatchUpdate|](o => new Order { Paid = true });")]
    public Task Reports_other_libraries(string use, string body) => Reports(Other(use, body));

    [Theory]
    [InlineData("using NHibernate.Linq;", "session.Query<Order>().Where(o => o.Paid).Delete();")]
    [InlineData("using NHibernate.Linq;", "session.Query<Order>().Where(o => o.Paid).UpdateBuilder().Set(o => o.Paid, true).Update();")]
    [InlineData("using Z.EntityFramework.Plus;", "db.Orders.Where(o => o.Paid).Delete();")]
    [InlineData("using EFCore.BulkExtensions;", "db.Orders.Where(o => o.Paid).BatchDelete();")]
    public Task Stays_silent_for_other_libraries_with_a_filter(string use, string body) => Silent(Other(use, body), AtStrict);

    private static string Other(string use, string body) =>
        use + "\n" + Knowledge.Stubs.Text + $$"""
        public class Sample
        {
            public void Run(ShopDb db, NHibernate.ISession session) { {{body}} }
        }
        """;
}
