using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace EventSourced.Commands.Intelligence.Http;

/// <summary>A language model behind <c>POST chat/completions</c>.</summary>
/// <param name="http">Calls the service.</param>
/// <param name="name">Name of the model.</param>
/// <param name="limit">The call budget.</param>
public sealed class HttpLanguageModel(ServiceHttp http, string name, CallLimit limit) : ILanguageModel
{
    private const string Path = "chat/completions";

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public async Task<string?> CompleteAsync(ModelRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = new Body(
            name, [.. request.Messages.Select(m => new Message(m.Role, m.Content))], request.MaxTokens, request.Temperature, request.IsJson ? new Format("json_object") : null);
        var answer = await http.PostAsync(Path, limit, () => JsonContent.Create(body), cancellationToken);
        var text = http.Read(Path, answer, json => json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString());
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private sealed record Body(
        [property: JsonPropertyName("model")] string Model,
        [property: JsonPropertyName("messages")] IReadOnlyList<Message> Messages,
        [property: JsonPropertyName("max_tokens")] int MaxTokens,
        [property: JsonPropertyName("temperature")] double Temperature,
        [property: JsonPropertyName("response_format"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] Format? ResponseFormat);

    private sealed record Message([property: JsonPropertyName("role")] string Role, [property: JsonPropertyName("content")] string Content);

    private sealed record Format([property: JsonPropertyName("type")] string Type);
}
