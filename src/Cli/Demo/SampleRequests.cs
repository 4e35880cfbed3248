using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EventSourced.Cli.Client;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Demo;

/// <summary>A request of a step: a line of its file. <c>{name}</c> in texts stands for a kept value.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Address, with its query.</param>
/// <param name="Body">JSON body, or null.</param>
/// <param name="Token">The token of its user; null for the demo's own, which is an admin's.</param>
/// <param name="Keep">Values of the answer by the names under which they are kept, such as <c>"talk": "conversation.id"</c>.</param>
internal sealed record SampleRequest(string Method, string Path, JsonNode? Body = null, string? Token = null, IReadOnlyDictionary<string, string>? Keep = null);

/// <summary>Sends the requests of a step in order, as a product's own client does.</summary>
/// <param name="api">The API.</param>
/// <param name="name">The file, for messages.</param>
/// <param name="values">The values that are known at the beginning.</param>
internal sealed partial class SampleRequests(ApiClient api, string name, IReadOnlyDictionary<string, string> values)
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly Dictionary<string, string> _kept = new(values);

    /// <summary>Names of the values that a line needs.</summary>
    internal static IEnumerable<string> NeededBy(string line) => Placeholder().Matches(line).Select(m => m.Groups[1].Value);

    /// <exception cref="CliException">A line is not valid, or its request was refused.</exception>
    public async Task RunAsync(IEnumerable<string> lines, CancellationToken cancellation)
    {
        foreach (var (index, line) in lines.Index())
        {
            try
            {
                await RunAsync(ModuleSamples.Parse<SampleRequest>(line), cancellation);
            }
            catch (Exception e) when (e is JsonException or ApiException or FormatException)
            {
                throw new CliException($"{name}, line {index + 1}: {e.Message}", e);
            }
        }
    }

    private async Task RunAsync(SampleRequest line, CancellationToken cancellation)
    {
        var (path, token, body) = (Fill(line.Path), line.Token is { } text ? Fill(text) : null, line.Body is { } node ? FillAll(node) : null);
        var answer = await SendAsync(new HttpMethod(line.Method), path, token, body, cancellation);
        foreach (var (kept, from) in line.Keep ?? new Dictionary<string, string>()) _kept[kept] = Find(answer, from);
    }

    // A busy machine may need longer than the API waits: the same request again, with the same key, runs once.
    private async Task<JsonNode?> SendAsync(HttpMethod method, string path, string? token, JsonNode? body, CancellationToken cancellation)
    {
        var (key, answer) = (Guid.NewGuid().ToString(), (JsonNode?)null);
        await Until.TrueAsync(async () =>
        {
            try
            {
                answer = await api.SendAsync(method, path, body is null ? null : JsonContent.Create(body), token, key, cancellation);
                return true;
            }
            catch (ApiException e) when (e.Status is HttpStatusCode.GatewayTimeout or HttpStatusCode.ServiceUnavailable)
            {
                return false;
            }
        }, s_limit, cancellation);
        return answer ?? throw new FormatException($"{method} {path} had no answer for {s_limit.TotalMinutes} minutes.");
    }

    private string Fill(string text) => Placeholder().Replace(text, m => _kept.TryGetValue(m.Groups[1].Value, out var value) ? value : throw new FormatException($"{m.Value} was not kept before."));

    private JsonNode? FillAll(JsonNode? node) => node switch
    {
        JsonObject members => new JsonObject(members.Select(m => KeyValuePair.Create(m.Key, FillAll(m.Value)))),
        JsonArray items => new JsonArray([.. items.Select(FillAll)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => JsonValue.Create(Fill(value.GetValue<string>())),
        _ => node?.DeepClone(),
    };

    /// <summary>A value of an answer: members by their names, items of lists by a member's value, as in <c>workspaces[name=main].id</c>.</summary>
    /// <exception cref="FormatException">There is none.</exception>
    internal static string Find(JsonNode? answer, string from)
    {
        var node = answer;
        foreach (Match step in Step().Matches(from))
        {
            node = step.Groups["name"] is { Success: true } member ? (node as JsonObject)?[member.Value]
                : (node as JsonArray)?.FirstOrDefault(item => item?[step.Groups["key"].Value]?.ToString() == step.Groups["value"].Value);
        }
        return node is JsonValue found ? found.ToString() : throw new FormatException($"The answer has no {from}: {answer?.ToJsonString()}");
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"(?<name>[a-z_]+)(?=[.\[]|$)|\[(?<key>[a-z_]+)=(?<value>[^\]]+)\]")]
    private static partial Regex Step();
}
