using Microsoft.Extensions.Options;

namespace CarelessShop.Payments;

public class PaymentOptions
{
    public string BaseAddress { get; set; } = "";
}

public record PaymentResult(bool Accepted, string? PaymentId, string? Problem);

public record Payout(string Id, decimal Amount);

public interface IPaymentClient
{
    Task<PaymentResult> ChargeAsync(string orderNumber, decimal amount, CancellationToken cancellationToken);

    Task<string?> GetStatusAsync(string paymentId, CancellationToken cancellationToken);

    Task RefundAsync(string paymentId, decimal amount, CancellationToken cancellationToken);

    Task<List<Payout>> GetPayoutsAsync(DateOnly day, CancellationToken cancellationToken);
}

public class PaymentClient : IPaymentClient
{
    private const int MaxAttempts = 3;

    private readonly HttpClient _http;
    private readonly ILogger<PaymentClient> _logger;

    public PaymentClient(HttpClient http, IOptions<PaymentOptions> options, ILogger<PaymentClient> logger)
    {
        _http = http;
        _http.BaseAddress = new Uri(options.Value.BaseAddress);
        _http.Timeout = TimeSpan.FromSeconds(20);
        _logger = logger;
    }

    public async Task<PaymentResult> ChargeAsync(string orderNumber, decimal amount, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= MaxAttempts; attempt++)
        {
            try
            {
                using var response = await _http.PostAsJsonAsync("charges", new { orderNumber, amount }, cancellationToken);
                response.EnsureSuccessStatusCode();
                var charge = await response.Content.ReadFromJsonAsync<Charge>(cancellationToken);
                return new PaymentResult(charge?.Status == "accepted", charge?.Id, charge?.Message);
            }
            catch (Exception ex)
            {
                _logger.LogWarning(ex, "Charging order {Number} failed, attempt {Attempt}", orderNumber, attempt);
                await Task.Delay(TimeSpan.FromSeconds(attempt));
            }
        }

        return new PaymentResult(false, null, "The payment provider did not answer.");
    }

    public async Task<string?> GetStatusAsync(string paymentId, CancellationToken cancellationToken)
    {
        try
        {
            var charge = await _http.GetFromJsonAsync<Charge>($"charges/{Uri.EscapeDataString(paymentId)}", cancellationToken);
            return charge?.Status;
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Could not read the status of payment {Payment}", paymentId);
            return null;
        }
    }

    public async Task RefundAsync(string paymentId, decimal amount, CancellationToken cancellationToken)
    {
        using var response = await _http.PostAsJsonAsync("refunds", new { paymentId, amount }, cancellationToken);
        response.EnsureSuccessStatusCode();
        _logger.LogInformation("Refunded {Amount} of payment {Payment}", amount, paymentId);
    }

    public async Task<List<Payout>> GetPayoutsAsync(DateOnly day, CancellationToken cancellationToken)
    {
        var payouts = await _http.GetFromJsonAsync<List<Payout>>($"payouts?day={day:yyyy-MM-dd}");
        return payouts ?? throw new InvalidOperationException("The payment provider sent an empty answer.");
    }

    private sealed record Charge(string Id, string Status, string? Message);
}
