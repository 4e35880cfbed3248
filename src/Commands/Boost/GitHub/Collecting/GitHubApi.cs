using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace EventSourced.Commands.Boost.GitHub.Collecting;

/// <summary>An answer of the API.</summary>
/// <param name="Body">The JSON; null when it is as it was at the last time (304).</param>
/// <param name="ETag">Its tag, by which the next request asks whether it has changed; null when it has none.</param>
/// <param name="Next">Address of the next page, or null.</param>
internal sealed record ApiAnswer(JsonElement? Body, string? ETag, Uri? Next);

/// <summary>The API cannot be asked, or does not answer usefully.</summary>
/// <param name="message">What is wrong and what to do about it; without the token.</param>
/// <param name="status">The status of its answer, or null.</param>
public sealed class GitHubApiException(string message, HttpStatusCode? status = null) : Exception(message)
{
    /// <summary>The status of its answer, or null.</summary>
    public HttpStatusCode? Status { get; } = status;
}

/// <summary>
/// Asks GitHub's API, or a server that speaks it. Errors of the server are retried with growing delays; limits of requests are honoured by waiting: those of searches, of searches in
/// code and of all else are counted apart. One for the process, so that all runs know of a limit that is spent. The token is only sent to the server of the setting, and is in no message.
/// </summary>
internal sealed partial class GitHubApi
{
    /// <summary>Most bytes of an answer.</summary>
    public const long MaxAnswerBytes = 64 * 1024 * 1024;

    private const int MaxRedirects = 5;
    private readonly IHttpClientFactory _clients;
    private readonly GitHubOptions _options;
    private readonly TimeProvider _time;
    private readonly ResiliencePipeline<HttpResponseMessage> _pipeline;
    // When the server answers again, by the limit that is spent.
    private readonly ConcurrentDictionary<string, DateTimeOffset> _spentUntil = [];

