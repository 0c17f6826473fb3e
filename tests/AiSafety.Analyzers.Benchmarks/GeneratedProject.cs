using System.Globalization;
using System.Text;

namespace AiSafety.Analyzers.Benchmarks;

/// <summary>
/// A made-up web shop of any size: the same text for the same number on every machine. A mix of what business code consists of,
/// mostly careful, with a defect here and there.
/// </summary>
internal static class GeneratedProject
{
    private static readonly Func<int, string>[] Kinds = [Entity, Repository, SqlQueries, Client, Worker, Calculation, Report, Controller, Import, Mapping];

    /// <summary>The files of the project: one part in ten of each kind, and what they share.</summary>
    public static IEnumerable<(string Path, string Text)> Files(int count)
    {
        yield return ("Shop/Usings.cs", Usings);
        yield return ("Shop/ShopContext.cs", Context(Enumerable.Range(0, count).Where(number => number % Kinds.Length == 0)));
        for (var number = 0; number < count; number++)
        {
            var kind = Kinds[number % Kinds.Length];
            yield return (string.Create(CultureInfo.InvariantCulture, $"Shop/{kind.Method.Name}{number}.cs"), Text(kind(number), number));
        }
    }

    /// <summary>Fills in the number of the file ($N), of its entity ($E), and a few small numbers that vary ($A, $B).</summary>
    private static string Text(string template, int number) => new StringBuilder(template)
        .Replace("$N", number.ToString(CultureInfo.InvariantCulture))
        .Replace("$E", (number - number % Kinds.Length).ToString(CultureInfo.InvariantCulture))
        .Replace("$A", (number % 7 + 2).ToString(CultureInfo.InvariantCulture))
        .Replace("$B", (number % 11 + 10).ToString(CultureInfo.InvariantCulture))
        .ToString();

    private static string Repeat(int count, Func<int, string> part) => string.Concat(Enumerable.Range(0, count).Select(part));

    private const string Usings = """
        global using System;
        global using System.Collections.Concurrent;
        global using System.Collections.Generic;
        global using System.Data.Common;
        global using System.Globalization;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Text;
        global using System.Text.Json;
        global using System.Threading;
        global using System.Threading.Channels;
        global using System.Threading.Tasks;
        global using Dapper;
        global using Microsoft.AspNetCore.Mvc;
        global using Microsoft.EntityFrameworkCore;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static string Context(IEnumerable<int> entities) => $$"""
        namespace Shop;

        public class ShopContext(DbContextOptions<ShopContext> options) : DbContext(options)
        {
        {{string.Concat(entities.Select(number => $"    public DbSet<Entity{number}> Entities{number} => Set<Entity{number}>();\n"))}}
            protected override void OnModelCreating(ModelBuilder modelBuilder) =>
                modelBuilder.ApplyConfigurationsFromAssembly(typeof(ShopContext).Assembly);
        }
        """;

    private static string Entity(int number) => $$"""
        namespace Shop;

        public enum Status$N { Draft, Open, Paid, Shipped, Closed }

        public class Entity$N
        {
            public int Id { get; set; }
            public string Name { get; set; } = "";
            public Status$N Status { get; set; }
            public decimal Amount { get; set; }
            public DateTime Created { get; set; }
            public DateTime? Closed { get; set; }
            public bool Archived { get; set; }
        {{Repeat(6 + number % 9, index => $"    public string? Note{index} {{ get; set; }}\n")}}
            public bool IsOverdue(DateTime now) => Status == Status$N.Open && now - Created > TimeSpan.FromDays($B);

            public void Close(DateTime now)
            {
                if (Status is Status$N.Draft or Status$N.Open)
                    throw new InvalidOperationException($"{Name} cannot be closed while {Status}");
                Status = Status$N.Closed;
                Closed = now;
            }
        }
        """;

    private static string Repository(int number) => $$"""
        namespace Shop;

        public sealed class Repository$N(ShopContext db, ILogger<Repository$N> log)
        {
            public Task<Entity$E?> FindAsync(int id, CancellationToken token) =>
                db.Entities$E.FirstOrDefaultAsync(entity => entity.Id == id, token);

