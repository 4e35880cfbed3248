using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace EventSourced.EndToEnd.Fastest;

/// <summary>An OpenAI-compatible service on a loopback port. A chat is answered by the member that its task asks for; an embedding has the lengths of texts.</summary>
internal sealed class ModelService : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly IReadOnlyDictionary<string, string> _answers;

    private ModelService(WebApplication app, IReadOnlyDictionary<string, string> answers) => (_app, _answers) = (app, answers);

    /// <summary>Its base address.</summary>
    public string Url => $"{_app.Urls.Single()}/v1";

    /// <summary>What was asked for, in order: the members of the answers, and <c>embeddings</c>.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    /// <param name="answers">JSON answers, each by its member.</param>
    public static async Task<ModelService> StartAsync(params (string Member, string Json)[] answers)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var service = new ModelService(app, answers.ToDictionary(a => a.Member, a => a.Json));
        app.MapPost("/v1/chat/completions", (Delegate)service.ChatAsync);
        app.MapPost("/v1/embeddings", (Delegate)service.EmbedAsync);
        await app.StartAsync();
        return service;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> ChatAsync(HttpContext context)
    {
        var task = (await JsonNode.ParseAsync(context.Request.Body))!["messages"]![0]!["content"]!.ToString();
        var (member, json) = _answers.Single(a => task.Contains($"{{\"{a.Key}\":", StringComparison.Ordinal));
        Asked.Enqueue(member);
        return Results.Text(JsonSerializer.Serialize(new { choices = new[] { new { message = new { content = json } } } }), "application/json");
    }

    private async Task<IResult> EmbedAsync(HttpContext context)
    {
        var texts = (await JsonNode.ParseAsync(context.Request.Body))!["input"]!.AsArray();
        Asked.Enqueue("embeddings");
        var data = texts.Select((text, index) => new { index, embedding = new[] { 1.0f, text!.ToString().Length } });
        return Results.Text(JsonSerializer.Serialize(new { data }), "application/json");
    }
}
