using EventSourced.Api.Access;
using EventSourced.Api.Commands;
using EventSourced.Commands.Fastest.Identity;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Identity;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>The device flow (specification, 2.1; RFC 8628).</summary>
internal static class DeviceEndpoints
{
    private const string GrantType = "urn:ietf:params:oauth:grant-type:device_code";

    // There are 3 billion user codes: that two in a row are in use is practically impossible.
    private const int Tries = 5;

    public static async Task<IResult> StartAsync(HttpContext context, CommandRuns runs, FastestOptions options)
    {
        for (var tried = 1; ; tried++)
        {
            var (device, user) = (Tokens.NewCode(), Tokens.NewUserCode());
            try
            {
                await runs.SignInAsync(context, new StartDevice(device, user));
            }
            catch (FastestException e) when (e.Status == 409 && tried < Tries)
            {
                continue;
            }
            context.Response.Headers.CacheControl = "no-store";
            return Results.Ok(new DeviceAnswer(device, user, options.VerificationUri, $"{options.VerificationUri}?code={user}", (int)SignInTimes.DeviceCode.TotalSeconds, PollTimes.Interval));
        }
    }

    public static async Task<IResult> PollAsync(HttpContext context, CommandRuns runs, PollTimes polls)
    {
        var body = await CommandBody.ReadBodyAsync<PollRequest>(context);
        if (body.GrantType != GrantType) throw new OAuthException("unsupported_grant_type", $"grant_type must be {GrantType}.");
        if (string.IsNullOrEmpty(body.DeviceCode)) throw new OAuthException("invalid_request", "device_code is missing.");
        if (body.DeviceCode.Length > 100) throw new OAuthException("invalid_grant", "The device code is unknown. Start again.");
        if (polls.IsTooFast(body.DeviceCode)) throw new OAuthException("slow_down", $"Poll at most every {PollTimes.Interval} seconds; wait 5 seconds longer from now on.");
        var token = Tokens.NewSession();
        try
        {
            var run = await runs.SignInAsync(context, new ExchangeDeviceCode(body.DeviceCode, Tokens.HashOf(token)));
            await runs.ReachAsync<DeviceCodes>(run, context);
        }
        catch (FastestException e) when (e.OAuth is { } code)
        {
            throw new OAuthException(code, e.Message);
        }
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new DeviceTokenAnswer(token, "bearer", (int)SignInTimes.Session.TotalSeconds));
    }

    public static async Task<IResult> AuthorizeAsync(HttpContext context, CommandRuns runs, IGoogleCredentials google, UserIds users, UserCodeLimits limits)
    {
        var body = await CommandBody.ReadBodyAsync<AuthorizeRequest>(context);
        var code = Tokens.UserCodeOf(body.UserCode) ?? throw new OAuthException("invalid_request", "user_code must have four letters and four digits, as the device shows them.");
        var user = await UserOfAsync(context, body.Credential, runs, google, users);
        await limits.CountAsync(context, user);
        var run = await runs.SignInAsync(context, new AuthorizeDevice(code, user));
        await runs.ReachAsync<DeviceCodes>(run, context);
        return Results.Ok(new SuccessAnswer(true));
    }

    public static async Task<IResult> DenyAsync(HttpContext context, CommandRuns runs, UserCodeLimits limits)
    {
        var body = await CommandBody.ReadBodyAsync<DenyRequest>(context);
        if (Tokens.UserCodeOf(body.UserCode) is { } code)
        {
            await limits.CountAsync(context, null);
            await runs.SignInAsync(context, new DenyDevice(code));
        }
        return Results.Ok(new SuccessAnswer(true));
    }

    // The session's user, or that of a credential, who may be new.
    private static async Task<Guid> UserOfAsync(HttpContext context, string? credential, CommandRuns runs, IGoogleCredentials google, UserIds users)
    {
        if (credential is null) return context.Principal() is null ? throw new FastestException(401, FastestCodes.Unauthorized, "Send the token of a session, or a credential of Google.") : context.UserId();
        var person = await google.CheckAsync(credential);
        var user = await users.OfAsync(person.Email, context.RequestAborted);
        await runs.SignInAsync(context, new RegisterUser(user, person.Email, person.Name, person.Picture));
        return user;
    }
}

/// <summary>A poll of a device.</summary>
internal sealed record PollRequest(string? GrantType = null, string? DeviceCode = null, string? ClientId = null);

/// <summary>A user code with the credential of its user, if the request has no session.</summary>
internal sealed record AuthorizeRequest(string? UserCode = null, string? Credential = null);

/// <summary>The code of a device to refuse.</summary>
internal sealed record DenyRequest(string? UserCode = null);

/// <summary>The codes of a device.</summary>
internal sealed record DeviceAnswer(string DeviceCode, string UserCode, string VerificationUri, string VerificationUriComplete, int ExpiresIn, int Interval);

/// <summary>The session of a device.</summary>
internal sealed record DeviceTokenAnswer(string AccessToken, string TokenType, int ExpiresIn);
