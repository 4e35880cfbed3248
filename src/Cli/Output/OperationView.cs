using System.Text.Json.Nodes;

namespace EventSourced.Cli.Output;

/// <summary>The progress of a long operation: a progress line on an interactive terminal, otherwise a line per phase.</summary>
internal sealed class OperationView(Screen screen, bool json) : IDisposable
{
    private const int BarWidth = 24;
    private string _shown = "";
    private bool _hasLine;

    public void Show(JsonObject operation)
    {
        var (state, phase) = ($"{operation["state"]}", $"{operation["phase"]}");
        if (screen.IsLive && !json)
        {
            if (state is not ("queued" or "running")) return;
            Console.Write($"\r\e[2K  {Line(operation, state, phase)}");
            _hasLine = true;
        }
        else if ((phase.Length > 0 ? phase : state) is var now && now != _shown && state is "queued" or "running")
        {
            var text = (_shown = now) is "queued" ? "waits for a worker" : now;
            if (json) screen.Note(text);
            else screen.Step(text);
        }
    }

    public void Dispose()
    {
        if (_hasLine) Console.Write("\r\e[2K");
    }

    private static string Line(JsonObject operation, string state, string phase)
    {
        if (state == "queued") return "waits for a worker";
        var done = operation["events_done"]!.GetValue<long>();
        if (operation["events_total"]?.GetValue<long>() is not (> 0 and var total)) return phase;
        var share = Math.Clamp((double)done / total, 0, 1);
        var left = operation["seconds_left"]?.GetValue<double>() is { } seconds && share < 1 ? $", {Figures.Time(TimeSpan.FromSeconds(seconds))} left" : "";
        var rate = operation["events_per_second"]?.GetValue<double>() is > 0 and var r ? $", {Figures.Count((long)r)}/s" : "";
        return $"{new string('━', (int)(share * BarWidth)).PadRight(BarWidth, '╌')} {phase}: {Figures.Count(done)} of {Figures.Count(total)} positions{rate}{left}";
    }
}
