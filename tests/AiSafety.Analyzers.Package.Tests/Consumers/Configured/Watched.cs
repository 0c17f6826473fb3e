namespace Shop;

public sealed record WatchedLetter(byte[] Text, CancellationToken Token);

public sealed class Watched
{
    public async Task Send(WatchedLetter letter, Stream server)
    {
        await server.WriteAsync(letter.Text);
    }
}
