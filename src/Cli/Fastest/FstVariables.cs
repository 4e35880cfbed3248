using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;

namespace EventSourced.Cli.Fastest;

/// <summary>Environment variables of <c>es fst</c>.</summary>
[SettingsSection("", SettingsReaders.CommandLine)]
internal sealed class FstVariables
{
    /// <summary>Token of a session for `es fst`, instead of the one that `es fst login` has stored.</summary>
    [ConfigurationKeyName(TokenVariable)]
    [Secret]
    public string? Token { get; set; }

    /// <summary>Name of the variable of the token.</summary>
    public const string TokenVariable = "ES_FST_TOKEN";

    /// <summary>The variables of this process.</summary>
    public static FstVariables Current => new ConfigurationBuilder().AddEnvironmentVariables().Build().Read<FstVariables>();
}
