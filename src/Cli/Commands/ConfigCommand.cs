using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;
using EventSourced.EventStore.Settings;

namespace EventSourced.Cli.Commands;

/// <summary><c>es config</c>: the settings in force, and where each is from.</summary>
internal static class ConfigCommand
{
    public static Command Create(Screen screen)
    {
        var data = CommonOptions.Data();
        var serve = new Option<string?>("--serve") { Description = "Show what `es serve` would take here: api, workers or all.", HelpName = "HOST" };
        serve.AcceptOnlyFromAmong(Hosts.Api, Hosts.Workers, Hosts.All);
        var changed = new Option<bool>("--changed") { Description = "Leave out what has its default." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print docs/configuration.md.", Hidden = true };
        var command = new Command("config", "Show every setting with its value and where it is set. Secrets are not shown.") { data, serve, changed, json, markdown };
        command.SetAction(parsed =>
        {
            var catalog = SettingsCatalog.OfProgram;
            if (parsed.GetValue(markdown))
            {
                screen.Line(ConfigurationDocument.Of(catalog).TrimEnd());
                return 0;
            }
            var inForce = parsed.GetValue(serve) is { } role ? SettingsInForce.OfServe(role) : SettingsInForce.Of(new DataDirectory(parsed.GetRequiredValue(data)));
            var settings = inForce.All(catalog).Where(s => !parsed.GetValue(changed) || s.Source != SettingsInForce.Default).ToList();
            var unknown = inForce.Unknown(catalog).ToList();
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(Json(inForce, settings, unknown)));
            else Show(screen, inForce, settings, unknown);
            return 0;
        });
        return command;
    }

    private static void Show(Screen screen, SettingsInForce inForce, List<SettingInForce> settings, List<string> unknown)
    {
        screen.Note(inForce.About);
        foreach (var section in settings.GroupBy(s => s.Setting.Readers == SettingsReaders.CommandLine ? "es" : s.Setting.Key.Contains(':') ? s.Setting.Key.Split(':')[0] : ""))
        {
            screen.Heading(section.Key switch
            {
                "es" => "The command es (of this environment)",
                "" => "Outside of sections",
                var name => name,
            });
            // Plain lines: a table would cut off long values, which people search for and copy.
            foreach (var s in section)
            {
                var apart = section.Count(o => o.Setting == s.Setting) > 1 ? $" ({string.Join(", ", s.Programs)})" : "";
                screen.Line($"  {s.Setting.Key,-46} {s.Value ?? "-",-26} {s.Source}{apart}");
            }
        }
        foreach (var sentence in unknown) screen.Note($"warning: {sentence}");
    }

    private static JsonObject Json(SettingsInForce inForce, List<SettingInForce> settings, List<string> unknown) => new()
    {
        ["about"] = inForce.About,
        ["settings"] = new JsonArray([.. settings.Select(s => new JsonObject
        {
            ["key"] = s.Setting.Key,
            ["variable"] = s.Setting.Variable,
            ["value"] = s.Value,
            ["source"] = s.Source,
            ["default"] = s.Setting.Default,
            ["programs"] = new JsonArray([.. s.Programs.Select(p => JsonValue.Create(p))]),
        })]),
        ["unknown"] = new JsonArray([.. unknown.Select(u => JsonValue.Create(u))]),
    };
}
