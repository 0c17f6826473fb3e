namespace CarefulShop.Accounting;

/// <summary>Exports the bookings of yesterday, every day.</summary>
public class AccountingWorker(IServiceScopeFactory scopes, TimeProvider clock, ILogger<AccountingWorker> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            var day = DateOnly.FromDateTime(clock.GetLocalNow().Date).AddDays(-1);
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                await scope.ServiceProvider.GetRequiredService<AccountingExport>().ExportAsync(day, stoppingToken);
            }
            catch (Exception ex) when (ex is not OperationCanceledException)
            {
                logger.LogError(ex, "The export of {Day} failed and has to be repeated by hand", day);
            }

            await Task.Delay(TimeSpan.FromDays(1), clock, stoppingToken);
        }
    }
}
