using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace EventSourced.Cli.Client;

/// <summary>The API answered a request with an error; the message is its problem's detail.</summary>
internal sealed class ApiException : Exception
{
    private ApiException(HttpStatusCode status, string? code, string message)
        : base(message) => (Status, Code) = (status, code);

    public HttpStatusCode Status { get; }

    /// <summary>Stable code of the problem.</summary>
    public string? Code { get; }

    public static ApiException Of(HttpStatusCode status, JsonNode? problem)
    {
        if (status == HttpStatusCode.Unauthorized && problem is null) return new(status, null, "The API refuses the token. Give another one with --token.");
        // Product routes answer with an envelope instead of a problem document.
        if (problem?["error"] is JsonObject error) return new(status, error["code"]?.ToString(), error["message"]?.ToString() ?? $"The API answers {(int)status}.");
        var text = new StringBuilder(problem?["detail"]?.ToString() ?? problem?["title"]?.ToString() ?? $"The API answers {(int)status} without a reason. See the log of the API.");
        foreach (var (field, messages) in problem?["errors"] as JsonObject ?? [])
        {
            foreach (var message in messages as JsonArray ?? []) text.Append($"\n  {field}: {message}");
        }
        return new(status, problem?["code"]?.ToString(), text.ToString());
    }
}
