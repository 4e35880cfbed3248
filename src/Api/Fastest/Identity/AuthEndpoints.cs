using EventSourced.Api.Commands;
using EventSourced.Commands.Fastest.Identity;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Identity;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>Signing in with Google or with a code from a mail, and the user of a session (specification, 2.1).</summary>
internal static class AuthEndpoints
{
    public static async Task<IResult> GoogleAsync(HttpContext context, IGoogleCredentials google, UserIds users, CommandRuns runs)
    {
        var body = await CommandBody.ReadBodyAsync<GoogleRequest>(context);
        var person = await google.CheckAsync(body.Credential);
        var (user, token) = (await users.OfAsync(person.Email, context.RequestAborted), Tokens.NewSession());
        var run = await runs.SignInAsync(context, new OpenUserSession(user, Tokens.HashOf(token), person.Email, person.Name, person.Picture));
        return await SignedInAsync(context, runs, run, token, user);
    }

    // For the service that sends mails: only an admin gets the code.
    public static async Task<IResult> IssueCodeAsync(HttpContext context, UserIds users, CommandRuns runs)
    {
        var body = await CommandBody.ReadBodyAsync<CodeRequest>(context);
        var (email, code) = (EmailOf(body.Email), Tokens.NewCode());
        await runs.RunAsync(context, RequestId.Of(context), new IssueAuthCode(await users.OfAsync(email, context.RequestAborted), code, email));
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new CodeAnswer(code, (int)SignInTimes.AuthCode.TotalSeconds));
    }

    public static async Task<IResult> RedeemCodeAsync(HttpContext context, UserIds users, CommandRuns runs)
    {
        var body = await CommandBody.ReadBodyAsync<RedeemRequest>(context);
        var (email, token) = (EmailOf(body.Email), Tokens.NewSession());
        var user = await users.OfAsync(email, context.RequestAborted);
        var run = await runs.SignInAsync(context, new RedeemAuthCode(user, body.Code ?? "", Tokens.HashOf(token), email));
        return await SignedInAsync(context, runs, run, token, user);
    }

    public static async Task<IResult> MeAsync(HttpContext context, ReadTableReader tables)
    {
        var user = context.UserId().ToString();
        return await tables.From<Users>().Where(r => r.Id, user).FirstAsync(context.RequestAborted) is { } row
            ? Results.Ok(new MeAnswer(new UserShape(row.Id, row.Email, row.Name, row.Picture, row.CreatedAt)))
            : throw FastestException.NotFound($"There is no user {user}.");
    }

    private static async Task<IResult> SignedInAsync(HttpContext context, CommandRuns runs, CommandRun run, string token, Guid user)
    {
        await runs.ReachAsync<Users>(run, context);
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new TokenAnswer(token, "bearer", (int)SignInTimes.Session.TotalSeconds, user.ToString()));
    }

    private static string EmailOf(string? text) => EmailAddress.Of(text) ?? throw FastestException.Invalid($"email must be {EmailAddress.Sentence}.");
}

/// <summary>A credential of Google.</summary>
internal sealed record GoogleRequest(string? Credential = null);

/// <summary>An address that wants a code.</summary>
internal sealed record CodeRequest(string? Email = null);

/// <summary>A code from a mail, with the address that it was sent to.</summary>
internal sealed record RedeemRequest(string? Email = null, string? Code = null);

/// <summary>A code to send to its address.</summary>
internal sealed record CodeAnswer(string Code, int ExpiresIn);

/// <summary>A session.</summary>
internal sealed record TokenAnswer(string AccessToken, string TokenType, int ExpiresIn, string UserId);

/// <summary>The user of the session.</summary>
internal sealed record MeAnswer(UserShape User);

/// <summary>A user.</summary>
internal sealed record UserShape(string Id, string Email, string? Name, string? Picture, string CreatedAt);
