using System.Security.Claims;
using System.Text.Encodings.Web;
using EventSourced.Api.Problems;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventSourced.Api.Access;

/// <summary>Who may call: whatever does not say otherwise, unknown addresses included, needs a token.</summary>
internal static class TokenAccess
{
    public const string Scheme = "Token";

    public static IServiceCollection AddTokenAccess(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AdminTokens>();
        services.AddSingleton<ISchemaPart, AdminTokenSchema>();
        services.AddAuthentication(Scheme).AddScheme<AuthenticationSchemeOptions, TokenHandler>(Scheme, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser().Build());
        return services;
    }

    /// <summary>The name of the caller's token.</summary>
    public static string Actor(this HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true, Name: { } name } ? name : throw new InvalidOperationException($"{context.Request.Path} is open and has no actor.");

    public static bool IsAdmin(this HttpContext context) => context.User.Identity?.IsAuthenticated == true;
}

/// <summary>Checks the token of a request.</summary>
internal sealed class TokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AdminTokens tokens, RefusedRequests refused, TimeProvider time)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5), s_healthLimit = TimeSpan.FromSeconds(1);

    private const string HowTo = "Send it as \"Authorization: Bearer TOKEN\" or \"x-admin-token: TOKEN\".";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (SecretOf(Request) is not { } secret) return AuthenticateResult.NoResult();
        if (secret.Length == 0) return Refuse("token_invalid", $"The token is empty, or Authorization is not of the form Bearer TOKEN. {HowTo}");
        AdminToken? token;
        try
        {
            // Health answers in time, without details for a caller whose token cannot be checked.
            token = await tokens.FindAsync(secret, Context.RequestAborted).WaitAsync(IsHealth ? s_healthLimit : s_limit, Context.RequestAborted);
        }
        catch (Exception e) when (IsHealth && DatabaseAway.ReasonOf(e) is not null)
        {
            return AuthenticateResult.NoResult();
        }
        catch (TimeoutException) when (IsHealth)
        {
            return AuthenticateResult.NoResult();
        }
        catch (TimeoutException)
        {
            throw new TokensUnavailableException(s_limit);
        }
        if (token is null)
            return Refuse("token_invalid", $"The token is not known here. {HowTo}");
        if (token.RevokedAt is { } revoked) return Refuse("token_revoked", $"The token {token.Name} was revoked at {revoked.UtcDateTime:O}. Ask an admin for another.");
        if (token.ExpiresAt is { } expires && expires <= time.GetUtcNow())
            return Refuse("token_expired", $"The token {token.Name} expired at {expires.UtcDateTime:O}. Ask an admin for another.");
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, token.Name)], Scheme.Name);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = (await HandleAuthenticateOnceSafeAsync()).Failure as TokenRefusedException;
        // Without what the caller sent: a misspelt token may be a token.
        refused.Count(refusal?.Code ?? "token_missing", $"{Request.Method} {Context.GetEndpoint()?.DisplayName ?? "of an unknown address"} from {Context.Connection.RemoteIpAddress}");
        Response.Headers.WWWAuthenticate = refusal is null ? "Bearer realm=\"eventsourced\"" : "Bearer realm=\"eventsourced\", error=\"invalid_token\"";
        await new ProblemDocument(401, refusal?.Code ?? "token_missing", refusal?.Message ?? $"This needs an admin token. {HowTo}").ExecuteAsync(Context);
    }

    private bool IsHealth => Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);

    private static AuthenticateResult Refuse(string code, string detail) => AuthenticateResult.Fail(new TokenRefusedException(code, detail));

    private static string? SecretOf(HttpRequest request)
    {
        if (request.Headers.TryGetValue("x-admin-token", out var own)) return own.ToString().Trim();
        if (!request.Headers.TryGetValue("Authorization", out var authorization)) return null;
        var text = authorization.ToString();
        return text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? text[7..].Trim() : "";
    }

    private sealed class TokenRefusedException(string code, string detail) : Exception(detail)
    {
        public string Code { get; } = code;
    }
}
