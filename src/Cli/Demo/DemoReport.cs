using System.Text.Json.Nodes;
using EventSourced.Cli.Client;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;
using Spectre.Console;

namespace EventSourced.Cli.Demo;

/// <summary>Shows what the demo has made of the samples.</summary>
internal sealed class DemoReport(Screen screen, ApiClient api, SampleSet samples)
{
    public async Task ShowAsync(CancellationToken cancellation)
    {
        var first = samples.Sources[0];
        await WeeksAsync(first, cancellation);
        await DaysAsync(first, cancellation);
        await DigestsAsync(first, cancellation);
    }

    /// <summary>What to try next.</summary>
    public void Next(DataDirectory directory, Connection connection)
    {
        var community = samples.Community.CommunityId;
        var source = samples.Sources[0].SourceId;
        var data = directory.Root == Path.GetFullPath(DataDirectory.Default) ? "" : $" --data {directory.Root}";
        screen.Heading("Try next, in another terminal");
        screen.Line($"  ./es query pulse.weekly_summaries_public community_id={community} source_id={source}{data}");
        screen.Line($"  ./es query pulse.daily_digests community_id={community} source_id={source} order=day_date.desc --limit 7{data}");
        screen.Line($"  ./es import pulse export --community-id my-house --source-id chat --create \"WhatsApp Chat.txt\"{data}");
        screen.Line($"  ./es explain pulse.daily_digests community_id={community} source_id={source} day_date={samples.Sources[0].FirstDay}{data}");
        screen.Line($"  ./es import rabbit transcript --child-id my-child --speaker NAME \"conversation.txt\"{data}");
        screen.Line($"  ./es rabbit forget --child {samples.Conversations[0].ChildId}{data}");
        screen.Line($"  ./es verify --all{data}");
        screen.Line($"  ./es rebuild --all{data}");
        screen.Line($"  ./es status{data}");
        screen.Line($"  curl -H \"Authorization: Bearer $(sed -n 's/.*\"token\": \"\\(.*\\)\".*/\\1/p' {directory.ConnectionFile})\" \\");
        screen.Line($"       '{connection.Url}/api/pulse/daily_digests?community_id={community}&source_id={source}&limit=3'");
        screen.Line($"  ./es sql{data} -c 'select day_date, sentiment_label, summary from pulse.daily_digests order by 1 limit 5'");
    }

    private async Task WeeksAsync(SampleSource source, CancellationToken cancellation)
    {
        var weeks = await RowsAsync("pulse.weekly_summaries_public", source, "week_start,total_messages,sentiment_score,strain_score,strain_level,top_themes_json", "week_start", cancellation);
        if (weeks.Count == 0) return;
        screen.Heading($"pulse.weekly_summaries_public: {source.Name}");
        var table = Sheet.Of("week", ">messages", "", ">mood", "− mood +", ">strain", "themes");
        var most = weeks.Max(w => Number(w, "total_messages"));
        foreach (var week in weeks)
        {
            var mood = Number(week, "sentiment_score");
            var strain = Number(week, "strain_score");
            table.AddRow(
                week["week_start"]!.ToString(), Figures.Count((long)Number(week, "total_messages")), Bars.Bar(Number(week, "total_messages"), most, 12).TrimEnd(), Figures.Signed(mood),
                $"[{(mood < -0.15 ? "red" : mood > 0.15 ? "green" : "grey")}]{Bars.Balance(mood, 1, 6)}[/]",
                $"[{(week["strain_level"]!.ToString() == "low" ? "green" : "yellow")}]{Figures.Of(strain)}[/]",
                Markup.Escape(string.Join(", ", week["top_themes_json"]!.AsArray().Take(2).Select(t => t!.ToString()))));
        }
        screen.Out.Write(table);
    }

    private async Task DaysAsync(SampleSource source, CancellationToken cancellation)
    {
        var days = (await RowsAsync("pulse.daily_digests", source, "day_date,message_count,sentiment_score,strain_score", "day_date", cancellation))
            .ToDictionary(d => DateOnly.Parse(d["day_date"]!.ToString(), System.Globalization.CultureInfo.InvariantCulture));
        if (days.Count == 0) return;
        var (from, to) = (days.Keys.Min(), days.Keys.Max());
        var all = Enumerable.Range(0, Math.Min(to.DayNumber - from.DayNumber + 1, screen.Width - 10)).Select(i => days.GetValueOrDefault(from.AddDays(i))).ToList();
        double? Value(JsonObject? day, string column) => day is null ? null : Number(day, column);
        screen.Heading($"pulse.daily_digests: {source.Name}, one column a day from {from:yyyy-MM-dd}");
        Chart("messages", Bars.Sparkline(all.Select(d => Value(d, "message_count")), 0, days.Values.Max(d => Number(d, "message_count")) + 1), "blue");
        Chart("mood", Bars.Sparkline(all.Select(d => Value(d, "sentiment_score")), -1, 1), "green");
        Chart("strain", Bars.Sparkline(all.Select(d => Value(d, "strain_score")), 0, 0.6), "yellow");
        void Chart(string name, string line, string colour) => screen.Out.Write(new Markup($"{name,-9}[{colour}]{line}[/]\n"));
    }

    private async Task DigestsAsync(SampleSource source, CancellationToken cancellation)
    {
        var digests = await RowsAsync("pulse.daily_digests", source, "day_date,sentiment_label,unique_sender_count,summary", "day_date.desc", cancellation, 5);
        screen.Heading($"pulse.daily_digests: the last days of {source.Name}");
        var table = Sheet.Of("day", "mood", "summary");
        table.Columns[2].NoWrap = false;
        foreach (var digest in digests) table.Add(digest["day_date"]!.ToString(), digest["sentiment_label"]!.ToString(), digest["summary"]!.ToString());
        screen.Out.Write(table);
    }

    private static double Number(JsonObject row, string column) => row[column]!.GetValue<double>();

    private async Task<IReadOnlyList<JsonObject>> RowsAsync(string table, SampleSource source, string select, string order, CancellationToken cancellation, int limit = 1000) =>
        (await api.RowsAsync(
            table,
            [("community_id", samples.Community.CommunityId), ("source_id", source.SourceId), ("select", select), ("order", order), ("limit", limit.ToString(System.Globalization.CultureInfo.InvariantCulture))],
            null, cancellation)).Rows;
}
