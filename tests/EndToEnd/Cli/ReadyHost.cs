using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;

namespace EventSourced.EndToEnd.Cli;

/// <summary>A host in the process of the tests.</summary>
internal static class ReadyHost
{
    /// <summary>Starts a host with API and workers, and waits until its tables can be read: workers create them after the start.</summary>
    public static async Task StartReadyAsync(this WebApplication app)
    {
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        await EsProgram.UntilAsync(async () =>
        {
            using var health = await http.GetAsync("/health");
            return (string?)(await health.Content.ReadFromJsonAsync<JsonObject>())!["status"] == "ready";
        }, "the tables of the host");
    }
}
