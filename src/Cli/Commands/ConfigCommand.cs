using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;
using EventSourced.EventStore;
using EventSourced.EventStore.Settings;

namespace EventSourced.Cli.Commands;

/// <summary><c>es config</c>: the effective settings and their sources.</summary>
internal static class ConfigCommand
{
    public static Command Create(Screen screen)
    {
        var data = CommonOptions.Data();
        var serve = new Option<string?>("--serve") { Description = $"Show the settings of `{Hint.Es("serve")}` in this directory: api, workers or all.", HelpName = "HOST" };
        serve.AcceptOnlyFromAmong(Hosts.Api, Hosts.Workers, Hosts.All);
        var changed = new Option<bool>("--changed") { Description = "Show only settings that differ from the default." };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var markdown = new Option<bool>("--markdown") { Description = "Print docs/configuration.md.", Hidden = true };
        var command = new Command("config", "Show every setting with its value and its source. Secrets are not shown.") { data, serve, changed, json, markdown };
        command.SetAction(parsed =>
        {
            var catalog = SettingsCatalog.OfProgram;
            if (parsed.GetValue(markdown))
            {
                screen.Line(ConfigurationDocument.Of(catalog).TrimEnd());
                return 0;
            }
            var effective = parsed.GetValue(serve) is { } role ? EffectiveSettings.OfServe(role) : EffectiveSettings.Of(new DataDirectory(parsed.GetRequiredValue(data)));
            var settings = effective.All(catalog).Where(s => !parsed.GetValue(changed) || s.Source != EffectiveSettings.Default).ToList();
            var unknown = effective.Unknown(catalog).ToList();
            if (parsed.GetValue(json)) screen.Line(JsonText.Indented(Json(effective, settings, unknown)));
            else Show(screen, effective, settings, unknown);
            return 0;
        });
        return command;
    }

    private static void Show(Screen screen, EffectiveSettings effective, List<EffectiveSetting> settings, List<string> unknown)
    {
        screen.Note(effective.About);
        foreach (var section in settings.GroupBy(s => s.Setting.Readers == SettingsReaders.CommandLine ? "es" : s.Setting.Key.Contains(':') ? s.Setting.Key.Split(':')[0] : ""))
        {
            screen.Heading(section.Key switch
            {
                "es" => $"The command {CommandHint.Program} (of this environment)",
                "" => "Without a section",
                var name => name,
            });
            // Plain lines: a table would truncate long values, which people search for and copy.
            foreach (var s in section)
            {
                var apart = section.Count(o => o.Setting == s.Setting) > 1 ? $" ({string.Join(", ", s.Programs)})" : "";
                screen.Line($"  {s.Setting.Key,-46} {s.Value ?? "-",-26} {s.Source}{apart}");
            }
        }
        foreach (var sentence in unknown) screen.Note($"warning: {sentence}");
    }

    private static JsonObject Json(EffectiveSettings effective, List<EffectiveSetting> settings, List<string> unknown) => new()
    {
        ["about"] = effective.About,
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
