using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Counts every request by the address it came from.</summary>
internal sealed class AddressLimitFilter(RabbitLimits limits) : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        limits.CountAddress(context.HttpContext.Connection.RemoteIpAddress);
        return next(context);
    }
}
