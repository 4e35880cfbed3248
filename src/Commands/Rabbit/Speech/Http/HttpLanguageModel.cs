using System.Net.Http.Json;

namespace EventSourced.Commands.Rabbit.Speech.Http;

/// <summary>Composes answers with <c>POST chat/completions</c>.</summary>
internal sealed class HttpLanguageModel(SpeechHttp http, SpeechOptions options) : ILanguageModel
{
    private const string Path = "chat/completions";
    private readonly CallLimit _limit = new("rabbit.language_model", options.Budget.LanguageModelPerHour, options.Budget.LanguageModelPerDay);

    public async Task<string?> ReplyAsync(ReplyRequest request, CancellationToken cancellationToken)
    {
        var answer = await http.PostAsync(Path, _limit, () => JsonContent.Create(new
        {
            model = options.LanguageModel,
            messages = MessagesOf(request),
            // An answer is one sentence; longer ones are cut anyway.
            max_tokens = 80,
            temperature = 0.7,
        }), cancellationToken);
        var text = http.Text(Path, answer, json => json.GetProperty("choices")[0].GetProperty("message").GetProperty("content"));
        return string.IsNullOrWhiteSpace(text) ? null : text.Trim();
    }

    private static List<object> MessagesOf(ReplyRequest request)
    {
        List<object> messages = [new { role = "system", content = Persona.Of(request.Language) }];
        foreach (var turn in request.Before)
        {
            messages.Add(new { role = "user", content = turn.ChildInput });
            messages.Add(new { role = "assistant", content = turn.RabbitResponse });
        }
        messages.Add(new { role = "user", content = request.ChildInput });
        return messages;
    }
}
