namespace Shop;

public sealed record Letter(byte[] Text, CancellationToken Token);

public sealed class Mailer
{
    // AIS2001 at its level Minimal.
    public void Queue(string address)
    {
        try
        {
            File.AppendAllText("outbox.txt", address);
        }
        catch (Exception)
        {
        }
    }

    // AIS3001 at its level Recommended.
    public async Task Wait(CancellationToken token)
    {
        await Task.Delay(100);
        token.ThrowIfCancellationRequested();
    }

    // AIS3001 at the level Strict: the token is carried by what is written.
    public async Task Send(Letter letter, Stream server)
    {
        await server.WriteAsync(letter.Text);
    }
}
