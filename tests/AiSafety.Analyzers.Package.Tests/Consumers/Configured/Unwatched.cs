namespace Shop;

public sealed record UnwatchedLetter(byte[] Text, CancellationToken Token);

public sealed class Unwatched
{
    public async Task Send(UnwatchedLetter letter, Stream server)
    {
        await server.WriteAsync(letter.Text);
    }
}
