using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Rabbit;
using FluentValidation;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Tests.Rabbit.Sessions;

/// <summary>A turn may only refer to its own recording, because forgetting the turn deletes it; the recording's length is limited.</summary>
public sealed class RecordTurnValidatorTests
{
    private static readonly Guid s_session = Guid.Parse("019a0000-0000-7000-8000-00000000000a");
    private static readonly Guid s_turn = Guid.Parse("019a0000-0000-7000-8000-00000000000b");
    private static readonly Guid s_other = Guid.Parse("019a0000-0000-7000-8000-00000000000c");

    private static readonly IValidator<RecordTurn> Validator =
        new ServiceCollection().AddCommandPipeline().BuildServiceProvider().GetServices<IValidator<RecordTurn>>().Single();

    [Theory]
    [InlineData(null)]
    [InlineData("raw/{session}/{turn}.webm")]
    [InlineData("raw/{session}/{turn}.m4a")]
    [InlineData("raw/{session}/{turn}.x")]
    [InlineData("raw/{session}/{turn}.abcdefghijklm123")]
    public void A_turn_may_refer_to_its_own_recording(string? key) => Assert.Empty(Faults(key));

    [Theory]
    [InlineData("")]
    [InlineData("raw/{other}/{turn}.webm")]
    [InlineData("raw/{session}/{other}.webm")]
    [InlineData("raw/{turn}/{session}.webm")]
    [InlineData("raw/{session}/{turn}")]
    [InlineData("raw/{session}/{turn}.")]
    [InlineData("raw/{session}/{turn}webm")]
    [InlineData("raw/{session}/{turn}.abcdefghijklm1234")]
    [InlineData("raw/{session}/{turn}.WEBM")]
    [InlineData("raw/{session}/{turn}.webm\n")]
    [InlineData("raw/{session}/{turn}.web m")]
    [InlineData("raw/{session}/{turn}.ｗｅｂｍ")]
    [InlineData("raw/{session}/{turn}.webm.mp3")]
    [InlineData("raw/{session}/{turn}../x")]
    [InlineData("raw/{session}/{turn}./../x")]
    [InlineData("raw/{session}/{turn}.webm/../x")]
    [InlineData("raw/{session}/../{other}/{turn}.webm")]
    [InlineData("raw/../raw/{session}/{turn}.webm")]
    [InlineData("../raw/{session}/{turn}.webm")]
    [InlineData("/raw/{session}/{turn}.webm")]
    [InlineData("raw//{session}/{turn}.webm")]
    [InlineData("raw\\{session}\\{turn}.webm")]
    [InlineData("RAW/{session}/{turn}.webm")]
    [InlineData("tts/{turn}.mp3")]
    [InlineData("{turn}.webm")]
    public void A_turn_must_not_refer_to_another_object(string key) => Assert.Equal([nameof(RecordTurn.ChildAudioKey)], Faults(key));

    [Theory]
    [InlineData("spoken", 499, false)]
    [InlineData("spoken", 500, true)]
    [InlineData("spoken", 30_000, true)]
    [InlineData("spoken", 30_001, false)]
    [InlineData("spoken", null, true)]
    [InlineData("imported", 1, true)]
    [InlineData("imported", 3_600_000, true)]
    [InlineData("imported", -1, false)]
    public void A_spoken_turn_takes_half_a_second_to_half_a_minute(string source, int? ms, bool fits) => Assert.Equal(
        fits, Validator.Validate(new RecordTurn(s_session, s_turn, "りんご", DurationMs: ms, Source: source)).IsValid);

    private static IEnumerable<string> Faults(string? key) => Validator
        .Validate(new RecordTurn(
            s_session, s_turn, "りんご", ChildAudioKey: key?.Replace("{session}", $"{s_session}").Replace("{turn}", $"{s_turn}").Replace("{other}", $"{s_other}"), Source: "spoken"))
        .Errors.Select(e => e.PropertyName);
}
