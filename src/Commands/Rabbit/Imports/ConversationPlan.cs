using System.Text.Json.Nodes;
using EventSourced.Commands.Rabbit.Transcripts;
using EventSourced.Contracts;
using EventSourced.Contracts.Rabbit;

namespace EventSourced.Commands.Rabbit.Imports;

/// <summary>A turn to record.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Turn">Its content.</param>
/// <param name="Index">Its index among the turns of the file, from 0.</param>
internal sealed record PlannedTurn(Guid Id, ChildTurn Turn, int Index);

/// <summary>A session to record.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Turns">Its turns in order, at least one.</param>
internal sealed record PlannedSession(Guid Id, IReadOnlyList<PlannedTurn> Turns);

/// <summary>The sessions and turns that an import records from a file. The ids are derived from the file and the child, so importing it twice changes nothing.</summary>
/// <param name="Sessions">The sessions, ordered by their first turns.</param>
/// <param name="Language">The language of the sessions.</param>
/// <param name="Account">How every line was used.</param>
internal sealed record ConversationPlan(IReadOnlyList<PlannedSession> Sessions, string Language, TranscriptAccount Account)
{
    /// <summary>Turns of all sessions.</summary>
    public int Turns => Sessions.Sum(s => s.Turns.Count);

    /// <summary>Metadata of the sessions. It must not contain personal data, because metadata cannot be forgotten.</summary>
    public string Metadata => new JsonObject { ["import"] = Account.ToJson(withTexts: false) }.ToJsonString();

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="registered">Its registration.</param>
    /// <exception cref="TranscriptException">It is not a conversation with the child.</exception>
    public static ConversationPlan Read(Stream file, TranscriptRegistered registered)
    {
        var transcript = TranscriptReader.Read(file, new TranscriptOptions { FileName = registered.Filename });
        var turns = ChildTurns.Of(transcript, registered.Speaker);
        if (turns.Count == 0) throw new TranscriptException(TranscriptException.NoUtterances, "the child says nothing in this file.", registered.Filename);
        foreach (var turn in turns)
            if ((Storable.FaultOf(turn.Text) ?? Storable.FaultOf(turn.Response)) is { } fault)
                throw new TranscriptException(TranscriptException.BadLine, $"the text cannot be stored. {fault}", registered.Filename, turn.Line);

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

    // A named session keeps its id in a longer export of the conversation if its turns have names too. The id depends on the child, because the same name for another child
    // is another conversation.
    private static Guid SessionOf(string childId, Transcript transcript, string? name, IReadOnlyList<ChildTurn> turns)
    {
        if (Guid.TryParse(name, out var own) && own != Guid.Empty) return own;
        var isNamed = name is not null && turns.All(t => t.Identity != TurnIdentity.Position);
        return DerivedId.Of($"rabbit.imported_session {childId} {(isNamed ? "" : transcript.ContentSha256)} {name}");
    }

    private static Guid TurnOf(Guid session, ChildTurn turn) =>
        turn.Identity == TurnIdentity.Unique ? turn.TurnId : DerivedId.Of($"rabbit.imported_turn {session} {turn.TurnId}");

    private static string LanguageOf(Transcript transcript) => transcript.Languages is ["jpn" or "ja", ..] ? "ja"
        : transcript.Languages.Count > 0 ? "en"
        : transcript.Utterances.Any(u => u.Text.Any(c => c is >= '\u3040' and <= '\u30ff')) ? "ja" : "en";
}
