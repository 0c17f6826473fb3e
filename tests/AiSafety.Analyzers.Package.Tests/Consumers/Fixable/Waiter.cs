namespace Shop;

public static class Waiter
{
    public static async Task Wait(CancellationToken token)
    {
        await Task.Delay(100);
        await Task.Delay(200);
        token.ThrowIfCancellationRequested();
    }
}
