using System.Buffers;
using EventSourced.Commands.Pipeline;
using EventSourced.Commands.Rabbit.Language;
using EventSourced.Contracts.Rabbit;
using FluentValidation;

namespace EventSourced.Commands.Rabbit.Sessions;

internal static class RabbitFields
{
    public const int InputLength = 10_000;

    public static IRuleBuilderOptions<T, Guid> Id<T>(this IRuleBuilder<T, Guid> rule) => rule.NotEmpty().WithMessage("{PropertyName} must be a UUID that is not all zeros.");

    public static IRuleBuilderOptions<T, string?> ChildId<T>(this IRuleBuilder<T, string?> rule) =>
        rule.Length(1, 200).Must(id => id is null || !id.Any(char.IsControl)).WithMessage("{PropertyName} must have 1 to 200 characters and no control characters.");

    public static IRuleBuilderOptions<T, string?> Text<T>(this IRuleBuilder<T, string?> rule) =>
        rule.MaximumLength(InputLength);

    public static IRuleBuilderOptions<T, string> TokenizerName<T>(this IRuleBuilder<T, string> rule) =>
        rule.Must(name => Tokenizers.Names.Contains(name)).WithMessage($"{{PropertyName}} must be one of: {string.Join(", ", Tokenizers.Names)}.");
}

internal sealed class StartSessionValidator : AbstractValidator<StartSession>
{
    public StartSessionValidator()
    {
        RuleFor(c => c.SessionId).Id();
        RuleFor(c => c.ChildId).ChildId();
        RuleFor(c => c.Language).Must(l => l is "ja" or "en").WithMessage("{PropertyName} must be ja or en.");
        RuleFor(c => c.Tokenizer).TokenizerName();
        RuleFor(c => c.Metadata).MaximumLength(10_000).StorableObject();
    }
}

internal sealed class RecordTurnValidator : AbstractValidator<RecordTurn>
{
    private static readonly SearchValues<char> s_extension = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    public RecordTurnValidator()
    {
        RuleFor(c => c.SessionId).Id();
        RuleFor(c => c.TurnId).Id();
        RuleFor(c => c.ChildInput).Text();
        RuleFor(c => c.RabbitResponse).Text();
        // Expiring or forgetting the turn deletes this object, so it must belong to the turn.
        RuleFor(c => c.ChildAudioKey).Must((c, key) => key is null || IsOwnVoice(c, key)).WithMessage("{PropertyName} must be raw/{session_id}/{turn_id} with an extension of up to 16 lower-case letters and digits.");
        RuleFor(c => c.DurationMs).GreaterThanOrEqualTo(0);
        // The stated duration is checked; the recording is not decoded.
        RuleFor(c => c.DurationMs).InclusiveBetween(VoiceLength.MinMs, VoiceLength.MaxMs).When(c => c.Source == "spoken");
        RuleFor(c => c.Source).Must(s => s is "typed" or "spoken" or "imported").WithMessage("{PropertyName} must be typed, spoken or imported.");
    }

    private static bool IsOwnVoice(RecordTurn command, string key)
    {
        var start = $"{VoiceKeys.Of(command.SessionId)}/{command.TurnId}.";
        return key.StartsWith(start, StringComparison.Ordinal) && key.Length - start.Length is >= 1 and <= 16 && key.AsSpan(start.Length).IndexOfAnyExcept(s_extension) < 0;
    }
}

internal sealed class ReanalyseSessionValidator : AbstractValidator<ReanalyseSession>
{
    public ReanalyseSessionValidator()
    {
        RuleFor(c => c.SessionId).Id();
        RuleFor(c => c.Tokenizer).TokenizerName();
    }
}

internal sealed class ForgetChildValidator : AbstractValidator<ForgetChild>
{
    public ForgetChildValidator()
    {
        RuleFor(c => c.ChildId).ChildId();
        RuleFor(c => c).Must(c => c.ChildId is null != c.SessionId is null).WithName("child_id").WithMessage("Give child_id, or session_id for a session without a child.");
    }
}
