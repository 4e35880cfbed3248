using System.Diagnostics;
using EventSourced.Cli.Client;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Importing;

/// <summary>Shows the import of a conversation.</summary>
internal static class ConversationView
{
    public static async Task<ImportedConversation> RunAsync(Screen screen, ApiClient api, Conversation conversation, CancellationToken cancellation)
    {
        var clock = Stopwatch.StartNew();
        var imported = await new ConversationImport(api).RunAsync(conversation, (_, _) => { }, cancellation);
        foreach (var warning in imported.Warnings.Take(5)) screen.Note($"{conversation.Name}: {warning}");
        if (imported.Warnings.Count > 5) screen.Note($"{conversation.Name}: and {imported.Warnings.Count - 5} more");
        screen.Good($"{conversation.Name}: {Figures.Count(imported.Turns)} turns of {conversation.ChildId} in {Figures.Count(imported.Sessions.Count)} sessions, in {Figures.Time(clock.Elapsed)}");
        return imported;
    }
}
