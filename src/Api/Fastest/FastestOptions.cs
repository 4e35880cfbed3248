using EventSourced.Api.Fastest.Identity;
using EventSourced.Commands.Fastest.Sync;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.IdentityModel.Tokens;

namespace EventSourced.Api.Fastest;

/// <summary>Section <c>Fastest</c> of the configuration: the settings of the API.</summary>
[SettingsSection("Fastest", SettingsReaders.Api)]
public sealed class FastestOptions
{
    /// <summary>Client id of the application at Google: the audience of the credentials that are accepted. Without it, nobody can sign in with Google.</summary>
    public string? GoogleClientId { get; set; }

    /// <summary>The public keys that Google signs credentials with, as the JSON of a JWK set.</summary>
    public string? GoogleKeys { get; set; }

    /// <summary>Where users type the code of a device, such as <c>https://fastest.example/device</c>.</summary>
    [HoldsPassword]
    public string VerificationUri { get; set; } = "/device";

    /// <summary>Maximum size of a blob in bytes.</summary>
    public long MaxBlobBytes { get; set; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Maximum size of a manifest in bytes.</summary>
    public long MaxManifestBytes { get; set; } = 512L * 1024 * 1024;

    /// <summary>
    /// How long a blob is kept that no manifest names, after it was last uploaded or reported as stored: the time that a client has to upload the manifest. A manifest that no snapshot
    /// and no workspace names is kept as long. At least 30 minutes.
    /// </summary>
    public TimeSpan BlobGrace { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Maximum time that a request waits for its command and for the tables.</summary>
    public TimeSpan Wait { get; set; } = TimeSpan.FromSeconds(20);

    /// <summary>How many codes of devices may be tried.</summary>
    public UserCodeOptions UserCodes { get; set; } = new();

    /// <summary>The parsed keys; empty when none are configured.</summary>
    internal IReadOnlyList<SecurityKey> Keys => string.IsNullOrWhiteSpace(GoogleKeys) ? [] : [.. new JsonWebKeySet(GoogleKeys).GetSigningKeys()];

    /// <summary>Reads the section and checks it.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <exception cref="InvalidOperationException">A value is not valid; the message names its key.</exception>
    public static FastestOptions From(IConfiguration configuration)
    {
        var options = configuration.Read<FastestOptions>();
        if (options.MaxBlobBytes < 1 || options.MaxManifestBytes < 1) throw new InvalidOperationException("Fastest:MaxBlobBytes and Fastest:MaxManifestBytes must be at least 1.");
        // Merged files of a preview are named by no manifest until it is executed.
        if (options.BlobGrace < SyncPreview.Lifetime)
            throw new InvalidOperationException($"Fastest:BlobGrace is {options.BlobGrace}: use at least {SyncPreview.Lifetime.TotalMinutes} minutes, as long as the preview of a sync is valid, so that a client can upload its manifest.");
        if (options.Wait <= TimeSpan.Zero || options.Wait > TimeSpan.FromMinutes(1)) throw new InvalidOperationException($"Fastest:Wait is {options.Wait}: use up to 1 minute.");
        options.UserCodes.Check();
        if (options.GoogleClientId is { Length: > 0 } && string.IsNullOrWhiteSpace(options.GoogleKeys)) throw new InvalidOperationException("Fastest:GoogleClientId is set, but Fastest:GoogleKeys is not: set it to Google's JWK set.");
        try
        {
            if (options.GoogleClientId is { Length: > 0 } && options.Keys.Count == 0) throw new InvalidOperationException("Fastest:GoogleKeys has no signing key: use the JSON of a JWK set.");
        }
        catch (ArgumentException e)
        {
            throw new InvalidOperationException("Fastest:GoogleKeys is no JSON of a JWK set.", e);
        }
        return options;
    }
}
