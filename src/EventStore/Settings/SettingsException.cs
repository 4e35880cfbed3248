using Microsoft.Extensions.Configuration;

namespace EventSourced.EventStore.Settings;

/// <summary>A host cannot start with its settings. The message names each invalid setting, its valid values, and its environment variable.</summary>
/// <param name="faults">One sentence for each setting.</param>
public sealed class SettingsException(IReadOnlyList<string> faults) : InvalidOperationException(string.Join('\n', faults))
{
    /// <summary>One sentence for each setting.</summary>
    public IReadOnlyList<string> Faults { get; } = faults;

    /// <summary>Runs checks and throws one exception with all faults.</summary>
    /// <param name="configuration">The configuration. The message also lists unknown settings: a missing setting may be mistyped.</param>
    /// <param name="checks">Each throws an <see cref="InvalidOperationException"/> for an invalid setting.</param>
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
