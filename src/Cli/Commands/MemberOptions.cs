using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Commands.Modules;

namespace EventSourced.Cli.Commands;

/// <summary>Members of a command as options, with names, descriptions and checks from the record.</summary>
internal sealed class MemberOptions
{
    private readonly IReadOnlyList<(CommandMember Member, Option<string?> Option)> _all;

    private MemberOptions(IReadOnlyList<(CommandMember Member, Option<string?> Option)> all) => _all = all;

    public static MemberOptions Of(IEnumerable<CommandMember> members) => new([.. members.Select(member => (member, OptionOf(member)))]);

    /// <summary>Adds the options; an id may also be given by the name of its thing: <c>--child</c> for <c>--child-id</c>.</summary>
    /// <param name="command">The command, which has its other options already.</param>
    public void AddTo(Command command)
    {
        var taken = command.Options.Concat(_all.Select(m => m.Option)).Select(o => o.Name).ToHashSet();
        foreach (var (_, option) in _all)
        {
            if (option.Name.EndsWith("-id", StringComparison.Ordinal) && taken.Add(option.Name[..^3])) option.Aliases.Add(option.Name[..^3]);
            command.Options.Add(option);
        }
    }

    /// <summary>The given values, by the members' JSON names.</summary>
    public JsonObject Read(ParseResult parsed)
    {
        var body = new JsonObject();
        foreach (var (member, option) in _all)
            if (parsed.GetValue(option) is { } text) body[member.Name] = member.Parse(text);
        return body;
    }

    private static Option<string?> OptionOf(CommandMember member)
    {
        var option = new Option<string?>("--" + member.Name.Replace('_', '-'))
        {
            Description = member.Description,
            HelpName = member.Placeholder,
            Required = member.IsRequired,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && member.Parse(text) is null) result.AddError($"{option.Name} is \"{text}\"; expected {member.Form}.");
        });
        return option;
    }
}
