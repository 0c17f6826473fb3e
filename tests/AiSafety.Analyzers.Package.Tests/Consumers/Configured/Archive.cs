namespace Shop;

public sealed class Archive
{
    public void Purge(string name) => Console.WriteLine(name);
}

public sealed class Cleaner(Archive archive)
{
    public void Run(string name) => archive.Purge(name);
}