            public async Task<List<Entity$E>> OpenAsync(DateTime since, CancellationToken token)
            {
                var query = db.Entities$E.AsNoTracking().Where(entity => entity.Status == Status$E.Open && entity.Created >= since);
                if ($A > 4)
                    query = query.Where(entity => !entity.Archived);
                return await query.OrderBy(entity => entity.Created).Take($B * 10).ToListAsync(token);
            }

            public async Task<bool> RenameAsync(int id, string name, CancellationToken token)
            {
                ArgumentException.ThrowIfNullOrWhiteSpace(name);
                var entity = await db.Entities$E.FindAsync([id], token);
                if (entity is null)
                {
                    log.LogWarning("entity {Id} not found", id);
                    return false;
                }

                entity.Name = name.Trim();
                try
                {
                    await db.SaveChangesAsync(token);
                    return true;
                }
                catch (DbUpdateConcurrencyException conflict)
                {
                    log.LogError(conflict, "entity {Id} was changed by somebody else", id);
                    throw;
                }
            }

            public Task<int> PurgeAsync(DateTime before, CancellationToken token) =>
                db.Entities$E.Where(entity => entity.Archived && entity.Closed < before).ExecuteDeleteAsync(token);

        {{Repeat(2 + number % 4, index => $$"""
                public async Task<decimal> Total{{index}}Async(string prefix, CancellationToken token)
                {
                    decimal total = 0;
                    await foreach (var entity in db.Entities$E.Where(each => each.Name.StartsWith(prefix)).AsAsyncEnumerable().WithCancellation(token))
                    {
                        if (entity.Amount > {{index + 1}}m && entity.Status != Status$E.Draft)
                            total += entity.Amount * {{index + 2}};
                    }

                    return total;
                }


            """)}}    public async Task<int> CountAsync(CancellationToken token) => await db.Entities$E.CountAsync({{(number % 50 == 1 ? "" : "token")}});
        }
        """;

    private static string SqlQueries(int number) => $$""""
        namespace Shop;

        public sealed record Row$N(int Id, string Name, decimal Amount);

        public sealed class SqlQueries$N(DbConnection connection)
        {
            private const string Columns = "id, name, amount";

            public async Task<IReadOnlyList<Row$N>> SearchAsync(string text, int limit, CancellationToken token)
            {
                var rows = await connection.QueryAsync<Row$N>(new CommandDefinition(
                    "SELECT " + Columns + " FROM items_$N WHERE name LIKE @pattern ORDER BY id LIMIT @limit",
                    new { pattern = "%" + text + "%", limit }, cancellationToken: token));
                return rows.AsList();
            }

            public Task<int> ArchiveAsync(DateTime before, CancellationToken token) => connection.ExecuteAsync(new CommandDefinition(
                "UPDATE items_$N SET archived = 1 WHERE closed < @before AND archived = 0", new { before }, cancellationToken: token));

            public Task<int> DeleteAsync(int id, CancellationToken token) => connection.ExecuteAsync(new CommandDefinition(
                $"DELETE FROM items_$N WHERE id = @id", new { id }, cancellationToken: token));

