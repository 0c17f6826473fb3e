namespace AiSafety.Analyzers.Shell;

/// <summary>Clients of databases.</summary>
internal sealed partial class ShellReader
{
    private void JudgeDatabases(Context context)
    {
        var arguments = context.Arguments;
        switch (context.Program)
        {
            case "dropdb":
                if (arguments.Operands("-h", "-p", "-U", "-w", "-W", "--host", "--port", "--username", "--maintenance-db") is [_, ..] databases && !arguments.HasLetter('i') && !arguments.Has("--interactive"))
                    Add(context, "drops a database", OfNames(databases));
                break;
            case "psql":
                AddSql(context, arguments.Value("-c", "--command"), readsInput: !arguments.Has("-f", "--file"));
                break;
            case "mysql" or "mariadb":
                AddSql(context, arguments.Value("-e", "--execute"), readsInput: true);
                break;
            case "sqlcmd" or "osql":
                AddSql(context, arguments.Value("-Q", "-q", "--query", "--initial-query"), readsInput: false);
                break;
            case "invoke-sqlcmd":
                AddSql(context, arguments.Value("-Query", "-query"), readsInput: false);
                break;
            case "sqlite3" or "duckdb":
                AddSql(context, arguments.Operands("-cmd", "-separator", "-init").Skip(1).FirstOrDefault(), readsInput: true);
                break;
            case "clickhouse-client":
                AddSql(context, arguments.Value("-q", "--query"), readsInput: true);
                break;
            case "cqlsh":
                AddSql(context, arguments.Value("-e", "--execute"), readsInput: true);
                break;
            case "mysqladmin":
                if (arguments.Operands("-u", "-h", "-P", "--user", "--host", "--port") is [{ Constant: "drop" }, ..] drop)
                    Add(context, "drops a database", OfNames(drop.Skip(1)));
                break;
            case "redis-cli" or "valkey-cli":
                JudgeRedis(context);
                break;
            case "mongosh" or "mongo":
                JudgeMongo(context);
                break;
            case "dotnet" or "dotnet-ef":
                var verbs = arguments.Operands("-p", "--project", "-s", "--startup-project", "-c", "--context", "--framework", "--configuration").Select(word => word.Constant).ToList();
                if (context.Program == "dotnet" ? verbs is ["ef", "database", "drop", ..] : verbs is ["database", "drop", ..])
                    Add(context, "drops the database of the project", ShellSureness.Certain);
                break;
        }
    }

    private void AddSql(Context context, ShellWord? text, bool readsInput)
    {
        if ((text?.ToPlainText() ?? (readsInput ? Input(context.Command) : null)) is { } sql && Sql(sql) is var (loss, sureness))
            Add(context, loss, sureness);
    }

    private void JudgeRedis(Context context)
    {
        var words = context.Arguments.Operands("-h", "-p", "-a", "-n", "-u", "-s", "--user", "--pass", "-i", "-r");
        var command = words.Count > 0 ? words[0].Constant : Input(context.Command)?.Combined.Trim();
        if (IsAny(command, "flushall", "flushdb", "flushall async", "flushdb async"))
            Add(context, "deletes every key", ShellSureness.Certain);
    }

    private void JudgeMongo(Context context)
    {
        if ((context.Arguments.Value("--eval", "-eval")?.ToText() ?? Input(context.Command)) is not { } script)
            return;
        var text = new string(script.Combined.Where(c => !char.IsWhiteSpace(c)).ToArray());
        if (text.Contains(".dropDatabase("))
            Add(context, "drops a database", ShellSureness.Certain);
        else if (text.Contains(".drop()"))
            Add(context, "drops a collection", ShellSureness.Certain);
        else if (text.Contains(".deleteMany({})") || text.Contains(".remove({})"))
            Add(context, "deletes every document of a collection", ShellSureness.Certain);
    }
}
