using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.Commands.Rabbit.Transcripts;
using EventSourced.Contracts;

namespace EventSourced.Cli.Importing;

/// <summary>A conversation to import, and how.</summary>
/// <param name="Path">The file.</param>
/// <param name="ChildId">The child that is talking, as the system calls it.</param>
/// <param name="Speaker">The child as the file calls it; null where the file says who it is.</param>
/// <param name="Language"><c>ja</c> or <c>en</c>; null to take it from the file.</param>
/// <param name="Tokenizer">Name of the sessions' tokeniser.</param>
internal sealed record Conversation(string Path, string ChildId, string? Speaker, string? Language, string Tokenizer)
{
    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>What was imported.</summary>
/// <param name="Sessions">Sessions of the file.</param>
/// <param name="Language">The language of the sessions.</param>
/// <param name="Position">Position of the last turn.</param>
/// <param name="Account">What became of the lines of the file.</param>
internal sealed record ImportedConversation(IReadOnlyList<Guid> Sessions, string Language, long Position, TranscriptAccount Account);

/// <summary>Records the turns of a conversation, session by session in their order. The ids follow from the file and the child: importing it twice changes nothing.</summary>
/// <param name="api">The system.</param>
internal sealed class ConversationImport(ApiClient api)
{
    private const int SessionsAtOnce = 8;
    private static readonly TimeSpan AnalysisLimit = TimeSpan.FromMinutes(2);

    public async Task<ImportedConversation> RunAsync(Conversation conversation, Action<int, int> progress, CancellationToken cancellation)
    {
        var transcript = TranscriptReader.Read(conversation.Path);
        var turns = ChildTurns.Of(transcript, conversation.Speaker);
        if (turns.Count == 0) throw new CliException($"{conversation.Name}: the child says nothing in it.");
        var language = conversation.Language ?? LanguageOf(transcript);
        var account = TranscriptAccount.Of(transcript, turns, conversation.Speaker);
        if (conversation.Language is null && transcript.Languages is [var named, ..] && named is not ("jpn" or "ja" or "eng" or "en"))
            account = account with { Warnings = [.. account.Warnings, $"The language of the file is {named}; sessions are in ja or en, and these were recorded as {language}. State it with --language."] };
        // Nothing personal is in it: metadata cannot be forgotten.
        var metadata = new JsonObject { ["import"] = account.ToJson(withTexts: false) }.ToJsonString();
        var (done, position) = (0, 0L);
        var sessions = turns.GroupBy(t => Guid.TryParse(t.SessionId, out var own) ? own.ToString() : t.SessionId).ToDictionary(g => SessionOf(conversation, transcript, g.Key, [.. g]), g => g.ToList());
        await Parallel.ForEachAsync(sessions, new ParallelOptions { MaxDegreeOfParallelism = SessionsAtOnce, CancellationToken = cancellation }, async (session, token) =>
        {
            var (id, own) = session;
            await api.CommandAsync("api/rabbit/sessions", new
            {
                session_id = id,
                child_id = conversation.ChildId,
                language,
                tokenizer = conversation.Tokenizer,
                started_at = own[0].Timestamp,
                metadata,
            }, token);
            foreach (var turn in own)
            {
                var outcome = await api.CommandAsync($"api/rabbit/sessions/{id}/turns", new
                {
                    turn_id = TurnOf(id, turn),
                    child_input = turn.Text,
                    rabbit_response = turn.Response,
                    timestamp = turn.Timestamp,
                    duration_ms = turn.DurationMs,
                    source = "imported",
                }, token);
                lock (sessions) position = Math.Max(position, outcome.Position ?? 0);
                progress(Interlocked.Increment(ref done), turns.Count);
            }
            // Analyses of one session are done in the order of its turns.
            if (own.LastOrDefault(t => !string.IsNullOrWhiteSpace(t.Text)) is { } last) await AnalysedAsync(TurnOf(id, last), token);
        });
        return new ImportedConversation([.. sessions.Keys], language, position, account);
    }

    private async Task AnalysedAsync(Guid turn, CancellationToken cancellation)
    {
        var ended = await Until.TrueAsync(async () =>
        {
            var jobs = await api.RowsAsync("rabbit.analysis_jobs", [("turn_id", turn.ToString()), ("select", "status")], null, cancellation);
            return jobs.Rows is [var job] && job["status"]!.ToString() is "completed" or "failed";
        }, AnalysisLimit, cancellation);
        if (!ended) throw new CliException($"The turns are recorded, but the analysis of {turn} has not ended for {AnalysisLimit.TotalMinutes:0} minutes. See: {Hint.Es("projections")}");
    }

    // A session that the file names is the same in a longer export of it, as long as its turns can be told apart by names too. The same for another child is
    // another conversation.
    private static Guid SessionOf(Conversation conversation, Transcript transcript, string? name, IReadOnlyList<ChildTurn> turns)
    {
        if (Guid.TryParse(name, out var own) && own != Guid.Empty) return own;
        var isNamed = name is not null && turns.All(t => t.Identity != TurnIdentity.Place);
        return DerivedId.Of($"rabbit.imported_session {conversation.ChildId} {(isNamed ? "" : transcript.ContentSha256)} {name}");
    }

    private static Guid TurnOf(Guid session, ChildTurn turn) =>
        turn.Identity == TurnIdentity.Unique ? turn.TurnId : DerivedId.Of($"rabbit.imported_turn {session} {turn.TurnId}");

    private static string LanguageOf(Transcript transcript) => transcript.Languages is ["jpn" or "ja", ..] ? "ja"
        : transcript.Languages.Count > 0 ? "en"
        : transcript.Utterances.Any(u => u.Text.Any(c => c is >= '\u3040' and <= '\u30ff')) ? "ja" : "en";
}