        {{Repeat(2 + number % 4, index => $$""""
                public async Task<decimal> Sum{{index}}Async(int year, CancellationToken token)
                {
                    await using var transaction = await connection.BeginTransactionAsync(token);
                    var sql = $"""
                        SELECT COALESCE(SUM(amount), 0)
                        FROM items_$N
                        WHERE created >= @from AND created < @to AND kind = {{index}}
                        """;
                    var sum = await connection.ExecuteScalarAsync<decimal>(new CommandDefinition(
                        sql, new { from = new DateTime(year, 1, 1), to = new DateTime(year + 1, 1, 1) }, transaction, cancellationToken: token));
                    await transaction.CommitAsync(token);
                    return Math.Round(sum, {{index % 3 + 1}});
                }


            """")}}    public Task<int> ResetAsync() => connection.ExecuteAsync("{{(number % 60 == 2 ? "DELETE FROM cache_$N" : "DELETE FROM cache_$N WHERE expired = 1")}}");
        }
        """";

    private static string Client(int number) => $$"""
        namespace Shop;

        public sealed record Answer$N(string Id, decimal Price, string? Currency);

        public sealed class Client$N(HttpClient http, ILogger<Client$N> log)
        {
            private readonly ConcurrentDictionary<string, Answer$N> known = new();

            public async Task<Answer$N> GetAsync(string id, CancellationToken token)
            {
                if (known.TryGetValue(id, out var cached))
                    return cached;
                for (var attempt = 1; ; attempt++)
                {
                    try
                    {
                        using var response = await http.GetAsync($"prices/{Uri.EscapeDataString(id)}?v=$A", token);
                        response.EnsureSuccessStatusCode();
                        var answer = await response.Content.ReadFromJsonAsync<Answer$N>(token)
                            ?? throw new InvalidDataException($"no price for {id}");
                        return known.GetOrAdd(id, answer);
                    }
                    catch (HttpRequestException error) when (attempt < $A)
                    {
                        log.LogWarning(error, "attempt {Attempt} for {Id} failed", attempt, id);
                        await Task.Delay(TimeSpan.FromMilliseconds($B * attempt), token);
                    }
                }
            }

            public async Task<IReadOnlyDictionary<string, Answer$N>> GetAllAsync(IEnumerable<string> ids, CancellationToken token)
            {
                var answers = await Task.WhenAll(ids.Distinct().Select(async id => (id, answer: await GetAsync(id, token))));
                return answers.ToDictionary(pair => pair.id, pair => pair.answer);
            }

        {{Repeat(1 + number % 4, index => $$"""
                public async Task<bool> Send{{index}}Async(Answer$N answer, CancellationToken token)
                {
                    try
                    {
                        using var content = JsonContent.Create(new { answer.Id, answer.Price, kind = {{index}} });
                        using var response = await http.PostAsync("prices/{{index}}", content, token);
                        if (!response.IsSuccessStatusCode)
                        {
                            log.LogError("the price of {Id} was refused with {Status}", answer.Id, response.StatusCode);
                            return false;
                        }

                        return true;
                    }
                    catch (OperationCanceledException)
                    {
                        throw;
                    }
                    catch (Exception error)
                    {
                        log.LogError(error, "the price of {Id} could not be sent", answer.Id);
                        throw new InvalidOperationException("sending failed", error);
                    }
                }


            """)}}    public decimal? TryRead(string json)
            {
                try
                {
                    return JsonSerializer.Deserialize<Answer$N>(json)?.Price;
                }
                catch ({{(number % 40 == 3 ? "Exception" : "JsonException")}})
                {
                    return null;
                }
            }
        }
        """;

    private static string Worker(int number) => $$"""
        namespace Shop;

        public sealed class Worker$N(Channel<string> queue, ILogger<Worker$N> log) : BackgroundService
        {
            private readonly SemaphoreSlim gate = new($A);
            private int done;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var item in queue.Reader.ReadAllAsync(stoppingToken))
                {
                    await gate.WaitAsync(stoppingToken);
                    try
                    {
                        await HandleAsync(item, stoppingToken);
                        Interlocked.Increment(ref done);
                    }
                    catch (Exception error) when (error is not OperationCanceledException)
                    {
                        log.LogError(error, "item {Item} failed", item);
                    }
                    finally
                    {
                        gate.Release();
                    }
                }
            }

            private async Task HandleAsync(string item, CancellationToken token)
            {
                var parts = item.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
                foreach (var part in parts)
                {
                    token.ThrowIfCancellationRequested();
                    switch (part)
                    {
        {{Repeat(3 + number % 5, index => $"""
                            case "{index}" or "x{index}":
                                await Step{index}Async(part, token);
                                break;

            """)}}                default:
                            log.LogInformation("unknown step {Step}", part);
                            break;
                    }
                }
            }
        {{Repeat(3 + number % 5, index => $$"""

                private async Task Step{{index}}Async(string part, CancellationToken token)
                {
                    var due = DateTime.UtcNow.AddSeconds({{index}});
                    while (DateTime.UtcNow < due && part.Length > {{index + 1}})
                        await Task.Delay($B, {{(number % 70 == 4 && index == 0 ? "CancellationToken.None" : "token")}});
                    log.LogDebug("step {Step} of {Part} done after {Done}", {{index}}, part, done);
                }

            """)}}
        }
        """;

    private static string Calculation(int number) => $$"""
        namespace Shop;

