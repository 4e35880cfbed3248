using System.Collections.Concurrent;
using System.Globalization;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Garden;

/// <summary>A command that plants something.</summary>
/// <param name="BedId">The bed.</param>
/// <param name="Plants">Number of plants.</param>
/// <param name="Command">The command.</param>
internal sealed record SentPlants(string BedId, int Plants, SentCommand Command);

/// <summary>Simulates gardeners, who lay out beds and plant them, plant by plant and from lists. The garden labels the plants, and a clock waters it.</summary>
/// <param name="world">The run.</param>
internal sealed class GardenWorkload(NemesisWorld world) : INemesisWorkload
{
    /// <summary>The command and the import ran once, and the reaction to each of their events.</summary>
    public const string Plants = "every plant is in its bed once, with one label";

    /// <summary>The scheduled command ran once for each scheduled time.</summary>
    public const string Waterings = "the garden is watered at full seconds, once at each";

    private const int Gardeners = 2;
    private readonly ConcurrentBag<SentPlants> _sent = [];

    public string Module => "garden";

    public IReadOnlyList<string> Promises => [Plants, Waterings];

    public IEnumerable<Task> StartCallers(CancellationToken stop) => [.. Enumerable.Range(0, Gardeners).Select(n => GardenAsync(n, stop))];

    public async Task<string?> PendingAsync(CancellationToken cancellation)
    {
        var unlabelled = 0L;
        await world.RowsAsync("select coalesce(sum(greatest(plants - labels, 0)), 0)::bigint from garden.beds", r => unlabelled = r.GetInt64(0), cancellation);
        return unlabelled == 0 ? null : $"{unlabelled} plants have no label";
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        var beds = new Dictionary<string, (long Plants, long Labels)>();
        await world.RowsAsync("select bed_id, plants, labels from garden.beds", r => beds[r.GetString(0)] = (r.GetInt64(1), r.GetInt64(2)), cancellation);
        foreach (var bed in _sent.GroupBy(s => s.BedId).OrderBy(b => b.Key, StringComparer.Ordinal))
        {
            var completed = bed.Where(s => s.Command.Status == "completed").ToList();
            long planted = completed.Sum(s => s.Plants);
            if (beds.GetValueOrDefault(bed.Key) is var found && found != (planted, planted))
                world.Tally.Fault(Plants, $"{bed.Key} has {found.Plants} plants and {found.Labels} labels instead of {planted}");
            world.Tally.Count("plants checked", planted);
            world.Tally.Count("lists of plants checked", completed.Count(s => s.Plants > 1));
        }
        var times = 0;
        await world.RowsAsync("select at, times from garden.waterings", r =>
        {
            times++;
            var at = r.GetFieldValue<DateTimeOffset>(0);
            if (at.Ticks % TimeSpan.TicksPerSecond != 0 || r.GetInt64(1) != 1) world.Tally.Fault(Waterings, string.Create(CultureInfo.InvariantCulture, $"{r.GetInt64(1)} times at {at.UtcDateTime:O}"));
        }, cancellation);
        if (times == 0) world.Tally.Fault(Waterings, "never");
        world.Tally.Count("waterings checked", times);
    }

    /// <summary>Records a command that was sent.</summary>
    public void Note(SentPlants sent) => _sent.Add(sent);

    private async Task GardenAsync(int number, CancellationToken stop)
    {
        var random = new Random(unchecked((world.Seed * 613) + number));
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var bed = $"bed-{number}-{round}";
            if (!await world.Book.RunAsync(world.Book.Write(HttpMethod.Post, "api/garden/beds", "garden.lay_bed", new() { ["bed_id"] = bed }, "garden.bed_laid.v1"), stop)) return;
            // Recorded before they are sent: what the end of the load interrupts is sent again before the check.
            List<SentPlants> planting = [.. Enumerable.Range(0, 8).Select(n => n % 3 == 0 ? FromList(bed, n, random.Next(2, 30)) : One(bed, n))];
            planting.ForEach(Note);
            foreach (var sent in planting)
            {
                // A list is sent by two requests at once, as by an impatient client.
                if (!await (sent.Plants > 1 ? world.Book.RunTwiceAsync(sent.Command, stop) : world.Book.RunAsync(sent.Command, stop))) return;
            }
        }
    }

    private SentPlants One(string bed, int n) => new(bed, 1,
        world.Book.Write(HttpMethod.Post, $"api/garden/beds/{bed}/plants", "garden.plant", new() { ["bed_id"] = bed, ["name"] = $"bean {n}" }, "garden.planted.v1"));

    private SentPlants FromList(string bed, int n, int plants) => new(bed, plants,
        world.Book.Write("garden.plant_list", [.. Enumerable.Repeat("garden.planted.v1", plants), "garden.list_planted.v1"], id => new HttpRequestMessage(HttpMethod.Post, $"api/garden/imports/list?bed_id={bed}")
        {
            Headers = { { "Idempotency-Key", id.ToString() }, { "Prefer", "wait=5" } },
            Content = new MultipartFormDataContent { { new StringContent(string.Join('\n', Enumerable.Range(0, plants).Select(p => $"kale {n}.{p}"))), "file", "list.txt" } },
        }));
}
