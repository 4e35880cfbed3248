using System.Text;
using EventSourced.EventStore.Settings;

namespace EventSourced.Cli.Output;

/// <summary>Writes docs/configuration.md from the types that declare the settings.</summary>
internal static class ConfigurationDocument
{
    private const string Introduction = """
        # Configuration

        <!-- Generated from the options types. Do not edit: change their summaries and run `./es config --markdown > docs/configuration.md`. -->

        All settings of API, workers and `es`. `./es config` shows the effective values and their sources (`--changed` without defaults, `--json` for programs,
        `--serve api` for a host that you start yourself).

        A host reads a setting from these sources; a later one wins:

        1. the default,
        2. `appsettings.json` and then `appsettings.ENVIRONMENT.json` in its working directory, which under `es up` is the data folder,
        3. an environment variable, with `__` in place of `:`: `Projections__PageSize=500`,
        4. for `es serve`, an argument: `--Projections:PageSize=500`.

        `es up` passes its own environment to the hosts, and sets addresses, logins and folders itself (source `es up`). Changes take effect at the next start. A host
        logs a warning for unknown settings in these sections. Settings of ASP.NET Core (`ASPNETCORE_URLS`, `Logging__LogLevel__Default`) work as usual.

        A *time* is written `[days.]hours:minutes:seconds[.fraction]`. An item of a *list* is set by its index: `Bus__RetryIntervals__0=00:00:01`.

        """;

    /// <summary>The document.</summary>
    /// <param name="catalog">The settings.</param>
    public static string Of(SettingsCatalog catalog)
    {
        var text = new StringBuilder(Introduction.ReplaceLineEndings("\n"));
        foreach (var section in catalog.Sections.OrderBy(s => s.Readers == SettingsReaders.CommandLine).ThenBy(s => s.Name.Length == 0).GroupBy(s => (s.Name, Own: s.Readers == SettingsReaders.CommandLine)))
        {
            text.Append($"\n## {(section.Key.Own ? "The command es" : section.Key.Name.Length == 0 ? "Without a section" : section.Key.Name)}\n\n");
            text.Append("| Setting | Format | Default | Meaning | Read by |\n|---|---|---|---|---|\n");
            foreach (var setting in section.SelectMany(s => s.Settings))
                text.Append($"| `{setting.Key}` | {setting.Format} | {Default(setting)} | {Cell(setting.Summary)} | {Readers(setting.Readers)} |\n");
        }
        return text.ToString();
    }

    private static string Default(Setting setting) => setting.Default is not { } value ? "" : setting.DefaultIsInWords ? Cell(value) : $"`{Cell(value)}`";

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal);

    private static string Readers(SettingsReaders readers) => readers switch
    {
        SettingsReaders.Api => "API",
        SettingsReaders.Workers => "workers",
        SettingsReaders.Hosts => "API, workers",
        _ => "es",
    };
}
