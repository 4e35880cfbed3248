using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary>Options that select tables: names, a module, or all.</summary>
internal sealed record TableOptions(Argument<string[]> Tables, Option<string?> Module, Option<bool> All)
{
    public static TableOptions Create() => new(
        new Argument<string[]>("TABLE") { Description = $"Schema and table, joined by a dot; {Hint.Es("projections")} lists them.", Arity = ArgumentArity.ZeroOrMore },
        new Option<string?>("--module") { Description = "All tables of a module.", HelpName = "M" },
        new Option<bool>("--all") { Description = "All tables." });

    public void AddTo(Command command)
    {
        command.Arguments.Add(Tables);
        command.Options.Add(Module);
        command.Options.Add(All);
    }

    /// <summary>The members of a request that select the tables.</summary>
    public JsonObject Body(ParseResult parsed, bool allUnlessNamed = false)
    {
        var (tables, module, all) = (parsed.GetValue(Tables) ?? [], parsed.GetValue(Module), parsed.GetValue(All));
        var ways = (tables.Length > 0 ? 1 : 0) + (module is null ? 0 : 1) + (all ? 1 : 0);
        if (ways > 1 || (ways == 0 && !allUnlessNamed)) throw CliException.Usage("No tables are selected: give names (SCHEMA.TABLE), or --module M, or --all.");
        var body = new JsonObject();
        if (tables.Length > 0) body["tables"] = new JsonArray([.. tables.Select(t => JsonValue.Create(t))]);
        if (module is not null) body["module"] = module;
        if (all) body["all"] = true;
        return body;
    }
}

/// <summary>The option that selects rows.</summary>
internal static class WhereOption
{
    public static Option<string[]> Create() => new("--where")
    {
        Description = "Only rows whose first key columns have these values: column=value, repeatable.",
        HelpName = "COLUMN=VALUE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    public static void Add(JsonObject body, string[]? where)
    {
        if (where is not { Length: > 0 }) return;
        var values = new JsonObject();
        foreach (var (name, value) in Terms.Of(where, "--where column=value")) values[name] = value;
        body["where"] = values;
    }
}
