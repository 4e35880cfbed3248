using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace EventSourced.Commands.Intelligence.Http;

/// <summary>Calls an OpenAI-compatible service. Every attempt has a timeout, and failures that may be temporary are retried.</summary>
public sealed class ServiceHttp
{
    /// <summary>Maximum size of a response in bytes.</summary>
    public const long MaxAnswerBytes = 8 * 1024 * 1024;

    private readonly IHttpClientFactory _clients;
    private readonly ServiceSettings _settings;
    private readonly Uri _base;
    private readonly ResiliencePipeline<byte[]> _pipeline;
    private readonly ICallBudget _budget;

    /// <summary>Prepares calls of a service.</summary>
    /// <param name="clients">Makes HTTP clients; the one with the name of the section is used.</param>
    /// <param name="settings">How the service is reached.</param>
    /// <param name="budget">Counts the calls.</param>
    /// <param name="time">Clock of the retries.</param>
    public ServiceHttp(IHttpClientFactory clients, ServiceSettings settings, ICallBudget budget, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        (_clients, _settings, _budget) = (clients, settings, budget);
        _base = new Uri(settings.BaseUrl.AbsoluteUri.TrimEnd('/') + "/");
        var builder = new ResiliencePipelineBuilder<byte[]> { TimeProvider = time ?? TimeProvider.System };
        if (settings.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<byte[]>
            {
                MaxRetryAttempts = settings.Retries,
                Delay = settings.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = args => ValueTask.FromResult(IsTransient(args.Outcome.Exception)),
                // Honours Retry-After up to a limit, because somebody is waiting. Null means the usual delay.
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Exception is RefusedException { RetryAfter: { } asked } ? asked < settings.MaxRetryDelay ? asked : settings.MaxRetryDelay : (TimeSpan?)null),
            });
        }
        _pipeline = builder.AddTimeout(settings.Timeout).Build();
    }

    /// <summary>Posts a request and returns the body of the response.</summary>
    /// <param name="path">Path below the base address.</param>
    /// <param name="limit">The call budget.</param>
    /// <param name="content">Creates the request body for each attempt.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="CallBudgetSpentException">The budget is spent.</exception>
    /// <exception cref="ModelServiceException">The call failed, after retries if the failure was transient.</exception>
    public async Task<byte[]> PostAsync(string path, CallLimit limit, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        await _budget.TakeAsync(limit, cancellationToken);
        try
        {
            return await _pipeline.ExecuteAsync(async token => await TryAsync(path, content, token), cancellationToken);
        }
        catch (RefusedException e)
        {
            // The response body is not included, because it may repeat what was sent.
            throw new ModelServiceException($"{Endpoint(path)} responded with status {(int)e.Status}.{Hint(e.Status)}");
        }
        catch (TimeoutRejectedException)
        {
            throw new ModelServiceException($"{Endpoint(path)} did not respond within {_settings.Timeout.TotalSeconds:0.###} s. Try again, or raise {_settings.Section}:Timeout.");
        }
        catch (HttpRequestException e)
        {
            throw new ModelServiceException($"{Endpoint(path)} could not be reached ({e.HttpRequestError}). Check {_settings.Section}:BaseUrl and the network.");
        }
    }

    /// <summary>Extracts a value from a JSON response.</summary>
    /// <param name="path">Path of the request, for the message.</param>
    /// <param name="answer">The body of the response.</param>
    /// <param name="find">Reads the value; throws if the structure is another.</param>
    /// <exception cref="ModelServiceException">The response has another structure.</exception>
    public T Read<T>(string path, byte[] answer, Func<JsonElement, T> find)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            return find(json.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException or FormatException)
        {
            throw new ModelServiceException($"{Endpoint(path)} returned an unexpected response. Check that {_settings.Section}:BaseUrl is an OpenAI-compatible service.");
        }
    }

    private async Task<byte[]> TryAsync(string path, Func<HttpContent> content, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_base, path)) { Content = content() };
        if (_settings.ApiKey is { Length: > 0 } key) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var client = _clients.CreateClient(_settings.Section);
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

    private string Hint(HttpStatusCode status) => (int)status switch
    {
        401 or 403 => $" Check {_settings.Section}:ApiKey.",
        404 => $" Check {_settings.Section}:BaseUrl and the names of the models.",
        _ => "",
    };

    private string Endpoint(string path) => $"{path} at {_base.Authority}";

    private sealed class RefusedException(HttpStatusCode status, TimeSpan? retryAfter) : Exception
    {
        public HttpStatusCode Status { get; } = status;

        public TimeSpan? RetryAfter { get; } = retryAfter;
    }
}
