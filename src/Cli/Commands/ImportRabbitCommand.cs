using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Importing;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Rabbit.Language;
using EventSourced.Commands.Rabbit.Transcripts;

namespace EventSourced.Cli.Commands;

/// <summary><c>es import rabbit</c>: records conversations of a child.</summary>
internal static class ImportRabbitCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var child = new Option<string>("--child") { Description = "The child, by an id that tells nothing about it.", HelpName = "ID", Required = true };
        var speaker = new Option<string?>("--speaker") { Description = "The child as the file calls it, where the file does not say who is the child.", HelpName = "NAME" };
        var language = new Option<string?>("--language") { Description = "ja or en; else as the file says.", HelpName = "L" };
        var tokenizer = new Option<string>("--tokenizer") { Description = "separator, or icu-words for scripts without spaces.", HelpName = "T", DefaultValueFactory = _ => "separator" };
        tokenizer.AcceptOnlyFromAmong([.. Tokenizers.Names]);
        language.AcceptOnlyFromAmong("ja", "en");
        var json = new Option<bool>("--json") { Description = "Print the account of each file as JSON." };
        var files = new Argument<string[]>("FILE") { Description = "CHAT transcripts (.cha), lines of \"Name: text\", or turns as JSON.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("rabbit", "Import conversations of a child.") { child, speaker, language, tokenizer, json, files };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            List<Conversation> conversations = [.. parsed.GetRequiredValue(files).Select(path => File.Exists(path)
                ? new Conversation(path, parsed.GetRequiredValue(child), parsed.GetValue(speaker), parsed.GetValue(language), parsed.GetRequiredValue(tokenizer))
                : throw CliException.Usage($"There is no file {path}."))];
            using var api = client.Connect(parsed);
            return await RunAsync(screen, api, conversations, parsed.GetValue(json), cancellation);
        });
        return command;
    }

    private static async Task<int> RunAsync(Screen screen, ApiClient api, IReadOnlyList<Conversation> conversations, bool isJson, CancellationToken cancellation)
    {
        var failed = 0;
        var accounts = new JsonArray();
        foreach (var conversation in conversations)
        {
            try
            {
                if (isJson) accounts.Add(ConversationView.Json(conversation, await new ConversationImport(api).RunAsync(conversation, (_, _) => { }, cancellation)));
                else await ConversationView.RunAsync(screen, api, conversation, cancellation);
            }
            catch (Exception e) when (e is TranscriptException or CliException)
            {
                if (!isJson && conversations.Count == 1) throw e as CliException ?? new CliException(e.Message, e);
                // The others are tried all the same.
                screen.Error(e.Message);
                accounts.Add(new JsonObject { ["file"] = conversation.Name, ["error"] = e.Message });
                failed++;
            }
        }
        if (isJson) screen.Line(JsonText.Indented(accounts));
        else screen.Note($"Next: {Hint.Es("query rabbit.vocabulary select=word order=first_seen_at.desc")}");
        return failed == 0 ? 0 : 1;
    }
}
