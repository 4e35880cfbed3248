using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Rabbit.Sessions;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Rabbit;

/// <summary>
/// Checks a parent's PIN. The operator's PIN gives access to all children, the PIN of a child to that child, named by <c>childId</c>. The PIN is sent in the header
/// <c>x-parent-pin</c>, or in the parameter <c>pin</c> where a header cannot be sent.
/// </summary>
internal sealed class ParentPinFilter(RabbitHttpOptions options, ChildPins pins, PinGuard guard) : IEndpointFilter
{
    public const string Header = "x-parent-pin";

    public const string Parameter = "pin";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var (request, address) = (context.HttpContext.Request, context.HttpContext.Connection.RemoteIpAddress);
        var given = request.Headers[Header].ToString() is { Length: > 0 } header ? header : request.Query[Parameter].ToString();
        if (given.Length == 0)
        {
            await CheckConfiguredAsync(context.HttpContext.RequestAborted);
            throw Refused();
        }
        guard.Begin(address);
        var child = RequestText.Parameter(request, ParentScope.Parameter);
        if (await ScopeAsync(given, child, context.HttpContext.RequestAborted) is not { } scope)
        {
            guard.Wrong(address);
            await CheckConfiguredAsync(context.HttpContext.RequestAborted);
            throw Refused();
        }
        guard.Right(address);
        scope.Enter(context.HttpContext);
        context.HttpContext.Response.Headers.CacheControl = "no-store";
        return await next(context);
    }

    private async Task<ParentScope?> ScopeAsync(string given, string? child, CancellationToken cancellationToken)
    {
        // Both are always compared, so that the duration reveals nothing.
        var opensAll = options.ParentPin is { Length: > 0 } pin && Same(given, pin);
        var opensChild = child is not null && given.Length <= ChildPins.MaxLength && await pins.MatchesAsync(child, given, cancellationToken);
        return opensAll ? new ParentScope(child, IsOfChild: false) : opensChild ? new ParentScope(child, IsOfChild: true) : null;
    }

    private async Task CheckConfiguredAsync(CancellationToken cancellationToken)
    {
        if (options.ParentPin is not { Length: > 0 } && !await pins.AnyAsync(cancellationToken))
            throw new RabbitException(500, RabbitCodes.PinNotConfigured, "No PIN is configured, so access is not possible: set Rabbit:ParentPin, or a PIN for a child with PUT /api/rabbit/children/{child_id}/pin.");
    }

    // Compares hashes, so that the duration reveals neither matching characters nor the length.
    private static bool Same(string given, string pin) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given)), SHA256.HashData(Encoding.UTF8.GetBytes(pin)));

    private static RabbitException Refused() =>
        new(401, RabbitCodes.PinInvalid, $"This needs the parent's PIN, in the header {Header} or the parameter {Parameter}. The PIN of a child needs its {ParentScope.Parameter} as well.");
}
