namespace EventSourced.Commands.Intelligence;

/// <summary>How a module reaches its OpenAI-compatible service.</summary>
/// <remarks>A class and not a record, because a record would print the API key.</remarks>
public sealed class ServiceSettings
{
    /// <summary>The section of the settings, for messages; also the name of the HTTP client.</summary>
    public required string Section { get; init; }

    /// <summary>Base address, such as <c>https://host/v1</c>.</summary>
    public required Uri BaseUrl { get; init; }

    /// <summary>Sent as a bearer token; null if the service needs none. Never logged.</summary>
    public string? ApiKey { get; init; }

    /// <summary>Timeout of one attempt.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>How often a failed attempt is retried.</summary>
    public required int Retries { get; init; }

    /// <summary>Delay before the first retry; it doubles for each further one.</summary>
    public required TimeSpan RetryDelay { get; init; }

    /// <summary>Longest delay that the service may ask for with Retry-After.</summary>
    public required TimeSpan MaxRetryDelay { get; init; }

    /// <summary>Validates values as they are read from the settings.</summary>
    /// <param name="section">The section, for messages.</param>
    /// <param name="baseUrl">Base address, or null for built-in models.</param>
    /// <param name="timeout">Timeout of one attempt.</param>
    /// <param name="retries">How often a failed attempt is retried.</param>
    /// <param name="retryDelay">Delay before the first retry.</param>
    /// <exception cref="InvalidOperationException">A value is invalid; the message contains its key, never the API key.</exception>
    public static void Check(string section, Uri? baseUrl, TimeSpan timeout, int retries, TimeSpan retryDelay)
    {
        if (baseUrl is { } url && (!url.IsAbsoluteUri || url.Scheme is not ("http" or "https") || url.UserInfo.Length > 0))
            throw new InvalidOperationException($"{section}:BaseUrl must be an http or https address without user and password; set the key as {section}:ApiKey.");
        if (timeout < TimeSpan.FromMilliseconds(10) || timeout > TimeSpan.FromMinutes(5)) throw new InvalidOperationException($"{section}:Timeout is {timeout}: use 10 ms to 5 minutes.");
        if (retries is < 0 or > 10) throw new InvalidOperationException($"{section}:Retries is {retries}: use 0 to 10.");
        if (retryDelay < TimeSpan.Zero || retryDelay > TimeSpan.FromMinutes(1)) throw new InvalidOperationException($"{section}:RetryDelay is {retryDelay}: use 0 to 1 minute.");
    }
}