        public static class Calculation$N
        {
            public readonly record struct Point(double X, double Y);

            public static double Distance(IReadOnlyList<Point> points)
            {
                double sum = 0;
                for (var i = 1; i < points.Count; i++)
                {
                    var (dx, dy) = (points[i].X - points[i - 1].X, points[i].Y - points[i - 1].Y);
                    sum += Math.Sqrt(dx * dx + dy * dy);
                }

                return sum;
            }

            public static int[] Primes(int limit)
            {
                var composite = new bool[limit + 1];
                var primes = new List<int>();
                for (var i = 2; i <= limit; i++)
                {
                    if (composite[i])
                        continue;
                    primes.Add(i);
                    for (long j = (long)i * i; j <= limit; j += i)
                        composite[j] = true;
                }

                return [.. primes];
            }
        {{Repeat(4 + number % 6, index => $$"""

                public static string Format{{index}}(decimal value, string unit)
                {
                    var text = new StringBuilder();
                    var rest = value;
                    foreach (var step in new[] { 1000m, 100m, 10m, {{index + 1}}m })
                    {
                        var whole = Math.Floor(rest / step);
                        rest -= whole * step;
                        if (whole == 0)
                            continue;
                        text.Append(whole.ToString(CultureInfo.InvariantCulture)).Append('×').Append(step).Append(' ');
                    }

                    return unit switch
                    {
                        "" => text.ToString().TrimEnd(),
                        { Length: > $A } => text.Append(unit[..$A]).ToString(),
                        _ when rest > 0 => text.Append(unit).Append('+').ToString(),
                        _ => text.Append(unit).ToString(),
                    };
                }

            """)}}
        }
        """;

    private static string Report(int number) => $$"""
        namespace Shop;

        public sealed class Report$N(IEnumerable<Entity{{number - number % Kinds.Length}}> source)
        {
            public IReadOnlyDictionary<string, decimal> ByName() => source
                .Where(entity => !entity.Archived)
                .GroupBy(entity => entity.Name.Length > $A ? entity.Name[..$A] : entity.Name)
                .OrderByDescending(group => group.Sum(entity => entity.Amount))
                .ToDictionary(group => group.Key, group => group.Sum(entity => entity.Amount));

            public string Render()
            {
                var lines = from entity in source
                            let age = DateTime.UtcNow - entity.Created
                            where age.TotalDays > $B
                            orderby entity.Amount descending, entity.Name
                            select $"{entity.Id,6} {entity.Name,-20} {entity.Amount,10:0.00} {age.Days} days";
                return string.Join(Environment.NewLine, lines);
            }
        {{Repeat(3 + number % 5, index => $$"""

                public (int Count, decimal Mean, decimal Largest) Summary{{index}}(Func<Entity$E, bool> wanted)
                {
                    var amounts = source.Where(wanted).Select(entity => entity.Amount + {{index}}).ToList();
                    if (amounts.Count == 0)
                        return default;
                    var sorted = amounts.Order().Skip({{index}}).ToArray();
                    return (amounts.Count, amounts.Average(), sorted.LastOrDefault());
                }

            """)}}
        }
        """;

    private static string Controller(int number) => $$"""
        namespace Shop;

        [ApiController, Route("api/[controller]")]
        public sealed class Things$NController(ShopContext db, ILogger<Things$NController> log) : ControllerBase
        {
            [HttpGet("{id:int}")]
            public async Task<ActionResult<Entity$E>> Get(int id, CancellationToken token)
            {
                var entity = await db.Entities$E.AsNoTracking().SingleOrDefaultAsync(each => each.Id == id, token);
                return entity is null ? NotFound() : entity;
            }

