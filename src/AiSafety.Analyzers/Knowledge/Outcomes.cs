using AiSafety.Analyzers.Engine.Facts;

namespace AiSafety.Analyzers.Knowledge;

/// <summary>What the outcome of a call says.</summary>
internal enum OutcomeRole
{
    /// <summary>Whether the server had what was asked for.</summary>
    HttpRead,

    /// <summary>Whether the server did what it was told.</summary>
    HttpWrite,

    /// <summary>Either, as the request says.</summary>
    HttpSend,

    /// <summary>Whether a queue had room for the item.</summary>
    Offer,

    /// <summary>Whether a lock was taken before the time was up.</summary>
    Lock,

    /// <summary>Nothing by itself, but from now on the process has an exit code.</summary>
    Wait,
}

/// <summary>A call whose outcome says whether it worked.</summary>
/// <param name="Role">What the outcome says.</param>
/// <param name="Instead">For a queue: the member that waits for room.</param>
internal sealed record OutcomeCall(OutcomeRole Role, string Instead = "");

/// <summary>A type whose values say whether something worked.</summary>
/// <param name="Name">Metadata name of the class or interface.</param>
/// <param name="Check">What to do with a value.</param>
internal sealed record OutcomeType(string Name, string Check);

/// <summary>Calls that report failure by what they return instead of an exception.</summary>
internal static class Outcomes
{
    private static readonly OutcomeCall Read = new(OutcomeRole.HttpRead);
    private static readonly OutcomeCall Write = new(OutcomeRole.HttpWrite);
    private static readonly OutcomeCall Send = new(OutcomeRole.HttpSend);
    private static readonly OutcomeCall Lock = new(OutcomeRole.Lock);
    private static readonly OutcomeCall Wait = new(OutcomeRole.Wait);

    public static readonly FactTable<OutcomeCall> Calls = new("outcomes")
    {
        { "System.Collections.Concurrent.BlockingCollection`1", "TryAdd", new(OutcomeRole.Offer, "Add") },
        { "System.Diagnostics.Process", "WaitForExit?", Wait },
        { "System.Net.Http.HttpClient", "GetAsync", Read },
        { "System.Net.Http.HttpClient", "DeleteAsync", Write },
        { "System.Net.Http.HttpClient", "PatchAsync", Write },
        { "System.Net.Http.HttpClient", "PostAsync", Write },
        { "System.Net.Http.HttpClient", "PutAsync", Write },
        { "System.Net.Http.HttpClient", "Send?", Send },
        { "System.Net.Http.HttpMessageInvoker", "Send?", Send },
        { "System.Net.Http.Json.HttpClientJsonExtensions", "PatchAsJsonAsync", Write },
        { "System.Net.Http.Json.HttpClientJsonExtensions", "PostAsJsonAsync", Write },
        { "System.Net.Http.Json.HttpClientJsonExtensions", "PutAsJsonAsync", Write },
        { "System.Threading.Monitor", "TryEnter", Lock },
        { "System.Threading.SemaphoreSlim", "Wait?", Lock },
        { "System.Threading.WaitHandle", "WaitOne", Lock },
        { "System.Threading.Channels.ChannelWriter`1", "TryWrite", new(OutcomeRole.Offer, "WriteAsync") },
    };

    public static readonly OutcomeType[] Types =
    [
        new("ErrorOr.IErrorOr", "test 'IsError' and act on it"),
        new("FluentResults.IResultBase", "test 'IsFailed' and act on it"),
        new("FluentValidation.Results.ValidationResult", "test 'IsValid' and act on it, or call 'ValidateAndThrow'"),
        new("Microsoft.AspNetCore.Identity.IdentityResult", "test 'Succeeded' and act on it"),
        new("Microsoft.AspNetCore.Identity.SignInResult", "test 'Succeeded' and act on it"),
        new("System.Threading.RateLimiting.RateLimitLease", "test 'IsAcquired' before the work"),
        new("OneOf.IOneOf", "deal with each case by 'Match' or 'Switch'"),
    ];
}
