using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using EventSourced.Cli.Output;
using EventSourced.Commands.Modules;
using EventSourced.Contracts;
using EventSourced.EventStore;

namespace EventSourced.Cli.Commands;

/// <summary><c>es do</c>: every command that has an address, with its members as options; all of it from the command's record.</summary>
internal static partial class DoCommand
{
    public static Command Create(Screen screen)
    {
        List<CommandDescriptor> all = [.. ModuleCatalog.Default.Commands.All.Where(c => c.Path is not null)];
        var command = new Command("do", $"Send a command of a module and wait for its outcome{(all.Count > 0 ? $": es do {all[0].Name} --help" : "")}");
        foreach (var declared in all) command.Add(Verb(screen, declared));
        return command;
    }

    private static Command Verb(Screen screen, CommandDescriptor declared)
    {
        var client = CommonOptions.Client();
        var key = new Option<string?>("--idempotency-key") { Description = "Makes a retry safe: the same key and members run once.", HelpName = "KEY" };
        var json = new Option<bool>("--json") { Description = "Print the outcome as JSON." };
        List<(JsonPropertyInfo Member, Option<string?> Option)> members =
            [.. CommandCatalog.Json.GetTypeInfo(declared.Type).Properties.Select(member => (member, OptionOf(declared.Type, member)))];
        var verb = new Command(declared.Name, XmlDocs.Summary(declared.Type));
        foreach (var (_, option) in members) verb.Options.Add(option);
        verb.Options.Add(key);
        verb.Options.Add(json);
        client.AddTo(verb);
        verb.SetAction(async (parsed, cancellation) =>
        {
            var body = new JsonObject();
            foreach (var (member, option) in members)
                if (parsed.GetValue(option) is { } text) body[member.Name] = ValueOf(text, member);
            var path = Parameter().Replace(declared.Path![1..], m => Uri.EscapeDataString(body[m.Groups[1].Value]?.ToString() ?? ""));
            using var api = client.Connect(parsed);
            var outcome = await api.CommandAsync(new HttpMethod(declared.Method!), path, body, parsed.GetValue(key), cancellation);
            if (parsed.GetValue(json))
                screen.Line(JsonText.Indented(new JsonObject { ["command_id"] = outcome.CommandId, ["position"] = outcome.Position, ["result"] = outcome.Result?.DeepClone() }));
            else
                screen.Good($"{declared.Name} completed{(outcome.Position is { } at ? $" at position {at}" : ", and nothing had to be done")}{(outcome.Result is { } result ? $": {JsonText.Flat(result)}" : "")}");
            return 0;
        });
        return verb;
    }

    private static Option<string?> OptionOf(Type command, JsonPropertyInfo member)
    {
        var option = new Option<string?>("--" + member.Name.Replace('_', '-'))
        {
            Description = XmlDocs.Parameter(command, ((System.Reflection.PropertyInfo)member.AttributeProvider!).Name),
            HelpName = FormOf(member.PropertyType),
            Required = member.IsRequired,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !Fits(text, member)) result.AddError($"{option.Name} is \"{text}\"; expected {FormOf(member.PropertyType)}.");
        });
        return option;
    }

    private static bool Fits(string text, JsonPropertyInfo member)
    {
        try
        {
            return ValueOf(text, member) is var value && (value is null || value.Deserialize(member.PropertyType, CommandCatalog.Json) is not null);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            return false;
        }
    }

    // What JSON writes in quotes is given without them.
    private static JsonNode? ValueOf(string text, JsonPropertyInfo member) =>
        Core(member.PropertyType) is var type && (type == typeof(string) || type == typeof(Guid) || type == typeof(DateOnly) || type == typeof(DateTimeOffset))
            ? JsonValue.Create(text)
            : JsonNode.Parse(text);

    private static string FormOf(Type type) => Core(type) switch
    {
        var t when t == typeof(string) => "TEXT",
        var t when t == typeof(Guid) => "UUID",
        var t when t == typeof(DateOnly) => "YYYY-MM-DD",
        var t when t == typeof(DateTimeOffset) => "TIME",
        var t when t == typeof(bool) => "true|false",
        var t when t.IsPrimitive => "NUMBER",
        _ => "JSON",
    };

    private static Type Core(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex Parameter();
}
