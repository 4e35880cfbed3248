using EventSourced.Commands.Intelligence;

namespace EventSourced.Commands.Rabbit.Speech.Http;

/// <summary>Lets a language model answer as the rabbit.</summary>
/// <param name="model">The model.</param>
internal sealed class PersonaReplies(ILanguageModel model) : IReplyModel
{
    // An answer is one sentence; longer ones are cut anyway.
    private const int MaxTokens = 80;
    private const double Temperature = 0.7;

    public Task<string?> ReplyAsync(ReplyRequest request, CancellationToken cancellationToken) => model.CompleteAsync(new(
        [
            new("system", Persona.Of(request.Language)),
            .. request.Before.SelectMany(turn => new ModelMessage[] { new("user", turn.ChildInput), new("assistant", turn.RabbitResponse) }),
            new("user", request.ChildInput),
        ],
        MaxTokens, Temperature), cancellationToken);
}
