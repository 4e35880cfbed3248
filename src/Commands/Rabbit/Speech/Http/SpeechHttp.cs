using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace EventSourced.Commands.Rabbit.Speech.Http;

/// <summary>Calls an OpenAI-compatible service. Every attempt has a timeout, and failures that may be temporary are retried.</summary>
internal sealed class SpeechHttp
{
    /// <summary>Name of the HTTP client.</summary>
    public const string ClientName = "rabbit-speech";

    /// <summary>Maximum size of a response in bytes.</summary>
    public const long MaxAnswerBytes = 8 * 1024 * 1024;

    private static readonly TimeSpan s_maxDelay = TimeSpan.FromSeconds(5);
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
                ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome.Exception)),
                // Honours Retry-After up to a limit, because a child is waiting. Null means the usual delay.
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Exception is RefusedException { RetryAfter: { } asked } ? asked < s_maxDelay ? asked : s_maxDelay : (TimeSpan?)null),
            });
        }
        _pipeline = builder.AddTimeout(options.Timeout).Build();
    }

    /// <summary>Posts a request and returns the body of the response.</summary>
    /// <param name="path">Path below the base address.</param>
    /// <param name="limit">The call budget.</param>
    /// <param name="content">Creates the request body for each attempt.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CallBudgetSpentException">The budget is spent.</exception>
    /// <exception cref="SpeechException">The call failed, after retries if the failure was transient.</exception>
    public async Task<byte[]> PostAsync(string path, CallLimit limit, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        await _budget.TakeAsync(limit, cancellationToken);
        try
        {
            return await _pipeline.ExecuteAsync(async token => await TryAsync(path, content, token), cancellationToken);
        }
        catch (RefusedException e)
        {
            // The response body is not included, because it may repeat the child's words.
            throw new SpeechException($"{Endpoint(path)} responded with status {(int)e.Status}.{Hint(e.Status)}");
        }
        catch (TimeoutRejectedException)
        {
            throw new SpeechException($"{Endpoint(path)} did not respond within {_options.Timeout.TotalSeconds:0.###} s. Try again, or raise {SpeechOptions.Section}:Timeout.");
        }
        catch (HttpRequestException e)
        {
            throw new SpeechException($"{Endpoint(path)} could not be reached ({e.HttpRequestError}). Check {SpeechOptions.Section}:BaseUrl and the network.");
        }
    }

    /// <summary>Extracts a text from a JSON response.</summary>
    /// <param name="path">Path of the request, for the message.</param>
    /// <param name="answer">The body of the response.</param>
    /// <param name="find">Selects the element; throws if it does not exist.</param>
    /// <exception cref="SpeechException">The response has another structure.</exception>
    public string? Text(string path, byte[] answer, Func<JsonElement, JsonElement> find)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return find(json.RootElement).GetString();
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            throw new SpeechException($"{Endpoint(path)} returned an unexpected response. Check that {SpeechOptions.Section}:BaseUrl is an OpenAI-compatible service.");
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

    private static bool IsTransient(Exception? failure) => failure switch
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

    private string Endpoint(string path) => $"{path} at {_base.Authority}";

    private sealed class RefusedException(HttpStatusCode status, TimeSpan? retryAfter) : Exception
    {
        public HttpStatusCode Status { get; } = status;

        public TimeSpan? RetryAfter { get; } = retryAfter;
    }
}
