using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace Corpus.Careless.ChatHub;

public class ChatMessage
{
    public int Id { get; set; }
    public string Room { get; set; } = "";
    public string Author { get; set; } = "";
    public string Text { get; set; } = "";
}

public class ChatContext(DbContextOptions<ChatContext> options) : DbContext(options)
{
    public DbSet<ChatMessage> Messages => Set<ChatMessage>();
}

public class ChatHub(ChatContext db, ILogger<ChatHub> logger) : Hub
{
    public async Task Join(string room)
    {
        await Groups.AddToGroupAsync(Context.ConnectionId, room, Context.ConnectionAborted);
        var history = await db.Messages.Where(m => m.Room == room).OrderByDescending(m => m.Id).Take(50).ToListAsync();
        await Clients.Caller.SendAsync("history", history, Context.ConnectionAborted);
    }

    public async Task Send(string room, string text)
    {
        db.Messages.Add(new ChatMessage { Room = room, Author = Context.UserIdentifier ?? "", Text = text });
        await db.SaveChangesAsync();
        _ = Clients.Group(room).SendAsync("message", text);
    }

    public void Typing(string room)
    {
        Clients.OthersInGroup(room).SendAsync("typing", Context.UserIdentifier);
    }

    public async Task<List<ChatMessage>> Search(string room, string text)
    {
        try
        {
            return await db.Messages.Where(m => m.Room == room && m.Text.Contains(text)).Take(50).ToListAsync(Context.ConnectionAborted);
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Search in {Room} failed", room);
            return [];
        }
    }
}

public static class ChatApi
{
    public static void MapChat(this IEndpointRouteBuilder app)
    {
        app.MapGet("/rooms/{room}", async (string room, ChatContext db, CancellationToken cancellationToken) =>
        {
            var messages = await db.Messages.Where(m => m.Room == room).Take(50).ToListAsync();
            return Results.Ok(messages);
        });

        app.MapDelete("/rooms/{room}", async (string room, ChatContext db, CancellationToken cancellationToken) =>
        {
            var removed = await db.Messages.ExecuteDeleteAsync(cancellationToken);
            return Results.Ok(removed);
        });

        app.MapPost("/rooms/{room}/export", async (string room, HttpContext context, ChatContext db) =>
        {
            var count = await db.Messages.CountAsync(m => m.Room == room);
            return Results.Ok(new { room, count });
        });

        app.MapPost("/rooms/{room}/close", (string room, IHubContext<ChatHub> hub) =>
        {
            hub.Clients.Group(room).SendAsync("closed");
            return Results.Accepted();
        });

        app.MapGet("/rooms/{room}/last", async (string room, ChatContext db, CancellationToken cancellationToken) =>
        {
            try
            {
                var last = await db.Messages.Where(m => m.Room == room).OrderBy(m => m.Id).LastOrDefaultAsync(cancellationToken);
                return last is null ? Results.NotFound() : Results.Ok(last);
            }
            catch (Exception)
            {
                return Results.StatusCode(StatusCodes.Status500InternalServerError);
            }
        });
    }
}

public sealed class BodyLogger(RequestDelegate next, ILogger<BodyLogger> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
        var body = await reader.ReadToEndAsync();
        context.Request.Body.Position = 0;
        logger.LogDebug("Request of {Length} characters", body.Length);
        await next(context);
    }
}
