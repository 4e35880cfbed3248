using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>Lets a parent in who knows the PIN: header <c>x-parent-pin</c>, or parameter <c>pin</c> where a header cannot be sent.</summary>
internal sealed class ParentPinFilter(RabbitOptions options, RabbitLimits limits) : IEndpointFilter
{
    public const string Header = "x-parent-pin";

    public const string Parameter = "pin";

    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, address) = (context.HttpContext.Request, context.HttpContext.Connection.RemoteIpAddress);
        if (options.ParentPin is not { Length: > 0 } pin)
            throw new RabbitException(500, RabbitCodes.PinNotConfigured, "No PIN is configured, so nothing can be read here: set Rabbit:ParentPin.");
        limits.CheckPins(address);
        var given = request.Headers[Header].ToString() is { Length: > 0 } header ? header : request.Query[Parameter].ToString();
        // Of the hashes: how long it takes says neither how much of it is right nor how long it is.
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(pin))))
        {
            if (given.Length > 0) limits.CountWrongPin(address);
            throw new RabbitException(401, RabbitCodes.PinInvalid, $"This needs the parent's PIN, in the header {Header} or the parameter {Parameter}.");
        }
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return next(context);
    }
}
