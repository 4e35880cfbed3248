using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EventSourced.Api.Fastest.Identity;

/// <summary>A person whose address Google has verified.</summary>
/// <param name="Email">The address in lower case.</param>
/// <param name="Name">Name shown to people, or null.</param>
/// <param name="Picture">Address of a picture, or null.</param>
internal sealed record GoogleIdentity(string Email, string? Name, string? Picture);

/// <summary>Checks credentials of Google.</summary>
internal interface IGoogleCredentials
{
    /// <summary>The person of a credential.</summary>
    /// <exception cref="FastestException">It is not valid, or its address is not verified.</exception>
    Task<GoogleIdentity> CheckAsync(string? credential);
}

/// <summary>Credentials are JWTs that Google signed for this application: key, audience, issuer and lifetime are checked.</summary>
internal sealed class GoogleCredentials : IGoogleCredentials
{
    private const int MaxLength = 16 * 1024;
    private static readonly string[] s_issuers = ["https://accounts.google.com", "accounts.google.com"];
    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxLength };
    private readonly TokenValidationParameters? _parameters;

    public GoogleCredentials(FastestOptions options, TimeProvider time)
    {
        if (options.GoogleClientId is not { Length: > 0 } audience) return;
        _parameters = new TokenValidationParameters
        {
            ValidAudience = audience,
            ValidIssuers = s_issuers,
            IssuerSigningKeys = options.Keys,
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256],
            RequireExpirationTime = true,
            LifetimeValidator = (from, until, _, parameters) =>
            {
                var now = time.GetUtcNow().UtcDateTime;
                return until is { } end && now < end + parameters.ClockSkew && (from is not { } start || now >= start - parameters.ClockSkew);
            },
            ClockSkew = TimeSpan.FromSeconds(60),
        };
    }

    public async Task<GoogleIdentity> CheckAsync(string? credential)
    {
        if (_parameters is null) throw new FastestException(404, FastestCodes.NotFound, "Signing in with Google is not configured here: the operator sets Fastest:GoogleClientId and Fastest:GoogleKeys.");
        if (string.IsNullOrEmpty(credential)) throw FastestException.Invalid("credential is missing. Send the credential that Google's sign-in returned.");
        var result = await _handler.ValidateTokenAsync(credential, _parameters);
        // The library's messages quote the credential.
        if (!result.IsValid) throw Refused($"The credential is not valid ({ReasonOf(result.Exception)}). Sign in with Google again.");
        var email = TextOf(result, "email")?.Trim().ToLowerInvariant();
        var verified = result.Claims.TryGetValue("email_verified", out var flag) && flag is (true or "true");
        return string.IsNullOrEmpty(email) || !verified
            ? throw Refused("Google has not verified the address of this account. Verify it there, then sign in again.")
            : new GoogleIdentity(email, TextOf(result, "name"), TextOf(result, "picture"));
    }

    private static string? TextOf(TokenValidationResult result, string claim) => result.Claims.TryGetValue(claim, out var value) && value is string { Length: > 0 and <= 1000 } text ? text : null;

    private static FastestException Refused(string message) => new(401, FastestCodes.Unauthorized, message);

    private static string ReasonOf(Exception? exception) => exception switch
    {
        SecurityTokenInvalidAudienceException => "it is for another application",
        SecurityTokenInvalidLifetimeException or SecurityTokenExpiredException => "it has expired",
        SecurityTokenInvalidIssuerException => "Google did not issue it",
        SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException => "its signature is wrong",
        _ => "it is malformed",
    };
}
