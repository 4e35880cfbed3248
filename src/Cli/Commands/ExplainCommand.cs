using System.CommandLine;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary><c>es explain TABLE KEY…</c>: the events that made a row.</summary>
internal static class ExplainCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var table = new Argument<string>("TABLE") { Description = $"Schema and table, joined by a dot; {Hint.Es("projections")} lists them." };
        var key = new Argument<string[]>("KEY") { Description = "column=value for each column of the key.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("explain", "Show every event that made a row, and what each changed.") { table, key, json };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var query = Terms.Query(Terms.Of(parsed.GetValue(key) ?? [], "column=value for each column of the key").Select(t => (t.Name, (string?)t.Value)));
            var path = $"api/{Terms.PathOf(parsed.GetRequiredValue(table))}/explain?{query}";
            using var api = client.Connect(parsed);
            var row = (await api.GetAsync(path, TimeSpan.FromMinutes(10), cancellation))!.AsObject();
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(row));
            else ExplanationView.Show(screen, row);
        });
        return command;
    }
}
