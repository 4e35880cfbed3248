using System.Collections;
using System.Text;
using EventSourced.EventStore;
using EventSourced.EventStore.Settings;

namespace EventSourced.Cli.Running;

/// <summary>A setting with its value.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Value">The value without secrets; null when there is none.</param>
/// <param name="Source">Its source.</param>
/// <param name="Programs">The programs that have this value: <c>api</c>, <c>workers</c>, <c>all</c> or <c>es</c>.</param>
internal sealed record EffectiveSetting(Setting Setting, string? Value, string Source, IReadOnlyList<string> Programs);

/// <summary>The effective settings of running hosts, or of hosts that would be started.</summary>
/// <param name="About">Describes which hosts these are.</param>
/// <param name="Hosts">Each role with its configuration.</param>
internal sealed record EffectiveSettings(string About, IReadOnlyList<(string Role, HostConfiguration Configuration)> Hosts)
{
    public const string Default = "default";

    // A value that is unknown before the start.
    private const string Unset = "\0";

    /// <summary>The hosts of a folder: the running ones as they were started, otherwise as `es up` would start them.</summary>
    public static EffectiveSettings Of(DataDirectory directory)
    {
        var state = directory.ReadState();
        var running = state.Hosts.Where(h => h.Process.IsAlive).DistinctBy(h => h.Role).ToList();
        if (running.Count > 0)
        {
            return new($"The running system in {directory.Root}, as its processes were started.", [.. running.Select(h => (h.Role,
                Started(directory, h.Role, Variables(h), Words(h, "cmdline").SkipWhile(w => w != "serve").Skip(2), state.Transport == SystemOptions.Memory)))]);
        }
        var inMemory = string.Equals(Environment.GetEnvironmentVariable("Bus__Transport"), SystemOptions.Memory, StringComparison.OrdinalIgnoreCase);
        return new($"Nothing runs in {directory.Root}: these are the settings that `{CommandHint.Of("up")}` would use there, from this environment.", [.. Running.Hosts
            .Needed(new SystemOptions { Transport = inMemory ? SystemOptions.Memory : SystemOptions.RabbitMq }).Select(h => (h.Role, Planned(directory, h.Role, inMemory)))]);
    }

    /// <summary>The settings of `es serve` in the working directory.</summary>
    public static EffectiveSettings OfServe(string role) => new(
        $"The settings that `{CommandHint.Of($"serve {role}")}` would use in {Directory.GetCurrentDirectory()}, from this environment.",
        [(role, new HostConfiguration(Directory.GetCurrentDirectory(), Own(), [], Variable))]);

    /// <summary>Each setting that a host or the command line reads; one item per value if hosts differ.</summary>
    public IEnumerable<EffectiveSetting> All(SettingsCatalog catalog)
    {
        foreach (var setting in catalog.All)
        {
            if (setting.Readers == SettingsReaders.CommandLine)
            {
                var set = Environment.GetEnvironmentVariable(setting.Key);
                yield return new(setting, set is null ? setting.Default : setting.Masked(set), set is null ? Default : Variable(setting.Key), [CommandHint.Program]);
                continue;
            }
            foreach (var same in Hosts.Where(h => (Readers(h.Role) & setting.Readers) != 0).Select(h => (h.Role, Found: h.Configuration.Find(setting))).GroupBy(h => h.Found))
            {
                var programs = same.Select(h => h.Role).ToList();
                yield return same.Key is not { } found ? new(setting, setting.Default, Default, programs)
                    : found.Value == Unset ? new(setting, null, $"chosen by {CommandHint.Of("up")} at the start", programs)
                    : new(setting, setting.Masked(found.Value), found.Source, programs);
            }
        }
    }

    /// <summary>A warning for each unknown setting.</summary>
    public IEnumerable<string> Unknown(SettingsCatalog catalog) => Hosts.SelectMany(h => catalog.Unknown(h.Configuration.Root)).Distinct();

    private static SettingsReaders Readers(string role) =>
        role == Running.Hosts.Api ? SettingsReaders.Api : role == Running.Hosts.Workers ? SettingsReaders.Workers : SettingsReaders.Hosts;

    private static HostConfiguration Started(DataDirectory directory, string role, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, bool inMemory)
    {
        var set = HostVariables.Of(directory, role, inMemory);
        return new(directory.Root, environment, arguments, name => name == MasterKey.Setting && directory.ReadMasterKey()?.Trim() == environment[name] ? directory.MasterKeyFile
            : set.ContainsKey(name) ? CommandHint.Of("up") : Variable(name));
    }

    private static HostConfiguration Planned(DataDirectory directory, string role, bool inMemory)
    {
        var environment = Own();
        foreach (var (name, value) in HostVariables.Of(directory, role, inMemory)) environment[name] = value ?? Unset;
        if (!environment.ContainsKey(MasterKey.Setting)) environment[MasterKey.Setting] = directory.ReadMasterKey()?.Trim() ?? Unset;
        return Started(directory, role, environment, [], inMemory);
    }

    private static Dictionary<string, string> Own() =>
        Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().ToDictionary(v => (string)v.Key, v => (string?)v.Value ?? "");

    private static Dictionary<string, string> Variables(HostState host) =>
        Words(host, "environ").Select(w => w.Split('=', 2)).Where(w => w.Length == 2).DistinctBy(w => w[0]).ToDictionary(w => w[0], w => w[1]);

    private static string[] Words(HostState host, string file)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes($"/proc/{host.Process.Pid}/{file}")).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException($"The settings of {host.Name} (process {host.Process.Pid}) cannot be read: {e.Message} Run this as the account that started the system, or as root.", e);
        }
    }

    private static string Variable(string name) => $"variable {name}";
}
