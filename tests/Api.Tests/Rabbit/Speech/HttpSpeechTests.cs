using System.Text.Json;
using EventSourced.Api.Tests.Intelligence;
using EventSourced.Commands.Intelligence;
using EventSourced.Commands.Rabbit.Speech;

namespace EventSourced.Api.Tests.Rabbit.Speech;

public sealed class HttpSpeechTests
{
    [Fact]
    public async Task A_recording_is_sent_as_a_form_and_its_text_is_returned()
    {
        await using var stub = await SpeechService.StartAsync(ModelServiceStub.Say("""{"text":" りんご "}"""));
        Assert.Equal("りんご", await RecognizeAsync(stub));
        var (path, authorization, body) = Assert.Single(stub.Asked);
        Assert.Equal(("/v1/audio/transcriptions", "Bearer the-key"), (path, authorization));
        foreach (var part in new[] { "name=model\r\n\r\nwhisper-1\r\n", "name=language\r\n\r\nja\r\n", "filename=voice.webm", "Content-Type: audio/webm;codecs=opus", "\r\n\r\nvoice\r\n" })
            Assert.Contains(part, body.Replace("; codecs", ";codecs", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Silence_is_recognised_as_nothing()
    {
        await using var stub = await SpeechService.StartAsync(ModelServiceStub.Say("""{"text":" "}"""));
        Assert.Null(await RecognizeAsync(stub));
    }

    [Fact]
    public async Task A_text_is_spoken_in_the_configured_voice()
    {
        await using var stub = await SpeechService.StartAsync(ModelServiceStub.Say("mp3"));
        Assert.Equal("mp3"u8.ToArray(), (await stub.Get<ISpeechSynthesizer>().SynthesizeAsync("やあ", "ja", default)).ToArray());
        var asked = Assert.Single(stub.Asked);
        var body = JsonSerializer.Deserialize<JsonElement>(asked.Body);
        Assert.Equal("/v1/audio/speech", asked.Path);
        Assert.Equal(("tts-1", "nova", "やあ", "mp3"), (body.GetProperty("model").GetString(), body.GetProperty("voice").GetString(), body.GetProperty("input").GetString(), body.GetProperty("response_format").GetString()));
    }

    [Fact]
    public async Task A_model_gets_its_persona_and_the_conversation()
    {
        await using var stub = await SpeechService.StartAsync(ModelServiceStub.Say("""{"choices":[{"message":{"content":"りんご？"}}]}"""));
        var before = new RememberedTurn(Guid.NewGuid(), "やあ", "こんにちは！", DateTimeOffset.UnixEpoch);
        Assert.Equal("りんご？", await stub.Get<IReplyModel>().ReplyAsync(new ReplyRequest("ja", [before], "りんご"), default));
        var messages = JsonSerializer.Deserialize<JsonElement>(stub.Asked.Single().Body).GetProperty("messages").EnumerateArray().Select(m => (m.GetProperty("role").GetString(), m.GetProperty("content").GetString()!)).ToList();
        Assert.Contains("うさぎ", messages[0].Item2);
        Assert.Equal([("user", "やあ"), ("assistant", "こんにちは！"), ("user", "りんご")], messages[1..]);
    }

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Transient_errors_are_retried_with_the_whole_recording(int status)
    {
        await using var stub = await SpeechService.StartAsync(ModelServiceStub.Say("", status), ModelServiceStub.Say("""{"text":"りんご"}"""));
        Assert.Equal("りんご", await RecognizeAsync(stub));
        Assert.Equal(2, stub.Asked.Count);
        Assert.All(stub.Asked, a => Assert.Contains("\r\nvoice\r\n", a.Body));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(404)]
    [InlineData(422)]
    public async Task A_refusal_is_final_and_its_error_has_neither_the_childs_words_nor_the_key(int status)
    {
        await using var stub = await SpeechService.StartAsync(ModelServiceStub.Say("you said りんご with the-key", status));
        var e = await Assert.ThrowsAsync<ModelServiceException>(() => RecognizeAsync(stub));
        Assert.Single(stub.Asked);
        Assert.Contains($"{status}", e.Message);
        foreach (var secret in new[] { "りんご", "the-key" })
        {
            Assert.DoesNotContain(secret, e.ToString());
            Assert.DoesNotContain(stub.Logged, line => line.Contains(secret, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task The_number_of_attempts_is_limited()
    {
        await using var stub = await SpeechService.StartAsync(ModelServiceStub.Say("", 503));
        await Assert.ThrowsAsync<ModelServiceException>(() => RecognizeAsync(stub));
        Assert.Equal(3, stub.Asked.Count);
    }

    [Fact]
    public async Task An_attempt_without_an_answer_is_aborted_and_retried()
    {
        await using var stub = await SpeechService.StartAsync(context => Task.Delay(TimeSpan.FromSeconds(30), context.RequestAborted), ModelServiceStub.Say("""{"text":"りんご"}"""));
        Assert.Equal("りんご", await RecognizeAsync(stub));
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("""{"text":7}""")]
    [InlineData("{}")]
    public async Task A_malformed_answer_is_a_failure(string body)
    {
        await using var stub = await SpeechService.StartAsync(ModelServiceStub.Say(body));
        await Assert.ThrowsAsync<ModelServiceException>(() => RecognizeAsync(stub));
    }

    [Fact]
    public async Task Cancellation_is_not_a_failure()
    {
        await using var stub = await SpeechService.StartAsync(ModelServiceStub.Say("", 503));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RecognizeAsync(stub, new CancellationToken(canceled: true)));
    }

    private static Task<string?> RecognizeAsync(ModelServiceStub stub, CancellationToken cancellationToken = default) =>
        stub.Get<ISpeechRecognizer>().RecognizeAsync(new MemoryStream("voice"u8.ToArray()), "audio/webm;codecs=opus", "ja", cancellationToken);
}
