using System.CommandLine;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Commands;

/// <summary><c>es effects POSITION</c>: the rows that an event changes.</summary>
internal static class EffectsCommand
{
    public static Command Create(Screen screen)
    {
        var client = CommonOptions.Client();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var position = new Argument<long>("POSITION") { Description = "Position of the event in the log." };
        var command = new Command("effects", "Show an event and the rows that it changes in every table.") { position, json };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var api = client.Connect(parsed);
            var effects = (await api.GetAsync(FormattableString.Invariant($"admin/effects/{parsed.GetValue(position)}"), TimeSpan.FromMinutes(10), cancellation))!.AsObject();
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(effects));
            else EffectsView.Show(screen, effects);
        });
        return command;
    }
}
