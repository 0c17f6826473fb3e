using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace Corpus.Clean.RedisCache;

public sealed record Basket(string Id, decimal Total);

public sealed class BasketCache(IConnectionMultiplexer redis, ILogger<BasketCache> logger)
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(2);

    private IDatabase Database => redis.GetDatabase();

    public async Task<Basket?> GetAsync(string id)
    {
        var value = await Database.StringGetAsync($"basket:{id}");
        return value.IsNullOrEmpty ? null : JsonSerializer.Deserialize<Basket>((string)value!);
    }

    public async Task SetAsync(Basket basket)
    {
        var batch = Database.CreateBatch();
        var set = batch.StringSetAsync($"basket:{basket.Id}", JsonSerializer.Serialize(basket), Lifetime);
        _ = batch.SetAddAsync("baskets", basket.Id);
        _ = batch.KeyExpireAsync("baskets", Lifetime);
        batch.Execute();
        await set;
    }

    public async Task<bool> MoveAsync(string from, string to)
    {
        var transaction = Database.CreateTransaction();
        transaction.AddCondition(Condition.KeyExists($"basket:{from}"));
        _ = transaction.KeyRenameAsync($"basket:{from}", $"basket:{to}");
        _ = transaction.SetAddAsync("baskets", to);
        return await transaction.ExecuteAsync();
    }

    public void Touch(string id)
    {
        _ = Database.KeyExpireAsync($"basket:{id}", Lifetime, ExpireWhen.Always, CommandFlags.FireAndForget);
    }

    public async Task<int> RemoveAsync(IReadOnlyCollection<string> ids)
    {
        var keys = ids.Select(id => (RedisKey)$"basket:{id}").ToArray();
        var removed = await Database.KeyDeleteAsync(keys);
        logger.LogInformation("Removed {Count} baskets", removed);
        return (int)removed;
    }
}
