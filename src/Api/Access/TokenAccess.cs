using System.Text.Encodings.Web;
using EventSourced.Api.Problems;
using EventSourced.Contracts;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace EventSourced.Api.Access;

/// <summary>Authorisation of requests: every route that declares nothing else, and every unknown address, needs an admin.</summary>
internal static class TokenAccess
{
    public const string Scheme = "Token";

    public static IServiceCollection AddTokenAccess(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<AdminTokens>();
        services.AddSingleton<ISchemaPart, AdminTokenSchema>();
        services.AddSingleton<ICredentialKind, AdminTokenCredential>();
        services.AddAuthentication(Scheme).AddScheme<AuthenticationSchemeOptions, CredentialHandler>(Scheme, null);
        services.AddAuthorizationBuilder().SetFallbackPolicy(Policy(Permission.Admin));
        return services;
    }

    /// <summary>Requires a permission for a route; an admin may call it as well.</summary>
    public static TBuilder Needs<TBuilder>(this TBuilder builder, string permission) where TBuilder : IEndpointConventionBuilder => builder.RequireAuthorization(Policy(permission));

    /// <summary>Requires a credential of any kind for a route, which then answers only what the caller may see.</summary>
    public static TBuilder NeedsCredential<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser().Build());

    private static AuthorizationPolicy Policy(string permission) =>
        new AuthorizationPolicyBuilder(Scheme).RequireAuthenticatedUser().RequireAssertion(context => Principal.Of(context.User)?.May(permission) == true).Build();
}

/// <summary>Checks the credential of a request.</summary>
internal sealed class CredentialHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, IEnumerable<ICredentialKind> kinds, RefusedRequests refused)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(5), s_healthLimit = TimeSpan.FromSeconds(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        foreach (var kind in kinds)
            if (kind.SecretOf(Request) is { } secret) return await CheckAsync(kind, secret);
        return AuthenticateResult.NoResult();
    }

    private async Task<AuthenticateResult> CheckAsync(ICredentialKind kind, string secret)
    {
        try
        {
            // Health answers in time: a caller whose credential cannot be checked gets no details.
            var principal = await kind.CheckAsync(secret, Context.RequestAborted).AsTask().WaitAsync(IsHealth ? s_healthLimit : s_limit, Context.RequestAborted);
            return AuthenticateResult.Success(new AuthenticationTicket(principal.ToClaims(), Scheme.Name));
        }
        catch (CredentialRefusedException e)
        {
            return AuthenticateResult.Fail(e);
        }
        catch (Exception e) when (IsHealth && (e is TimeoutException || DatabaseUnavailable.ReasonOf(e) is not null))
        {
            return AuthenticateResult.NoResult();
        }
        catch (TimeoutException)
        {
            throw new TokensUnavailableException(s_limit);
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var refusal = (await HandleAuthenticateOnceSafeAsync()).Failure as CredentialRefusedException;
        // Never log what the caller sent: a misspelt token is almost a token.
        refused.Count(refusal?.Code ?? "token_missing", $"{Request.Method} {Context.GetEndpoint()?.DisplayName ?? "of an unknown address"} from {Context.Connection.RemoteIpAddress}");
        Response.Headers.WWWAuthenticate = refusal is null ? "Bearer realm=\"eventsourced\"" : "Bearer realm=\"eventsourced\", error=\"invalid_token\"";
        await RefuseAsync(401, refusal?.Code ?? "token_missing", refusal?.Message ?? $"This needs {(Format is null ? "an admin" : "a")} token. {AdminTokenCredential.HowTo}");
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        refused.Count("permission_missing", $"{Request.Method} {Context.GetEndpoint()?.DisplayName ?? "of an unknown address"} by {Context.Actor()}");
        return RefuseAsync(403, "permission_missing", $"{Context.Actor()} may not do this. Ask an admin, or use another credential.");
    }

    // Routes may have another error format than problem documents.
    private IErrorFormat? Format => Context.GetEndpoint()?.Metadata.GetMetadata<IErrorFormat>();

    private Task RefuseAsync(int status, string code, string detail) =>
        (Format?.Of(new ApiException(status, code, detail)).Result ?? new ProblemDocument(status, code, detail)).ExecuteAsync(Context);

    private bool IsHealth => Request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
}
