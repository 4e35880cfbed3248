using System.Text.Json;
using EventSourced.Api.Tests.Intelligence;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Intelligence.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Tests.Fastest;

/// <summary>The language model and the embedder of Fastest behind an OpenAI-compatible service.</summary>
public sealed class HttpModelTests
{
    private static readonly ModelRequest s_request = new([new("system", "Be brief."), new("user", "Hello")], 50, 0.5, IsJson: true);

    [Fact]
    public async Task The_language_model_sends_the_conversation_and_returns_the_answer()
    {
        await using var stub = await StartAsync(ModelServiceStub.Say("""{"choices": [{"message": {"content": " {} "}}]}"""), ModelServiceStub.Say("""{"choices": [{"message": {"content": " "}}]}"""));
        var model = Assert.IsType<HttpLanguageModel>(stub.Get<ILanguageModel>());
        Assert.Equal(("gpt-4o-mini", "{}"), (model.Name, await model.CompleteAsync(s_request, default)));
        Assert.Null(await model.CompleteAsync(s_request with { IsJson = false }, default));
        Assert.Equal(["/v1/chat/completions Bearer the-key", "/v1/chat/completions Bearer the-key"], stub.Asked.Select(a => $"{a.Path} {a.Authorization}"));
        Assert.Equal(
            """{"model":"gpt-4o-mini","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello"}],"max_tokens":50,"temperature":0.5,"response_format":{"type":"json_object"}}""",
            stub.Asked.First().Body);
        Assert.DoesNotContain("response_format", stub.Asked.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_embedder_sends_up_to_64_texts_at_a_time_and_puts_the_vectors_in_order()
    {
        await using var stub = await StartAsync(
            Vectors([.. Enumerable.Range(0, 64).Reverse().Select(i => (i, new[] { i, 0.5f }))]), Vectors((0, [64, 0.5f])));
        var embedder = Assert.IsType<HttpEmbedder>(stub.Get<IEmbedder>());
        var vectors = await embedder.EmbedAsync([.. Enumerable.Range(0, 65).Select(i => $"text {i}")], default);
        Assert.Equal(Enumerable.Range(0, 65).Select(i => (float)i), vectors.Select(v => v[0]));
        Assert.Equal("@cf/baai/bge-small-en-v1.5", embedder.Model);
        Assert.Equal(["/v1/embeddings 64", "/v1/embeddings 1"], stub.Asked.Select(a => $"{a.Path} {JsonDocument.Parse(a.Body).RootElement.GetProperty("input").GetArrayLength()}"));
    }

    [Fact]
    public async Task Answers_that_do_not_fit_are_refused()
    {
        await using var stub = await StartAsync(
            Vectors((0, [1])), Vectors((0, [1]), (1, [1, 2])), ModelServiceStub.Say("""{"data": [{"embedding": [1]}]}"""), ModelServiceStub.Say("<html>"));
        for (var answer = 0; answer < 4; answer++)
            await Assert.ThrowsAsync<ModelServiceException>(() => stub.Get<IEmbedder>().EmbedAsync(["one", "two"], default));
        await Assert.ThrowsAsync<ModelServiceException>(() => stub.Get<ILanguageModel>().CompleteAsync(s_request, default));
        Assert.Equal(5, stub.Asked.Count);
    }

    [Fact]
    public async Task A_failure_is_retried_and_then_named_without_what_was_sent()
    {
        await using var stub = await StartAsync(
            ModelServiceStub.Say("Hello", 503), ModelServiceStub.Say("""{"choices": [{"message": {"content": "Hi"}}]}"""), ModelServiceStub.Say("Hello the-key", 401));
        Assert.Equal("Hi", await stub.Get<ILanguageModel>().CompleteAsync(s_request, default));
        var e = await Assert.ThrowsAsync<ModelServiceException>(() => stub.Get<ILanguageModel>().CompleteAsync(s_request, default));
        Assert.Contains("Fastest:Models:ApiKey", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Hello", e.ToString(), StringComparison.Ordinal);
        Assert.Equal(3, stub.Asked.Count);
        Assert.DoesNotContain(stub.Logged, line => line.Contains("the-key", StringComparison.Ordinal) || line.Contains("Hello", StringComparison.Ordinal));
    }

    private static Task<ModelServiceStub> StartAsync(params Func<HttpContext, Task>[] answers) =>
        ModelServiceStub.StartAsync("Fastest:Models", (services, settings) => services.AddFastestModels(settings), answers);

    private static Func<HttpContext, Task> Vectors(params (int Index, float[] Vector)[] vectors) =>
        ModelServiceStub.Say(JsonSerializer.Serialize(new { data = vectors.Select(v => new { index = v.Index, embedding = v.Vector }) }));
}
