using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>A user who signs in with a code and sends requests to the product routes: again with the same key until there is an answer.</summary>
internal sealed class StoryUser(NemesisWorld world, AcknowledgedRows acknowledged, OpenRequests open, string email)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(300);
    private readonly ConcurrentDictionary<string, bool> _uploaded = new();
    private string? _token;

    /// <summary>What was acknowledged.</summary>
    public AcknowledgedRows Acknowledged => acknowledged;

    /// <summary>The user's id.</summary>
    public string Id { get; private set; } = "";

    public async Task SignInAsync(CancellationToken stop)
    {
        while (_token is null)
        {
            // A code works once. If the answer with the session is lost, another code is needed.
            if (await AskAsync("v1/auth/code", new() { ["email"] = email }, stop) is not { } issued) continue;
            var code = issued["code"]!.ToString();
            var redeemed = await world.Caller.SendAsync(() => Request(HttpMethod.Post, "v1/auth/code/redeem", Caller.JsonOf(new() { ["email"] = email, ["code"] = code })), stop);
            if (!redeemed.IsGood) continue;
            (_token, Id) = (redeemed.Body!["access_token"]!.ToString(), redeemed.Body["user_id"]!.ToString());
            acknowledged.Add(new("auth_codes", [("code", code)])).With("used", "1").With("user_id", Id);
            acknowledged.Add(new("users", [("id", Id)])).With("email", email);
            acknowledged.Add(new("sessions", [("user_id", Id)]));
        }
    }

    /// <summary>Sends a request with a command until there is an outcome.</summary>
    /// <returns>The answer; null when it was refused.</returns>
    public async Task<JsonNode?> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken stop, Guid? id = null)
    {
        var command = id ?? Guid.NewGuid();
        while (true)
        {
            var answer = await open.SendAsync(command, () =>
            {
                var request = Request(method, path, body is null ? null : Caller.JsonOf(body));
                request.Headers.Add("Idempotency-Key", command.ToString());
                request.Headers.Add("Prefer", "wait=5");
                return request;
            }, stop);
            world.Tally.Count("requests of users");
            if (answer is { IsGood: true })
            {
                acknowledged.Done(command, $"{method} {path}");
                return answer.Body ?? new JsonObject();
            }
            if (answer is not null) return Refused(method, path, answer);
            await Task.Delay(s_pause, stop);
        }
    }

    /// <summary>Changes rows: what they had is unknown until there is an answer.</summary>
    /// <returns>The answer; null when it was refused.</returns>
    public async Task<JsonNode?> ChangeAsync(HttpMethod method, string path, JsonObject? body, AcknowledgedRow row, string column, string value, CancellationToken stop)
    {
        row.Values.Remove(column);
        var answer = await SendAsync(method, path, body, stop);
        if (answer is not null) row.With(column, value);
        return answer;
    }

    /// <summary>Deletes a place with a command of the API.</summary>
    public async Task DeleteAsync(string kind, Place place, CancellationToken stop)
    {
        // Known before the request, because the answer may be lost.
        place.Deletion = Guid.NewGuid();
        if (await SendAsync(HttpMethod.Delete, $"api/fastest/{kind}/{place.Id}", null, stop, place.Deletion) is not null) world.Tally.Count($"{kind} deleted by users");
    }

    /// <summary>Reads until there is an answer.</summary>
    /// <returns>The answer; null when it was refused.</returns>
    public Task<JsonNode?> GetAsync(string path, CancellationToken stop) => AskAsync(HttpMethod.Get, path, () => null, stop);

    /// <summary>Sends a request without a command until there is an answer.</summary>
    /// <returns>The answer; null when it was refused.</returns>
    public Task<JsonNode?> AskAsync(string path, JsonObject body, CancellationToken stop) => AskAsync(HttpMethod.Post, path, () => Caller.JsonOf(body), stop);

    /// <summary>Uploads bytes, unless that was done before; false when they were refused.</summary>
    public async Task<bool> UploadAsync(string path, byte[] bytes, CancellationToken stop) =>
        _uploaded.GetValueOrDefault(path) || (_uploaded[path] = await AskAsync(HttpMethod.Put, path, () => new ByteArrayContent(bytes), stop) is not null);

    /// <summary>Sends a request once; true when it was answered as done.</summary>
    public async Task<bool> TryAsync(string path, JsonObject body, CancellationToken stop) => (await world.Caller.SendAsync(() => Request(HttpMethod.Post, path, Caller.JsonOf(body)), stop)).IsGood;

    private async Task<JsonNode?> AskAsync(HttpMethod method, string path, Func<HttpContent?> content, CancellationToken stop)
    {
        while (true)
        {
            var answer = await world.Caller.SendAsync(() => Request(method, path, content()), stop);
            world.Tally.Count("requests of users");
            if (answer.IsGood) return answer.Body ?? new JsonObject();
            if (answer.Status is >= 400 and < 500) return Refused(method, path, answer);
            await Task.Delay(s_pause, stop);
        }
    }

    // Tables may lag during disruptions, so what a user has made may not be found (404); another area may have changed what a request needs (400, 409). Any other refusal is a fault.
    private JsonNode? Refused(HttpMethod method, string path, Answer answer)
    {
        world.Tally.Count($"requests of users refused with {answer.Status}");
        if (answer.Status is not (400 or 404 or 409)) world.Tally.Fault(AcknowledgedRows.Promise, $"{method} {path} was refused: {answer.Status} {answer.Body?.ToJsonString()}");
        return null;
    }

    // Without a session the caller's own token is used, which is an admin's.
    private HttpRequestMessage Request(HttpMethod method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(method, path) { Content = content };
        if (_token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _token);
        return request;
    }
}
