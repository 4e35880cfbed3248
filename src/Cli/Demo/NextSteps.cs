using EventSourced.Cli.Output;
using EventSourced.Cli.Running;
using EventSourced.EventStore;

namespace EventSourced.Cli.Demo;

/// <summary>Suggestions after the demo.</summary>
internal static class NextSteps
{
    public static void Show(Screen screen, IReadOnlyList<ModuleSamples> samples, DataDirectory directory, Connection connection)
    {
        var data = directory.Root == Path.GetFullPath(DataDirectory.Default) ? "" : $" --data {directory.Root}";
        screen.Heading("Try next, in another terminal");
        foreach (var line in samples.SelectMany(s => s.Show.Try)) screen.Line($"  {CommandHint.Of(line.Replace("{data}", data, StringComparison.Ordinal))}");
        foreach (var line in (string[])["verify --all", "rebuild --all", "status"]) screen.Line($"  {CommandHint.Of(line)}{data}");
        if (samples.SelectMany(s => s.Show.Views).FirstOrDefault(v => v.Query is not null)?.Query is not { } query) return;
        var (table, parameters) = query.Split('?', 2) is [var name, var some] ? (name, "?" + some) : (query, "");
        screen.Line($"  curl -H \"Authorization: Bearer $(sed -n 's/.*\"token\": \"\\(.*\\)\".*/\\1/p' {directory.ConnectionFile})\" \\");
        screen.Line($"       '{connection.Url}/api/{table.Replace('.', '/')}{parameters}'");
    }
}
