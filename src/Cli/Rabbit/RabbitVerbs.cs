using System.CommandLine;
using EventSourced.Cli.Client;
using EventSourced.Cli.Commands;
using EventSourced.Cli.Output;
using EventSourced.Commands.Rabbit.Language;

namespace EventSourced.Cli.Rabbit;

/// <summary><c>es rabbit</c>: reanalyse turns with another tokeniser; forget a child.</summary>
internal static class RabbitVerbs
{
    public static Command Create(Screen screen) => new("rabbit", "Conversations of children: reanalyse, forget.") { Reanalyse(screen), Forget(screen) };

    private static Command Reanalyse(Screen screen)
    {
        var tokenizer = new Option<string>("--tokenizer") { Description = "separator, or icu-words for scripts without spaces.", HelpName = "T", Required = true };
        tokenizer.AcceptOnlyFromAmong([.. Tokenizers.Names]);
        var child = new Option<string?>("--child") { Description = "Only the sessions of this child.", HelpName = "ID" };
        var session = new Option<Guid?>("--session") { Description = "Only this session.", HelpName = "ID" };
        return new Command("reanalyse", "Analyse turns again with another tokeniser. Earlier analyses stay in the log.") { tokenizer, child, session }.Calling(async (parsed, api, cancellation) =>
        {
            var sessions = parsed.GetValue(session) is { } one ? [one] : await SessionsAsync(api, parsed.GetValue(child), cancellation);
            // Nothing to do is an error, because the user named the sessions.
            if (sessions.Count == 0) throw new CliException(parsed.GetValue(child) is { } named ? $"There is no session of a child {named}." : "There is no session yet.");
            foreach (var id in sessions)
                await api.CommandAsync($"api/rabbit/sessions/{id}/reanalyse", new { tokenizer = parsed.GetRequiredValue(tokenizer) }, cancellation);
            screen.Good($"{Figures.Count(sessions.Count, "session")} analysed with {parsed.GetRequiredValue(tokenizer)}");
        });
    }

    private static Command Forget(Screen screen)
    {
        var client = CommonOptions.Client();
        var child = new Option<string?>("--child") { Description = "The child.", HelpName = "ID" };
        var session = new Option<Guid?>("--session") { Description = "A session without a child.", HelpName = "ID" };
        var command = new Command("forget", "Destroy the key of a child's words, which makes them unreadable. Counts stay. This cannot be undone.") { child, session };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(child) is null == parsed.GetValue(session) is null) throw CliException.Usage("Give --child, or --session for a session without a child.");
            using var api = client.Connect(parsed);
            var outcome = await api.CommandAsync("api/rabbit/forget", new { child_id = parsed.GetValue(child), session_id = parsed.GetValue(session) }, cancellation);
            // Waits until the rows are scrubbed, not only until the command has completed.
            foreach (var table in (string[])["rabbit.conversation_turns", "rabbit.vocabulary", "rabbit.highlights"])
                await api.RowsAsync(table, [("limit", "1")], outcome.Position, cancellation);
            screen.Good($"{parsed.GetValue(child) ?? parsed.GetValue(session).ToString()} is forgotten; the tables are scrubbed up to position {outcome.Position}");
            return 0;
        });
        return command;
    }

    private static async Task<IReadOnlyList<Guid>> SessionsAsync(ApiClient api, string? child, CancellationToken cancellation)
    {
        List<Guid> sessions = [];
        string? cursor = null;
        do
        {
            List<(string, string)> query = [("select", "id"), ("limit", "1000")];
            if (child is not null) query.Add(("child_id", child));
            if (cursor is not null) query.Add(("cursor", cursor));
            var page = await api.RowsAsync("rabbit.sessions", query, null, cancellation);
            sessions.AddRange(page.Rows.Select(r => Guid.Parse(r["id"]!.ToString())));
            cursor = page.Next;
        }
        while (cursor is not null);
        return sessions;
    }
}
