using System.Globalization;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.Memory;

namespace EventSourced.Cli.Running;

/// <summary>The configuration of a host in layers, in the order of ASP.NET Core, with the source of each value.</summary>
internal sealed class HostConfiguration
{
    private readonly List<Func<string, string>> _sources = [];

    /// <summary>Composes the layers.</summary>
    /// <param name="folder">The working directory of the host.</param>
    /// <param name="environment">Its environment variables.</param>
    /// <param name="arguments">Its settings on the command line.</param>
    /// <param name="sourceOf">Describes where an environment variable was set.</param>
    public HostConfiguration(string folder, IReadOnlyDictionary<string, string> environment, IEnumerable<string> arguments, Func<string, string> sourceOf)
    {
        var builder = new ConfigurationBuilder();
        void Add(IConfigurationSource source, Func<string, string> describe)
        {
            builder.Add(source);
            _sources.Add(describe);
        }
        void AddVariables(string prefix)
        {
            var variables = environment.Where(v => v.Key.StartsWith(prefix, StringComparison.OrdinalIgnoreCase) && v.Key.Length > prefix.Length)
                .GroupBy(v => v.Key[prefix.Length..].Replace("__", ":", StringComparison.Ordinal), StringComparer.OrdinalIgnoreCase)
                .ToDictionary(g => g.Key, g => g.First(), StringComparer.OrdinalIgnoreCase);
            Add(new MemoryConfigurationSource { InitialData = variables.Select(v => KeyValuePair.Create(v.Key, (string?)v.Value.Value)) }, key => sourceOf(variables[key].Key));
        }
        void AddFile(string name)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path)) return;
            builder.AddJsonFile(path, optional: false, reloadOnChange: false);
            _sources.Add(_ => path);
        }
        AddVariables("DOTNET_");
        AddVariables("ASPNETCORE_");
        AddFile("appsettings.json");
        AddFile($"appsettings.{environment.GetValueOrDefault("ASPNETCORE_ENVIRONMENT") ?? environment.GetValueOrDefault("DOTNET_ENVIRONMENT") ?? "Production"}.json");
        AddVariables("");
        Add(new CommandLineConfigurationSource { Args = arguments }, key => $"argument --{key}");
        Root = builder.Build();
    }

    /// <summary>The combined configuration.</summary>
    public IConfigurationRoot Root { get; }

    /// <summary>The value and source of a setting; null when it is not set.</summary>
    public (string Value, string Source)? Find(Setting setting)
    {
        if (!setting.IsList) return Find(setting.Key);
        List<(string Value, string Source)> items = [.. Root.GetSection(setting.Key).GetChildren()
            .OrderBy(c => int.TryParse(c.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : int.MaxValue).Select(c => Find(c.Path)).OfType<(string, string)>()];
        return items.Count == 0 ? null : (string.Join(", ", items.Select(i => i.Value)), items[0].Source);
    }

    private (string Value, string Source)? Find(string key)
    {
        foreach (var (provider, source) in Root.Providers.Zip(_sources).Reverse())
        {
            if (provider.TryGet(key, out var value) && value is not null) return (value, source(key));
        }
        return null;
    }
}
