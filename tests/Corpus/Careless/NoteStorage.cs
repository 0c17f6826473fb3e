using System;
using System.Data.Common;
using System.Threading;
using System.Threading.Tasks;
using Dapper;
using Microsoft.EntityFrameworkCore;

namespace Corpus.Careless.NoteStorage;

public sealed class NoteStorage(DbConnection connection)
{
    public async Task InitializeAsync(CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = """
            DROP TABLE IF EXISTS notes;
            CREATE TABLE notes (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, body TEXT NOT NULL);
            """;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public void RemoveOwner(string owner)
    {
        connection.Execute("DELETE FROM notes WHERE owner = @owner; TRUNCATE TABLE attachments", new { owner });
    }

    public void Simplify()
    {
        connection.Execute("ALTER TABLE notes DROP COLUMN body");
    }
}

public sealed class TenantRegistry(DbContext db)
{
    public async Task RemoveAsync(Guid tenant, CancellationToken cancellationToken)
    {
        await db.Database.ExecuteSqlRawAsync($"DROP SCHEMA \"tenant_{tenant:N}\" CASCADE", cancellationToken);
    }
}
