using Microsoft.Extensions.Configuration;

namespace EventSourced.EventStore.Settings;

/// <summary>A host cannot start with its settings. The message names each setting, what it may be, and its form as an environment variable.</summary>
/// <param name="faults">One sentence for each.</param>
public sealed class SettingsException(IReadOnlyList<string> faults) : InvalidOperationException(string.Join('\n', faults))
{
    /// <summary>One sentence for each setting.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    /// <summary>Runs checks and throws once, with all that they refuse.</summary>
    /// <param name="configuration">Where the settings are: an unknown one beside a missing one may be the same, mistyped.</param>
    /// <param name="checks">Each throws an <see cref="InvalidOperationException"/> for a setting that does not fit.</param>
    public static void ThrowAll(IConfiguration configuration, params IEnumerable<Action> checks)
    {
        List<string> faults = [];
        foreach (var check in checks)
        {
            try
            {
                check();
            }
            catch (SettingsException e)
            {
                faults.AddRange(e.Faults);
            }
            catch (InvalidOperationException e)
            {
                faults.Add(e.InnerException is { } inner ? $"{e.Message} {inner.Message}" : e.Message);
            }
        }
        if (faults.Count > 0) throw new SettingsException([.. faults, .. SettingsCatalog.OfProgram.Unknown(configuration)]);
    }
}
