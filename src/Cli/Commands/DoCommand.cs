using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Cli.Commands;

/// <summary><c>es do</c>: every command that has a route, with its members as options. Generated from the command's record.</summary>
internal static class DoCommand
{
    public const string Name = "do";

    /// <summary>The command; without its verbs when no word names it.</summary>
    public static Command Create(Screen screen, ModuleCatalog modules, bool withVerbs)
    {
        List<CommandDescriptor> all = [.. modules.Commands.All.Where(c => c.Path is not null)];
        var command = new Command(Name, $"Send a command of a module and wait for its outcome{(all.Count > 0 ? $": {Hint.Es($"do {all[0].Name} --help")}" : "")}");
        foreach (var declared in withVerbs ? all : []) command.Add(Verb(screen, declared));
        return command;
    }

    private static Command Verb(Screen screen, CommandDescriptor declared)
    {
        var client = CommonOptions.Client();
        var key = new Option<string?>("--idempotency-key") { Description = "Makes a retry safe: the same key and members run once.", HelpName = "KEY" };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON." };
        var members = MemberOptions.Of(CommandMember.Of(declared.Type));
        var verb = new Command(declared.Name, XmlDocs.Summary(declared.Type));
        verb.Options.Add(key);
        verb.Options.Add(json);
        client.AddTo(verb);
        members.AddTo(verb);
        verb.SetAction(async (parsed, cancellation) =>
        {
            var body = members.Read(parsed);
            using var api = client.Connect(parsed);
            var outcome = await api.CommandAsync(new HttpMethod(declared.Method!), declared.AddressOf(body), body, parsed.GetValue(key), cancellation);
            if (parsed.GetValue(json))
                screen.Line(JsonText.Indented(new JsonObject { ["command_id"] = outcome.CommandId, ["position"] = outcome.Position, ["result"] = outcome.Result?.DeepClone() }));
            else
                screen.Good($"{declared.Name} completed{(outcome.Position is { } at ? $" at position {at}" : " without new events")}{(outcome.Result is { } result ? $": {JsonText.Flat(result)}" : "")}");
            return 0;
        });
        return verb;
    }
}
