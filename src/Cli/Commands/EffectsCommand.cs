using System.CommandLine;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Commands;

/// <summary><c>es effects POSITION</c>: the rows that an event changes.</summary>
internal static class EffectsCommand
{
    public static Command Create(Screen screen)
    {
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var position = new Argument<long>("POSITION") { Description = "Position of the event in the log." };
        return new Command("effects", "Show an event and the rows that it changes in every table.") { position, json }.Calling(async (parsed, api, cancellation) =>
        {
            var effects = (await api.GetAsync(FormattableString.Invariant($"admin/effects/{parsed.GetValue(position)}"), TimeSpan.FromMinutes(10), cancellation))!.AsObject();
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(effects));
            else EffectsView.Show(screen, effects);
        });
    }
}
