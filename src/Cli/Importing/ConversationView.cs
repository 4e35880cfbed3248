using System.Diagnostics;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Output;
using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Cli.Importing;

/// <summary>Shows the import of a conversation and what became of its lines.</summary>
internal static class ConversationView
{
    private const int MostWarnings = 20;

    public static async Task<ImportedConversation> RunAsync(Screen screen, ApiClient api, Conversation conversation, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var imported = await new ConversationImport(api).RunAsync(conversation, (_, _) => { }, cancellation);
        var account = imported.Account;
        screen.Good($"{conversation.Name}: {Figures.Count(account.Turns)} turns of {conversation.ChildId} in {Figures.Count(imported.Sessions.Count)} sessions ({imported.Language}), in {Figures.Time(clock.Elapsed)}");
        foreach (var line in Lines(account)) screen.Line($"  {line}");
        foreach (var warning in account.Warnings.Take(MostWarnings)) screen.Note($"{conversation.Name}: {warning}");
        if (account.Warnings.Count > MostWarnings) screen.Note($"{conversation.Name}: and {account.Warnings.Count - MostWarnings} more warnings; --json prints all");
        return imported;
    }

    /// <summary>The result as JSON.</summary>
    public static JsonObject Json(Conversation conversation, ImportedConversation imported)
    {
        JsonObject json = new()
        {
            ["file"] = conversation.Name,
            ["child_id"] = conversation.ChildId,
            ["sessions"] = new JsonArray([.. imported.Sessions.Select(s => JsonValue.Create(s.ToString()))]),
            ["language"] = imported.Language,
            ["position"] = imported.Position,
        };
        foreach (var (name, value) in imported.Account.ToJson(withTexts: true)) json[name] = value?.DeepClone();
        return json;
    }

    private static IEnumerable<string> Lines(TranscriptAccount account)
    {
        var encoding = account.EncodingIsAssumed ? $"{account.Encoding} (assumed)" : account.Encoding;
        yield return $"{Figures.Count(account.Lines)} lines as {account.Format.ToString().ToLowerInvariant()}, {encoding}: {Figures.Count(account.Turns)} utterances of the child ({Figures.Count(account.SilentTurns)} without words), {Figures.Count(account.Answers)} of others as answers";
        yield return $"speakers: {string.Join(", ", account.Speakers.Select(s => $"{s.Key} {Figures.Count(s.Value)}"))}";
        foreach (var left in account.LeftOut)
            yield return $"left out: {Figures.Count(left.Count)} {left.Reason}; line{(left.Lines.Count == 1 ? "" : "s")} {string.Join(", ", left.Lines)}{(left.Count > left.Lines.Count ? " …" : "")}";
        yield return account.Warnings.Count == 0 ? "warnings: none" : $"warnings: {Figures.Count(account.Warnings.Count)}";
    }
}
