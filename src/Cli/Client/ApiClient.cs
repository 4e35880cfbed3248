using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Client;

/// <summary>Client of the HTTP API for the command line.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    public ApiClient(Uri url, string token)
    {
        Url = url;
        // Uploads of gigabytes have no time limit; other requests have their own.
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5) }) { BaseAddress = url, Timeout = Timeout.InfiniteTimeSpan };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Uri Url { get; }

    /// <summary>Sends a command and waits for its outcome.</summary>
    /// <exception cref="ApiException">It was rejected or failed.</exception>
    public Task<CommandOutcome> CommandAsync(string path, object body, CancellationToken cancellation) => CommandAsync(HttpMethod.Post, path, body, null, cancellation);

    /// <summary>Sends a command and waits for its outcome.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its address.</param>
    /// <param name="body">Its members.</param>
    /// <param name="key">Idempotency key; null for a new one.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="ApiException">It was rejected or failed.</exception>
    public async Task<CommandOutcome> CommandAsync(HttpMethod method, string path, object body, string? key, CancellationToken cancellation)
    {
        using var request = new HttpRequestMessage(method, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("Prefer", "wait=10");
        request.Headers.Add("Idempotency-Key", key ?? Guid.NewGuid().ToString());
        var answer = await SendAsync(request, TimeSpan.FromSeconds(30), cancellation);
        var id = answer!["command_id"]!.GetValue<string>();
        return answer["status"]?.GetValue<string>() == "completed"
            ? new CommandOutcome(id, answer["position"]?.GetValue<long?>(), answer["result"])
            : await OutcomeAsync(id, TimeSpan.FromMinutes(1), cancellation);
    }

    /// <summary>Waits until a command has ended.</summary>
    /// <exception cref="ApiException">It was rejected or failed.</exception>
    public async Task<CommandOutcome> OutcomeAsync(string id, TimeSpan limit, CancellationToken cancellation)
    {
        CommandOutcome? outcome = null;
        var ended = await Running.Until.TrueAsync(async () =>
        {
            var command = await GetAsync($"commands/{id}", cancellation);
            switch (command!["status"]!.GetValue<string>())
            {
                case "completed":
                    outcome = new CommandOutcome(id, command["position"]?.GetValue<long?>(), command["result"]);
                    return true;
                case "rejected" or "failed":
                    throw ApiException.Of(HttpStatusCode.UnprocessableEntity, command["problem"]);
                default:
                    return false;
            }
        }, limit, cancellation);
        return ended ? outcome! : throw new CliException($"Command {id} has had no outcome for {limit.TotalSeconds:N0} s. Check that the workers run: {Hint.Es("status")}");
    }

    /// <summary>Rows of a read table.</summary>
    /// <param name="table">Qualified name, such as <c>shop.orders</c>.</param>
    /// <param name="query">Query parameters.</param>
    /// <param name="minPosition">Waits until the table has reached this position.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<TablePage> RowsAsync(string table, IEnumerable<(string Name, string Value)> query, long? minPosition, CancellationToken cancellation)
    {
        using var request = Get(PathOf(table, query));
        if (minPosition is { } position) request.Headers.Add("X-Min-Position", position.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var answer = await SendAsync(request, TimeSpan.FromSeconds(90), cancellation);
        return new TablePage([.. answer!["data"]!.AsArray().Select(r => r!.AsObject())], answer["next"]?.GetValue<string>(), answer["position"]!.GetValue<long>());
    }

    /// <summary>Health of the API, also when it answers 503.</summary>
    public async Task<JsonObject> HealthAsync(CancellationToken cancellation) =>
        (await SendAsync(Get("health"), TimeSpan.FromSeconds(30), cancellation, allow: HttpStatusCode.ServiceUnavailable)) as JsonObject ?? throw UnexpectedAnswer();

    public Task<JsonNode?> GetAsync(string path, CancellationToken cancellation) => GetAsync(path, TimeSpan.FromSeconds(30), cancellation);

    /// <summary>A request with a longer time limit, such as one that reads the whole log.</summary>
    public Task<JsonNode?> GetAsync(string path, TimeSpan limit, CancellationToken cancellation) => SendAsync(Get(path), limit, cancellation);

    public Task<JsonNode?> PostAsync(string path, object body, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) }, TimeSpan.FromSeconds(30), cancellation);

    public Task DeleteAsync(string path, CancellationToken cancellation) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Delete, path), TimeSpan.FromSeconds(30), cancellation);

    /// <summary>Sends a request of a product's own client.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its address.</param>
    /// <param name="body">Its body, or null.</param>
    /// <param name="token">The token of its user; null for this client's.</param>
    /// <param name="key">Idempotency key.</param>
    /// <param name="cancellation">Stops.</param>
    /// <exception cref="ApiException">It was refused.</exception>
    public Task<JsonNode?> SendAsync(HttpMethod method, string path, HttpContent? body, string? token, string key, CancellationToken cancellation)
    {
        var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Add("Idempotency-Key", key);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return SendAsync(request, TimeSpan.FromMinutes(1), cancellation);
    }

    /// <summary>Uploads a file for an import.</summary>
    /// <param name="path">Upload address of its kind.</param>
    /// <param name="query">The query string with the parameters.</param>
    /// <param name="file">The file.</param>
    /// <param name="sent">Called with the number of bytes sent so far.</param>
    /// <param name="cancellation">Stops.</param>
    public async Task<Upload> UploadAsync(string path, string query, string file, Action<long> sent, CancellationToken cancellation)
    {
        await using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{path.TrimStart('/')}?{query}")
        {
            Content = new MultipartFormDataContent { { new CountedContent(content, sent), "file", Path.GetFileName(file) } },
        };
        request.Headers.Add("X-Command-Id", Guid.NewGuid().ToString());
        // A refusal arrives before the body is sent.
        request.Headers.ExpectContinue = true;
        var answer = await SendAsync(request, Timeout.InfiniteTimeSpan, cancellation);
        return new Upload(answer!["command_id"]!.GetValue<string>(), answer["import_id"]!.GetValue<string>());
    }

    public void Dispose() => _http.Dispose();

    private static string PathOf(string table, IEnumerable<(string Name, string Value)> query) =>
        $"api/{table.Replace('.', '/')}?{string.Join('&', query.Select(q => $"{Uri.EscapeDataString(q.Name)}={Uri.EscapeDataString(q.Value)}"))}";

    private CliException UnexpectedAnswer() => new($"{Url} does not answer like EventSourced. Check the address.");

    private static HttpRequestMessage Get(string path) => new(HttpMethod.Get, path);

    private async Task<JsonNode?> SendAsync(HttpRequestMessage request, TimeSpan limit, CancellationToken cancellation, HttpStatusCode? allow = null)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (limit != Timeout.InfiniteTimeSpan) timeout.CancelAfter(limit);
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, timeout.Token);
            var text = await response.Content.ReadAsStringAsync(timeout.Token);
            var json = response.Content.Headers.ContentType?.MediaType?.EndsWith("json", StringComparison.Ordinal) == true && text.Length > 0 ? JsonNode.Parse(text) : null;
            if (!response.IsSuccessStatusCode && response.StatusCode != allow) throw ApiException.Of(response.StatusCode, json);
            return json is null && response.StatusCode != HttpStatusCode.NoContent ? throw UnexpectedAnswer() : json;
        }
        catch (HttpRequestException e) when (e.HttpRequestError is HttpRequestError.ConnectionError)
        {
            throw new CliException($"Nothing answers at {Url}. Start the system with `{Hint.Es("up")}`, or see `{Hint.Es("status")}`.", e);
        }
        catch (System.Text.Json.JsonException)
        {
            throw UnexpectedAnswer();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new CliException($"{Url} did not answer within {limit.TotalSeconds:N0} s. See: {Hint.Es("status")}");
        }
        finally
        {
            request.Dispose();
        }
    }
}

/// <summary>The outcome of a completed command.</summary>
/// <param name="CommandId">The command.</param>
/// <param name="Position">Position of its last event; null when it wrote none.</param>
/// <param name="Result">The result of the handler, or null.</param>
internal sealed record CommandOutcome(string CommandId, long? Position, JsonNode? Result = null);

/// <summary>An accepted upload.</summary>
/// <param name="CommandId">The command that registers it.</param>
/// <param name="ImportId">The import.</param>
internal sealed record Upload(string CommandId, string ImportId);

/// <summary>A page of rows.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Next">Cursor of the next page, or null.</param>
/// <param name="Position">The position that the rows reflect.</param>
internal sealed record TablePage(IReadOnlyList<JsonObject> Rows, string? Next, long Position);
