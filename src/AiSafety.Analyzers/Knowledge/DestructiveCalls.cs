using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What a destructive call takes away.</summary>
internal enum Loss
{
    /// <summary>Rows of a table.</summary>
    Rows,

    /// <summary>Documents or keys of a store.</summary>
    Documents,

    /// <summary>A database, table, collection, index, bucket or container with all that is in it.</summary>
    Store,

    /// <summary>Messages that wait in a queue, or the queue or topic itself.</summary>
    Messages,

    /// <summary>Files or folders.</summary>
    Files,

    /// <summary>Running infrastructure: machines, clusters, namespaces, stacks, resource groups.</summary>
    Infrastructure,
}

/// <summary>What says how much a destructive call takes.</summary>
internal enum Bounded
{
    /// <summary>The query that it is called on.</summary>
    ByReceiver,

    /// <summary>A filter among its arguments.</summary>
    ByFilter,

    /// <summary>The entities that it is given.</summary>
    ByEntities,

    /// <summary>A name: one thing, with all that is in it.</summary>
    ByName,

    /// <summary>A path, and whether it is recursive.</summary>
    ByPath,

    /// <summary>Nothing: it takes all there is.</summary>
    ByNothing,
}

/// <summary>A call that takes something away, or overwrites it.</summary>
/// <param name="Loss">What is lost.</param>
/// <param name="Bounded">What limits the loss.</param>
internal sealed record DestructiveCall(Loss Loss, Bounded Bounded)
{
    /// <summary>Whether it deletes, rather than overwrites.</summary>
    public bool Deletes { get; init; } = true;

    /// <summary>What is gone, for messages, with its article: <c>the database with all its tables</c>.</summary>
    public string What { get; init; } = "";

    /// <summary>The parameter, or property of the request, that makes it a rehearsal: <c>dryRun</c>.</summary>
    public string? Rehearsal { get; init; }

    /// <summary>Parameters that pick some of it, or forbid it where somebody still uses it.</summary>
    public string[] Selectors { get; init; } = [];

    /// <summary>The property of the request that takes away the last copy, too.</summary>
    public string? Warning { get; init; }

    /// <summary>Only with one of these as its command text; none where every call counts.</summary>
    public string[] Commands { get; init; } = [];

    /// <summary>Whether applications hold many of them, one per user, order or job, and delete one as part of their work: a container, a queue.</summary>
    public bool IsOneOfMany { get; init; }

    /// <summary>Whether it can usually be built again from other data: a search index.</summary>
    public bool IsDerived { get; init; }

    /// <summary>Third person, for messages.</summary>
    public string Verb => Deletes ? "deletes" : "changes";

    /// <summary>Past participle, for messages.</summary>
    public string Participle => Deletes ? "deleted" : "changed";
}

/// <summary>
/// The calls that destroy data, in parts by what bounds them, so that a rule registers only where a call that it is about exists.
/// <see cref="All"/> is the whole; a test compares it with the parts.
/// </summary>
internal static partial class DestructiveCalls
{
    /// <summary>Every part.</summary>
    public static IEnumerable<FactTable<DestructiveCall>> All => [OnQueries, ByPredicate, OfFirstDocuments, OfAllDocuments, ByQuery, OfItems, OfEntities, OfFolders, OfFiles, OfStores, OfMigrations];
}
