namespace CarelessShop.Accounting;

/// <summary>Exports the bookings of yesterday, every day.</summary>
public class AccountingWorker(IServiceScopeFactory scopes, TimeProvider clock) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await using var scope = scopes.CreateAsyncScope();
            var export = scope.ServiceProvider.GetRequiredService<AccountingExport>();
            await export.ExportAsync(DateOnly.FromDateTime(clock.GetLocalNow().Date).AddDays(-1), default);
            await Task.Delay(TimeSpan.FromDays(1));
        }
    }
}
