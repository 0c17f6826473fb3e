using Microsoft.CodeAnalysis;

namespace AiSafety.Analyzers.Engine.Handlers;

/// <summary>Exceptions that are answers to a client: what was behind them is not for the client to see. Names only ever silence a finding.</summary>
internal static class ClientFacing
{
    private static readonly string[] Words =
    [
        "AccessDenied", "AlreadyExists", "Authentication", "Authorization", "BadRequest", "Business", "Concurrency", "Conflict", "Domain", "Duplicate", "Forbidden", "HubException",
        "McpException", "McpProtocol", "NotAllowed", "NotFound", "Problem", "RpcException", "Unauthorized", "Unprocessable", "UserFriendly", "Validation",
    ];

    /// <summary>Whether the type, or one that it derives from, says by its name or by a status code that a client is answered.</summary>
    public static bool Is(ITypeSymbol exception)
    {
        for (var type = exception; type is { SpecialType: not SpecialType.System_Object } && type.Name != nameof(Exception); type = type.BaseType)
        {
            foreach (var word in Words)
            {
                if (type.Name.IndexOf(word, StringComparison.Ordinal) >= 0)
                    return true;
            }

            if (type.GetMembers().Any(member => member is IPropertySymbol { Name: "StatusCode" or "HttpStatusCode" or "Status" }))
                return true;
        }

        return false;
    }
}
