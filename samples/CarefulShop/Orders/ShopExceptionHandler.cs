using Microsoft.AspNetCore.Diagnostics;

namespace CarefulShop.Orders;

/// <summary>Answers a refused order with 409; everything else goes to the next handler.</summary>
public class ShopExceptionHandler : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (exception is not OrderRefusedException refused)
        {
            return false;
        }

        httpContext.Response.StatusCode = StatusCodes.Status409Conflict;
        await httpContext.Response.WriteAsJsonAsync(new { title = refused.Message, status = 409 }, cancellationToken);
        return true;
    }
}