            [HttpDelete("{id:int}")]
            public async Task<IActionResult> Delete(int id, CancellationToken token)
            {
                var entity = await db.Entities$E.FindAsync([id], token);
                if (entity is null)
                    return NotFound();
                db.Entities$E.Remove(entity);
                await db.SaveChangesAsync(token);
                log.LogInformation("entity {Id} deleted by {User}", id, User.Identity?.Name);
                return NoContent();
            }
        {{Repeat(2 + number % 4, index => $$"""

                [HttpPost("step{{index}}")]
                public async Task<IActionResult> Step{{index}}([FromBody] Entity$E entity, CancellationToken token)
                {
                    if (!ModelState.IsValid || entity.Amount < {{index}})
                        return ValidationProblem();
                    try
                    {
                        db.Entities$E.Update(entity);
                        await db.SaveChangesAsync(token);
                        return CreatedAtAction(nameof(Get), new { id = entity.Id }, entity);
                    }
                    catch (DbUpdateException error)
                    {
                        log.LogError(error, "saving {Id} failed", entity.Id);
                        return Conflict(new ProblemDetails { Title = "not saved", Status = 409 });
                    }
                }

            """)}}
        }
        """;

    private static string Import(int number) => $$"""
        namespace Shop;

        public sealed class Import$N(ILogger<Import$N> log)
        {
            public sealed record Line(int Number, string Key, decimal Value);

            public async Task<List<Line>> ReadAsync(string path, CancellationToken token)
            {
                var lines = new List<Line>();
                using var reader = new StreamReader(path, Encoding.UTF8);
                var number = 0;
                while (await reader.ReadLineAsync(token) is { } text)
                {
                    number++;
                    if (text.Length == 0 || text[0] == '#')
                        continue;
                    if (text.Split('\t') is not [var key, var raw, ..] || !decimal.TryParse(raw, CultureInfo.InvariantCulture, out var value))
                    {
                        log.LogWarning("line {Number} of {Path} is malformed", number, path);
                        continue;
                    }

                    lines.Add(new Line(number, key, value * $A));
                }

                return lines;
            }

            public async Task WriteAsync(string path, IEnumerable<Line> lines, CancellationToken token)
            {
                var temporary = path + ".new";
                await using (var writer = new StreamWriter(temporary))
                {
                    foreach (var line in lines)
                        await writer.WriteLineAsync($"{line.Number}\t{line.Key}\t{line.Value}".AsMemory(), token);
                }

                File.Move(temporary, path, overwrite: true);
            }
        {{Repeat(2 + number % 4, index => $$"""

                public bool TryParse{{index}}(ReadOnlySpan<char> text, out int value)
                {
                    value = 0;
                    var digits = 0;
                    foreach (var letter in text)
                    {
                        if (!char.IsAsciiDigit(letter))
                            return false;
                        value = checked(value * 10 + (letter - '0') + {{index}});
                        if (++digits > $A)
                            return false;
                    }

                    return digits > 0;
                }

            """)}}
        }
        """;

    private static string Mapping(int number) => $$"""
        namespace Shop;

        public sealed record View$N(int Id, string Title, string Amount, string? Hint);

        public static class Mapping$N
        {
            public static View$N ToView(this Entity$E entity) => new(
                entity.Id,
                entity.Name.ToUpperInvariant(),
                entity.Amount.ToString("N$A", CultureInfo.InvariantCulture),
                entity.Archived ? "archived" : null);

            public static void Apply(Entity$E entity, View$N view)
            {
                ArgumentNullException.ThrowIfNull(entity);
                ArgumentNullException.ThrowIfNull(view);
                if (entity.Id != view.Id)
                    throw new ArgumentException("another entity", nameof(view));
                entity.Name = view.Title;
                entity.Amount = decimal.Parse(view.Amount, CultureInfo.InvariantCulture);
            }
        {{Repeat(3 + number % 6, index => $$"""

                public static IEnumerable<string> Validate{{index}}(Entity$E entity)
                {
                    if (string.IsNullOrWhiteSpace(entity.Name))
                        yield return "name is missing";
                    else if (entity.Name.Length > {{index * 10 + 20}})
                        yield return "name is too long";
                    if (entity.Amount is < 0 or > {{(index + 1) * 1000}}m)
                        yield return $"amount {entity.Amount} is out of range";
                    if (entity.Closed is { } closed && closed < entity.Created)
                        yield return "closed before it was created";
                }

            """)}}
        }
        """;
}
