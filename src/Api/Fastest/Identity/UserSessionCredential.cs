using EventSourced.Api.Access;
using EventSourced.Commands.Fastest;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>Tokens of users' sessions, in <c>Authorization: Bearer</c>. The principal is the user, who is also the tenant.</summary>
internal sealed class UserSessionCredential(IEventStore store, EventCodec codec, TimeProvider time) : ICredentialKind
{
    private static readonly string[] s_permissions = [FastestPermission.Use];

    public string? SecretOf(HttpRequest request)
    {
        var text = request.Headers.Authorization.ToString();
        return text.StartsWith($"Bearer {Tokens.Prefix}", StringComparison.OrdinalIgnoreCase) ? text[7..].Trim() : null;
    }

    // From the log: the tables may lag behind the answer that has the token.
    public async ValueTask<Principal> CheckAsync(string secret, CancellationToken cancellationToken)
    {
        var events = await store.ReadStreamsAsync([FastestStreams.Session(Tokens.HashOf(secret))], [.. codec.NamesOf(typeof(UserSessionOpened))], Tenants.Default, cancellationToken);
        if (events.Select(codec.Decode).OfType<UserSessionOpened>().FirstOrDefault() is not { } session) throw new CredentialRefusedException("token_invalid", "The token is unknown. Sign in again.");
        if (time.GetUtcNow() >= session.ExpiresAt) throw new CredentialRefusedException("token_expired", $"The session expired at {session.ExpiresAt.UtcDateTime:O}. Sign in again.");
        return new Principal("user_session", $"user {session.UserId}", s_permissions, session.UserId.ToString());
    }
}
