using System;
using System.Collections.Generic;
using System.Linq;

namespace Corpus.Clean.LookAlikes;

/// <summary>An in-memory set whose members are named like those of an object mapper.</summary>
public sealed class DbSet<T> : IEnumerable<T>
{
    private readonly List<T> _items = [];

    public DbSet<T> Where(Func<T, bool> predicate)
    {
        var kept = new DbSet<T>();
        kept._items.AddRange(_items.Where<T>(predicate));
        return kept;
    }

    public int ExecuteDelete()
    {
        var count = _items.Count;
        _items.Clear();
        return count;
    }

    public int ExecuteUpdate(Action<T> change)
    {
        _items.ForEach(change);
        return _items.Count;
    }

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

public sealed class Scratchpad
{
    public DbSet<string> Notes { get; } = new();

    public int Clear() => Notes.ExecuteDelete();

    public int ClearAll() => Notes.Where(_ => true).ExecuteDelete();
}

/// <summary>A console that takes text which reads like SQL; it reaches no database.</summary>
public sealed class Transcript
{
    private readonly List<string> _lines = [];

    public string CommandText { get; set; } = "";

    public int Execute(string text)
    {
        _lines.Add(text);
        return _lines.Count;
    }

    public void Demonstrate()
    {
        CommandText = "DELETE FROM customers";
        Execute("DELETE FROM customers");
        Execute("UPDATE customers SET active = 0");
        Execute("DELETE FROM customers WHERE 1 = 1");
    }
}

public readonly struct CancellationToken
{
    public static CancellationToken None => default;
}

/// <summary>Takes this namespace's own token, which stops nothing.</summary>
public sealed class Ledger
{
    public int Add(int amount, CancellationToken token = default) => token.Equals(CancellationToken.None) ? amount : -amount;

    public int AddTwice(int amount, CancellationToken token) => Add(amount) + Add(amount);
}

public sealed class Task
{
    public static Task Run(Action work)
    {
        work();
        return new Task();
    }
}

public sealed class Sheet
{
    public void Calculate()
    {
        _ = Task.Run(() => Console.WriteLine("done"));
        Task.Run(() => Console.WriteLine("done"));
    }
}
