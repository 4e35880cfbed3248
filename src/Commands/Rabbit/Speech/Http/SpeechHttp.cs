using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace EventSourced.Commands.Rabbit.Speech.Http;

/// <summary>Calls an OpenAI-compatible service: each try is limited in time, and repeated when that can help.</summary>
internal sealed class SpeechHttp
{
    /// <summary>Name of the client of the factory.</summary>
    public const string ClientName = "rabbit-speech";

    /// <summary>Most bytes of an answer.</summary>
    public const long MaxAnswerBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);
    private readonly IHttpClientFactory _clients;
    private readonly SpeechOptions _options;
    private readonly Uri _base;
    private readonly ResiliencePipeline<byte[]> _pipeline;
    private readonly ICallBudget _budget;

    public SpeechHttp(IHttpClientFactory clients, SpeechOptions options, ICallBudget budget, TimeProvider? time = null)
    {
        (_clients, _options, _budget) = (clients, options, budget);
        _base = new Uri(options.BaseUrl!.AbsoluteUri.TrimEnd('/') + "/");
        var builder = new ResiliencePipelineBuilder<byte[]> { TimeProvider = time ?? TimeProvider.System };
        if (options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<byte[]>
            {
                MaxRetryAttempts = options.Retries,
                Delay = options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(Helps(args.Outcome.Exception)),
                // What the service asks for, within bounds: a child waits. Null is the usual pause.
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Exception is RefusedException { RetryAfter: { } asked } ? asked < s_longestPause ? asked : s_longestPause : (TimeSpan?)null),
            });
        }
        _pipeline = builder.AddTimeout(options.Timeout).Build();
    }

    /// <summary>Posts and returns the answer's body.</summary>
    /// <param name="path">Address below the base.</param>
    /// <param name="limit">How many such calls may be made.</param>
    /// <param name="content">Makes the body, anew for each try.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="CallBudgetSpentException">As many calls were made as may be.</exception>
    /// <exception cref="SpeechException">It failed, after the repetitions where these could help.</exception>
    public async Task<byte[]> PostAsync(string path, CallLimit limit, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        await _budget.TakeAsync(limit, cancellationToken);
        try
        {
            return await _pipeline.ExecuteAsync(async token => await TryAsync(path, content, token), cancellationToken);
        }
        catch (RefusedException e)
        {
            // Its body may repeat what the child said, and is not told.
            throw new SpeechException($"{Place(path)} answered {(int)e.Status}.{Hint(e.Status)}");
        }
        catch (TimeoutRejectedException)
        {
            throw new SpeechException($"{Place(path)} did not answer within {_options.Timeout.TotalSeconds:0.###} s. Try again, or raise {SpeechOptions.Section}:Timeout.");
        }
        catch (HttpRequestException e)
        {
            throw new SpeechException($"{Place(path)} could not be reached ({e.HttpRequestError}). Check {SpeechOptions.Section}:BaseUrl and the network.");
        }
    }

    /// <summary>A text of a JSON answer, found by a way through it.</summary>
    /// <param name="path">Address that answered, for the message.</param>
    /// <param name="answer">The body.</param>
    /// <param name="find">The way; whatever is not there fails.</param>
    /// <exception cref="SpeechException">The answer is of another form.</exception>
    public string? Text(string path, byte[] answer, Func<JsonElement, JsonElement> find)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return find(json.RootElement).GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new SpeechException($"{Place(path)} answered in another form than the service's interface says. Check {SpeechOptions.Section}:BaseUrl.");
        }
    }

    private async Task<byte[]> TryAsync(string path, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_base, path)) { Content = content() };
        if (_options.ApiKey is { Length: > 0 } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var client = _clients.CreateClient(ClientName);
        using var response = await client.SendAsync(request, cancellationToken);
        return response.IsSuccessStatusCode
            ? await response.Content.ReadAsByteArrayAsync(cancellationToken)
            : throw new RefusedException(response.StatusCode, response.Headers.RetryAfter?.Delta);
    }

    private static bool Helps(Exception? failure) => failure switch
    {
        RefusedException e => (int)e.Status is 408 or 429 or >= 500,
        HttpRequestException e => e.HttpRequestError is not HttpRequestError.ConfigurationLimitExceeded,
        TimeoutRejectedException => true,
        _ => false,
    };

    private static string Hint(HttpStatusCode status) => (int)status switch
    {
        401 or 403 => $" Check {SpeechOptions.Section}:ApiKey.",
        404 => $" Check {SpeechOptions.Section}:BaseUrl and the names of the models.",
        _ => "",
    };

    private string Place(string path) => $"{path} at {_base.Authority}";

    private sealed class RefusedException(HttpStatusCode status, TimeSpan? retryAfter) : Exception
    {
        public HttpStatusCode Status { get; } = status;

        public TimeSpan? RetryAfter { get; } = retryAfter;
    }
}
