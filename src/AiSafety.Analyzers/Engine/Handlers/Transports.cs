using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Exceptions that say that a transport or a store failed, and never that something is absent.</summary>
internal sealed class Transports
{
    private static readonly string[] Failing =
    [
        "System.Net.Http.HttpRequestException", "System.Data.Common.DbException", "System.IO.IOException", "System.Net.Sockets.SocketException",
        "System.TimeoutException", "StackExchange.Redis.RedisException", "MongoDB.Driver.MongoException",
    ];

    private static readonly string[] Absent =
    [
        "System.IO.FileNotFoundException", "System.IO.DirectoryNotFoundException", "System.IO.EndOfStreamException",
        "System.IO.DriveNotFoundException", "System.IO.PathTooLongException", "System.IO.InvalidDataException",
    ];

    private readonly ImmutableArray<INamedTypeSymbol> failing;
    private readonly ImmutableArray<INamedTypeSymbol> absent;

    private Transports(Session session)
    {
        failing = Resolve(Failing);
        absent = Resolve(Absent);

        ImmutableArray<INamedTypeSymbol> Resolve(string[] names) =>
            ImmutableArray.CreateRange(names.Select(session.Type).OfType<INamedTypeSymbol>());
    }

    public static Transports Of(Session session) => session.Part(static each => new Transports(each));

    /// <summary>Whether the type is one of them.</summary>
    public bool Contains(ITypeSymbol exception) => Any(failing, exception) && !Any(absent, exception);

    private static bool Any(ImmutableArray<INamedTypeSymbol> types, ITypeSymbol exception)
    {
        foreach (var type in types)
        {
            if (exception.Inherits(type))
                return true;
        }

        return false;
    }
}
