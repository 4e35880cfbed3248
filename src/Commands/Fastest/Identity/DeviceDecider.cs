using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Identity;

/// <summary>A device's request with the stream of its user code.</summary>
internal sealed record DeviceContext(DeviceState Device, UserCodeState UserCode);

/// <summary>An authorized device with the session that it gets.</summary>
internal sealed record DeviceExchange(DeviceState Device, UserSessionState Session);

/// <summary>Decides about devices that ask for access (specification, 2.1; RFC 8628). The codes of its problems are those of RFC 8628.</summary>
internal sealed class DeviceDecider :
    IJointDecider<DeviceContext, StartDevice>, IJointDecider<DeviceContext, AuthorizeDevice>, IJointDecider<DeviceContext, DenyDevice>, IJointDecider<DeviceExchange, ExchangeDeviceCode>
{
    /// <summary>The user code belongs to another device: the caller chooses a new one.</summary>
    public const string UserCodeTaken = "user_code_taken";

    public static async ValueTask<DeviceContext> LoadAsync(IStateSource source, StartDevice command, CancellationToken cancellationToken) => new(
        await source.LoadAsync(new DeviceState(FastestStreams.DeviceOf(command.DeviceCode)), cancellationToken),
        await source.LoadAsync(new UserCodeState(command.UserCode), cancellationToken));

    public static ValueTask<DeviceContext> LoadAsync(IStateSource source, AuthorizeDevice command, CancellationToken cancellationToken) => OfUserCodeAsync(source, command.UserCode, cancellationToken);

    public static ValueTask<DeviceContext> LoadAsync(IStateSource source, DenyDevice command, CancellationToken cancellationToken) => OfUserCodeAsync(source, command.UserCode, cancellationToken);

    public static async ValueTask<DeviceExchange> LoadAsync(IStateSource source, ExchangeDeviceCode command, CancellationToken cancellationToken) => new(
        await source.LoadAsync(new DeviceState(FastestStreams.DeviceOf(command.DeviceCode)), cancellationToken),
        await source.LoadAsync(new UserSessionState(command.TokenHash), cancellationToken));

    public static Decision Decide(DeviceContext states, StartDevice command, CommandContext context)
    {
        if (states.Device.Issued is not null) return Decision.Nothing;
        if (states.UserCode.Last is { } last && context.Now < last.ExpiresAt) return new Problem(409, UserCodeTaken, "Another device has this user code. Send the request again.");
        var expires = context.Now + SignInTimes.DeviceCode;
        return Decision.Of(states.Device, new DeviceCodeIssued(states.Device.DeviceId, command.DeviceCode, command.UserCode, expires, states.UserCode.Last?.DeviceId))
            .And(states.UserCode, new UserCodeAssigned(states.Device.DeviceId, command.UserCode, expires));
    }

    public static Decision Decide(DeviceContext states, AuthorizeDevice command, CommandContext context) =>
        states.Device.IsPending(context.Now) ? Decision.Of(states.Device, new DeviceAuthorized(states.Device.DeviceId, command.UserId))
        : new Problem(404, "user_code_not_found", $"No device waits with the code {command.UserCode}. Check the code; if it is older than 15 minutes, start again on the device.");

    // Refusing is always a success (specification, 2.1): the answer does not tell which codes exist.
    public static Decision Decide(DeviceContext states, DenyDevice command, CommandContext context) =>
        states.Device.IsPending(context.Now) ? Decision.Of(states.Device, new DeviceDenied(states.Device.DeviceId)) : Decision.Nothing;

    public static Decision Decide(DeviceExchange states, ExchangeDeviceCode command, CommandContext context) => states.Device switch
    {
        { Issued: null } or { IsExchanged: true } => new Problem(400, "invalid_grant", "The device code is unknown, or was used. Start again."),
        { IsDenied: true } => new Problem(400, "access_denied", "The user refused the device."),
        { Issued: { } issued } when context.Now >= issued.ExpiresAt => new Problem(400, "expired_token", "The device code has expired. Start again."),
        { UserId: { } user } => Decision.Of(states.Device, new DeviceCodeExchanged(states.Device.DeviceId, context.CommandId))
            .And(states.Session, SignIn.Open(user, command.TokenHash, context)),
        _ => new Problem(400, "authorization_pending", "The user has not answered yet. Poll again after the interval."),
    };

    private static async ValueTask<DeviceContext> OfUserCodeAsync(IStateSource source, string userCode, CancellationToken cancellationToken)
    {
        var code = await source.LoadAsync(new UserCodeState(userCode), cancellationToken);
        return new(await source.LoadAsync(new DeviceState(code.Last?.DeviceId ?? Guid.Empty), cancellationToken), code);
    }
}

internal sealed class StartDeviceValidator : AbstractValidator<StartDevice>
{
    public StartDeviceValidator()
    {
        RuleFor(c => c.DeviceCode).Matches(@"\A[A-Za-z0-9]{32}\z").WithMessage("{PropertyName} must be 32 letters and digits.");
        RuleFor(c => c.UserCode).Matches(@"\A[A-HJ-NP-Z]{4}-[0-9]{4}\z").WithMessage("{PropertyName} must be four letters without I and O, a hyphen and four digits.");
    }
}

internal sealed class AuthorizeDeviceValidator : AbstractValidator<AuthorizeDevice>
{
    public AuthorizeDeviceValidator()
    {
        RuleFor(c => c.UserCode).MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.UserId).Id();
    }
}

internal sealed class ExchangeDeviceCodeValidator : AbstractValidator<ExchangeDeviceCode>
{
    public ExchangeDeviceCodeValidator()
    {
        RuleFor(c => c.DeviceCode).MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.TokenHash).TokenHash();
    }
}
