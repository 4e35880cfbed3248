using System.Text.Json.Nodes;
using EventSourced.Commands.Rabbit.Transcripts;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>A turn to record.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Turn">What was said.</param>
/// <param name="Index">Its place among the turns of the file, from 0.</param>
internal sealed record PlannedTurn(Guid Id, ChildTurn Turn, int Index);

/// <summary>A session to record.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Turns">Its turns in their order, at least one.</param>
internal sealed record PlannedSession(Guid Id, IReadOnlyList<PlannedTurn> Turns);

/// <summary>What an import makes of a file. The ids follow from the file and the child: importing it twice changes nothing.</summary>
/// <param name="Sessions">The sessions, by their first turns.</param>
/// <param name="Language">The language of the sessions.</param>
/// <param name="Account">What became of every line.</param>
internal sealed record ConversationPlan(IReadOnlyList<PlannedSession> Sessions, string Language, TranscriptAccount Account)
{
    /// <summary>Turns of all sessions.</summary>
    public int Turns => Sessions.Sum(s => s.Turns.Count);

    /// <summary>Metadata of the sessions. Nothing personal is in it: metadata cannot be forgotten.</summary>
    public string Metadata => new JsonObject { ["import"] = Account.ToJson(withTexts: false) }.ToJsonString();

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="registered">How it was registered.</param>
    /// <exception cref="TranscriptException">It is no conversation of the child.</exception>
    public static ConversationPlan Read(Stream file, TranscriptRegistered registered)
    {
        var transcript = TranscriptReader.Read(file, new TranscriptOptions { FileName = registered.Filename });
        var turns = ChildTurns.Of(transcript, registered.Speaker);
        if (turns.Count == 0) throw new TranscriptException(TranscriptException.NoUtterances, "the child says nothing in it.", registered.Filename);
        foreach (var turn in turns)
            if ((Storable.FaultOf(turn.Text) ?? Storable.FaultOf(turn.Response)) is { } fault)
                throw new TranscriptException(TranscriptException.BadLine, $"what is said cannot be stored. {fault}", registered.Filename, turn.Line);

        var language = registered.Language ?? LanguageOf(transcript);
        var account = TranscriptAccount.Of(transcript, turns, registered.Speaker);
        if (registered.Language is null && transcript.Languages is [var named, ..] && named is not ("jpn" or "ja" or "eng" or "en"))
            account = account with { Warnings = [.. account.Warnings, $"The language of the file is {named}; sessions are in ja or en, and these were recorded as {language}. State it with --language."] };
        var sessions = turns.Index().GroupBy(t => Guid.TryParse(t.Item.SessionId, out var own) ? own.ToString() : t.Item.SessionId).Select(group =>
        {
            var id = SessionOf(registered.ChildId, transcript, group.Key, [.. group.Select(t => t.Item)]);
            return new PlannedSession(id, [.. group.Select(t => new PlannedTurn(TurnOf(id, t.Item), t.Item, t.Index))]);
        });
        return new ConversationPlan([.. sessions], language, account);
    }

    // A session that the file names is the same in a longer export of it, as long as its turns can be told apart by names too. The same for another child is
    // another conversation.
    private static Guid SessionOf(string childId, Transcript transcript, string? name, IReadOnlyList<ChildTurn> turns)
    {
        if (Guid.TryParse(name, out var own) && own != Guid.Empty) return own;
        var isNamed = name is not null && turns.All(t => t.Identity != TurnIdentity.Place);
        return DerivedId.Of($"rabbit.imported_session {childId} {(isNamed ? "" : transcript.ContentSha256)} {name}");
    }

    private static Guid TurnOf(Guid session, ChildTurn turn) =>
        turn.Identity == TurnIdentity.Unique ? turn.TurnId : DerivedId.Of($"rabbit.imported_turn {session} {turn.TurnId}");

    private static string LanguageOf(Transcript transcript) => transcript.Languages is ["jpn" or "ja", ..] ? "ja"
        : transcript.Languages.Count > 0 ? "en"
        : transcript.Utterances.Any(u => u.Text.Any(c => c is >= '\u3040' and <= '\u30ff')) ? "ja" : "en";
}