    public GitHubApi(IHttpClientFactory clients, GitHubOptions options, TimeProvider time)
    {
        (_clients, _options, _time) = (clients, options, time);
        var builder = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
                {
                    { Exception: HttpRequestException or TimeoutRejectedException } => true,
                    { Result: { } answer } => WaitOf(answer) is { } wait ? wait <= options.MaxWait : IsError(answer.StatusCode),
                    _ => false,
                }),
                // Null means the usual delay.
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result is { } answer ? WaitOf(answer) : null),
                OnRetry = args =>
                {
                    args.Outcome.Result?.Dispose();
                    return ValueTask.CompletedTask;
                },
            });
        }
        _pipeline = builder.AddTimeout(options.Timeout).Build();
    }

    /// <summary>A time as the API takes it: UTC in whole seconds.</summary>
    /// <param name="at">The time.</param>
    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>Address of a path of the API.</summary>
    public Uri Address(string path) => new($"{_options.BaseUrl.AbsoluteUri.TrimEnd('/')}/{path}");

    /// <summary>Asks.</summary>
    /// <param name="address">The address.</param>
    /// <param name="etag">Tag of the last answer, or null.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="GitHubApiException">There is no useful answer.</exception>
    public async Task<ApiAnswer> GetAsync(Uri address, string? etag, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            using var answer = await SendAsync(address, etag, cancellationToken);
            if ((int)answer.StatusCode is 301 or 302 or 307 or 308 && answer.Headers.Location is { } location)
            {
                if (redirects == MaxRedirects) throw new GitHubApiException($"{address.AbsolutePath} is redirected more than {MaxRedirects} times.");
                address = SameServer(new Uri(address, location), address, "is redirected to");
                continue;
            }
            if (answer.StatusCode == HttpStatusCode.NotModified) return new(null, etag, null);
            if (!answer.IsSuccessStatusCode) throw Refused(address, answer);
            return new(await BodyAsync(address, answer, cancellationToken), answer.Headers.ETag?.ToString(), NextOf(answer, address));
        }
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, string? etag, CancellationToken cancellationToken)
    {
        var limit = LimitOf(address);
        // The last answer said that the next request would be refused.
        if (_spentUntil.TryGetValue(limit, out var until) && until - _time.GetUtcNow() is { Ticks: > 0 } wait)
        {
            if (wait > _options.MaxWait) throw new GitHubApiException(NoneBefore(address, wait, "the last answer said so"));
            await Task.Delay(wait, _time, cancellationToken);
        }
        try
        {
            var answer = await _pipeline.ExecuteAsync(async token =>
            {
                using var request = new HttpRequestMessage(HttpMethod.Get, address);
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
                request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
                request.Headers.UserAgent.Add(new ProductInfoHeaderValue("EventSourced", "1.0"));
                if (etag is not null) request.Headers.TryAddWithoutValidation("If-None-Match", etag);
                if (_options.Token is { Length: > 0 } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
                using var client = _clients.CreateClient(GitHubOptions.Section);
                return await client.SendAsync(request, token);
            }, cancellationToken);
            if (ResetOf(answer) is { } reset) _spentUntil[limit] = _time.GetUtcNow() + reset;
            return answer;
        }
        catch (TimeoutRejectedException)
        {
            throw new GitHubApiException($"{_options.BaseUrl.Host} did not answer {address.AbsolutePath} within {_options.Timeout.TotalSeconds:0.###} s. Try again, or raise {GitHubOptions.Section}:Timeout.");
        }
        catch (HttpRequestException e)
        {
            throw new GitHubApiException($"{_options.BaseUrl.Host} could not be reached ({e.HttpRequestError}). Check {GitHubOptions.Section}:BaseUrl and the network.");
        }
    }

    private static async Task<JsonElement> BodyAsync(Uri address, HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        try
        {
            var json = await answer.Content.ReadAsByteArrayAsync(cancellationToken);
            // Texts that cannot be stored would fail wherever they are read first.
            if (!Utf8.IsValid(json) || json.AsSpan().IndexOf("\\ud"u8) >= 0 || json.AsSpan().IndexOf("\\uD"u8) >= 0) json = Encoding.UTF8.GetBytes(JsonEntries.WithoutHalves(Encoding.UTF8.GetString(json)));
            using var body = JsonDocument.Parse(json);
            return body.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw new GitHubApiException($"The answer of {address.AbsolutePath} is no JSON, or was cut off: {e.Message.Split(" Path:", 2)[0]}");
        }
    }

    private GitHubApiException Refused(Uri address, HttpResponseMessage answer)
    {
        var status = (int)answer.StatusCode;
        if (WaitOf(answer) is { } wait)
        {
            return new(NoneBefore(address, wait, $"status {status}"), answer.StatusCode);
        }
        var hint = status switch
        {
            401 or 403 => $" Check {GitHubOptions.Section}:Token and its permissions.",
            404 => " The repository does not exist, or the token must not see it.",
            _ => "",
        };
        return new($"{address.Host} answered {address.AbsolutePath} with status {status}.{hint}", answer.StatusCode);
    }

    // How long the server asks to wait; null when the answer is none about its limits.
    private TimeSpan? WaitOf(HttpResponseMessage answer)
    {
        if (answer.StatusCode is not (HttpStatusCode.Forbidden or HttpStatusCode.TooManyRequests or HttpStatusCode.ServiceUnavailable)) return null;
        if (answer.Headers.RetryAfter is { } after) return NotNegative(after.Delta ?? (after.Date - _time.GetUtcNow()) ?? TimeSpan.Zero);
        if (answer.StatusCode == HttpStatusCode.ServiceUnavailable) return null;
        // GitHub asks for a minute when an answer about a secondary limit has no time.
        return ResetOf(answer) ?? (answer.StatusCode == HttpStatusCode.TooManyRequests || IsSpent(answer) || IsSecondary(answer) ? TimeSpan.FromMinutes(1) : null);
    }

    // How long until the server answers more requests; null when it does now, or says nothing about it.
    private TimeSpan? ResetOf(HttpResponseMessage answer) =>
        IsSpent(answer) && long.TryParse(Header(answer, "X-RateLimit-Reset"), NumberStyles.None, CultureInfo.InvariantCulture, out var reset) && reset < 100_000_000_000
            // The clocks may differ by a second.
            ? NotNegative(DateTimeOffset.FromUnixTimeSeconds(reset) - _time.GetUtcNow() + TimeSpan.FromSeconds(1))
            : null;

    private static bool IsSpent(HttpResponseMessage answer) => Header(answer, "X-RateLimit-Remaining") == "0";

    // The client has the whole body already.
    private static bool IsSecondary(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync().GetAwaiter().GetResult().Contains("secondary rate limit", StringComparison.OrdinalIgnoreCase);

    private static string LimitOf(Uri address) =>
        address.AbsolutePath.EndsWith("/search/code", StringComparison.Ordinal) ? "code_search" : address.AbsolutePath.Contains("/search/", StringComparison.Ordinal) ? "search" : "core";

    private string NoneBefore(Uri address, TimeSpan wait, string why)
    {
        var when = (_time.GetUtcNow() + wait).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
        return $"{address.Host} answers no more requests before {when} UTC ({why}). What was collected is recorded, and the next run resumes.";
    }

    private static TimeSpan NotNegative(TimeSpan wait) => wait < TimeSpan.Zero ? TimeSpan.Zero : wait;

    private static bool IsError(HttpStatusCode status) => status is HttpStatusCode.RequestTimeout or HttpStatusCode.InternalServerError or HttpStatusCode.BadGateway
        or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.FirstOrDefault() : null;

    // Link: <https://api.github.com/repositories/1/issues?page=2>; rel="next", <…>; rel="last"
    private Uri? NextOf(HttpResponseMessage answer, Uri asked) =>
        Header(answer, "Link") is { } links && Link().Match(links) is { Success: true } found && Uri.TryCreate(asked, found.Groups[1].Value, out var next)
            ? SameServer(next, asked, "has its next page on")
            : null;

    private Uri SameServer(Uri target, Uri asked, string how) => target.Host == _options.BaseUrl.Host && target.Port == _options.BaseUrl.Port && target.Scheme == _options.BaseUrl.Scheme
        ? target
        : throw new GitHubApiException($"{asked.AbsolutePath} {how} another server, {target.Host}, which is not asked: the token is only for {GitHubOptions.Section}:BaseUrl.");

    [GeneratedRegex("<([^<>]*)>\\s*;[^<]*\\brel=\"?next\\b")]
    private static partial Regex Link();
}
