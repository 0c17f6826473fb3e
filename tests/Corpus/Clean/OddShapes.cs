using System;
using System.Collections.Generic;
using System.IO;
using System.Linq.Expressions;
using System.Net.Http;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using static System.Threading.Tasks.Task;
using Db = Microsoft.Data.Sqlite.SqliteConnection;
using Token = System.Threading.CancellationToken;

namespace Corpus.Clean.OddShapes;

public record struct Coordinates(double Latitude, double Longitude);

public partial record Place(string Name, Coordinates At)
{
    public partial Task<string> DescribeAsync(HttpClient http, Token token);
}

public partial record Place
{
    public async partial Task<string> DescribeAsync(HttpClient http, Token token) =>
        await (http.GetStringAsync($"describe/{Name}", token)).ConfigureAwait(false);
}

public class PlaceRepository(string connectionString, ILogger? logger = null)
{
    private const string Verb = "DELETE";
    private const string Filter = " WHERE name = @name";
    private const string Remove = Verb + " FROM places" + Filter;

    public static ReadOnlySpan<byte> Signature => "DELETE FROM places"u8;

    public async Task<int> RemoveAsync(string name, Token token)
    {
        await using var connection = new Db(connectionString);
        await connection.OpenAsync(token).ConfigureAwait(false);
        return await SqlMapper.ExecuteAsync(connection, new CommandDefinition(Remove, new { name }, cancellationToken: token))!.ConfigureAwait(false);
    }

    public async Task<int> RenameAsync(string name, string newName, bool alsoOld, Token token)
    {
        await using var connection = new Db(connectionString);
        await connection.OpenAsync(token);
        await using var command = connection.CreateCommand();
        command.CommandText = alsoOld
            ? "UPDATE places SET name = $new WHERE name = $old OR old_name = $old"
            : "UPDATE places SET name = $new WHERE name = $old";
        command.Parameters.AddWithValue("$new", newName);
        command.Parameters.AddWithValue("$old", name);
        return await ((SqliteCommand)command).ExecuteNonQueryAsync(token);
    }

    public async Task<int> RemoveOneOfAsync(string column, string value, Token token)
    {
        var sql = column switch
        {
            "name" => "DELETE FROM places WHERE name = $value",
            "country" => "DELETE FROM places WHERE country = $value",
            _ => throw new ArgumentOutOfRangeException(nameof(column)),
        };

        await using var connection = new Db(connectionString);
        await connection.OpenAsync(token);
        await using var command = new SqliteCommand(sql, connection);
        command.Parameters.AddWithValue("$value", value);
        return await command.ExecuteNonQueryAsync(token);
    }

    public async Task<string?> ReadFirstLineAsync(string? path, Token token)
    {
        if (path?.Length is null or 0)
        {
            return await FromResult<string?>(null);
        }

        static async Task<string?> ReadAsync(string file, Token inner)
        {
            using var reader = new StreamReader(file);
            return await reader.ReadLineAsync(inner);
        }

        var line = await ReadAsync(path!, token)!;
        logger?.LogDebug("{Path} was read with {Token}", path, nameof(token));
        return line;
    }

    public async Task EachAsync(IEnumerable<string> names, Func<string, Token, Task>? visit, Token token)
    {
        foreach (var name in names)
        {
            await (visit?.Invoke(name, token) ?? CompletedTask);
        }
    }

    public Expression<Func<HttpClient, Task<string>>> AsExpression() => http => http.GetStringAsync("places");

    public async Task<object> DynamicAsync(dynamic service, Token token)
    {
        object answer = await service.LoadAsync(token);
        return answer;
    }

    public IEnumerable<string> Names(string path)
    {
        using var reader = new StreamReader(path);
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    public Task<int> ChainAsync(Func<Token, Task<int>> first, Token token) =>
        first(token).ContinueWith(t => t.Result + 1, token, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);
}
