namespace AiSafety.Analyzers.Knowledge;

/// <summary>Types whose objects are of no use after a certain moment. A derived class counts with its base.</summary>
internal static class ShortLivedTypes
{
    /// <summary>Parts of an HTTP request: recycled by the server when the request ends.</summary>
    public static readonly string[] OfRequest =
    [
        "Microsoft.AspNetCore.Http.HttpContext",
        "Microsoft.AspNetCore.Http.HttpRequest",
        "Microsoft.AspNetCore.Http.HttpResponse",
        "Microsoft.AspNetCore.Http.IFormFile",
        "Microsoft.AspNetCore.Http.ISession",
    ];

    /// <summary>Services that their frameworks register as scoped.</summary>
    public static readonly string[] OfScope =
    [
        "Microsoft.EntityFrameworkCore.DbContext",
        "Microsoft.AspNetCore.Identity.UserManager`1",
        "Microsoft.AspNetCore.Identity.SignInManager`1",
        "Microsoft.AspNetCore.Identity.RoleManager`1",
        "Microsoft.Extensions.Options.IOptionsSnapshot`1",
    ];

    /// <summary>Services that resolve what they need from the scope of whoever got them injected.</summary>
    public static readonly string[] BoundToTheScopeOfTheirUser =
    [
        "MediatR.IMediator",
        "MediatR.IPublisher",
        "MediatR.ISender",
    ];

    /// <summary>Types whose objects are made for one request.</summary>
    public static readonly string[] MadePerRequest =
    [
        "Microsoft.AspNetCore.Mvc.ControllerBase",
        "Microsoft.AspNetCore.Mvc.RazorPages.PageModel",
        "Microsoft.AspNetCore.Mvc.ViewComponent",
        "Microsoft.AspNetCore.SignalR.Hub",
    ];

    /// <summary>Disposable types that fail or give nothing once disposed.</summary>
    public static readonly string[] UselessWhenDisposed =
    [
        "Microsoft.EntityFrameworkCore.DbContext",
        "Microsoft.Extensions.DependencyInjection.AsyncServiceScope",
        "Microsoft.Extensions.DependencyInjection.IServiceScope",
        "System.Buffers.IMemoryOwner`1",
        "System.Data.Common.DbCommand",
        "System.Data.Common.DbConnection",
        "System.Data.Common.DbDataReader",
        "System.Data.Common.DbTransaction",
        "System.IO.BinaryReader",
        "System.IO.BinaryWriter",
        "System.IO.Compression.ZipArchive",
        "System.IO.Stream",
        "System.IO.TextReader",
        "System.IO.TextWriter",
        "System.Net.Http.HttpClient",
        "System.Net.Http.HttpContent",
        "System.Net.Http.HttpRequestMessage",
        "System.Net.Http.HttpResponseMessage",
        "System.Net.Sockets.Socket",
        "System.Net.Sockets.TcpClient",
        "System.Net.WebSockets.WebSocket",
        "System.Text.Json.JsonDocument",
    ];
}
