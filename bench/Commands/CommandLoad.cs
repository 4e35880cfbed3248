using System.Collections.Concurrent;
using System.Diagnostics;

namespace EventSourced.Bench.Commands;

/// <summary>Loads on a contestant.</summary>
internal static class CommandLoad
{
    // Commands whose rows are looked for, each second: looking costs as much as a small command.
    private const int LooksPerSecond = 20;

    /// <summary>Clients that send one command after another. Returns the commands per second, up to the moment at which all rows are visible.</summary>
    /// <param name="contestant">The program.</param>
    /// <param name="clients">Number of clients.</param>
    /// <param name="span">How long they send.</param>
    /// <param name="waits">Whether each waits for the outcome.</param>
    public static async Task<double> ClosedAsync(Contestant contestant, int clients, TimeSpan span, bool waits)
    {
        var before = await contestant.CountAsync();
        var watch = Stopwatch.StartNew();
        var sent = 0;
        var last = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Task.Run(async () =>
        {
            while (true)
            {
                var thing = Thing();
                await contestant.SendAsync(thing, waits);
                Interlocked.Increment(ref sent);
                if (watch.Elapsed >= span) return thing;
            }
        })));
        // Counting all rows is dear: it begins when the last row of each client is visible.
        foreach (var thing in last) await contestant.WaitUntilVisibleAsync(thing);
        while (await contestant.CountAsync() < before + sent) await Task.Delay(5);
        return sent / watch.Elapsed.TotalSeconds;
    }

    /// <summary>Commands at a constant rate, however long each takes. Returns the times in ms since each was due.</summary>
    /// <param name="contestant">The program.</param>
    /// <param name="rate">Commands per second.</param>
    /// <param name="span">How long.</param>
    /// <param name="waits">Whether to measure the time to the outcome; otherwise the time until the row is visible, of some commands.</param>
    public static async Task<IReadOnlyCollection<double>> OpenAsync(Contestant contestant, int rate, TimeSpan span, bool waits)
    {
        var times = new ConcurrentBag<double>();
        var watch = Stopwatch.StartNew();
        var running = new List<Task>();
        for (var n = 0; n < span.TotalSeconds * rate; n++)
        {
            var due = TimeSpan.FromSeconds((double)n / rate);
            if (due - watch.Elapsed is var wait && wait > TimeSpan.FromMilliseconds(1)) await Task.Delay(wait);
            var measures = waits || n % (rate / LooksPerSecond) == 0;
            running.Add(OneAsync(due, measures));
        }
        await Task.WhenAll(running);
        return times;

        async Task OneAsync(TimeSpan due, bool measures)
        {
            var thing = Thing();
            await contestant.SendAsync(thing, waits);
            if (!measures) return;
            if (!waits) await contestant.WaitUntilVisibleAsync(thing);
            times.Add((watch.Elapsed - due).TotalMilliseconds);
        }
    }

    /// <summary>CPU time in ms of one command with a single client that waits: of the contestant's processes and of the servers.</summary>
    /// <param name="contestant">The program.</param>
    /// <param name="servers">Processes of PostgreSQL and of the broker.</param>
    /// <param name="span">How long.</param>
    public static async Task<double> CpuAsync(Contestant contestant, Func<Task<IReadOnlyList<int>>> servers, TimeSpan span)
    {
        var before = await TimesAsync();
        var watch = Stopwatch.StartNew();
        var n = 0;
        for (; watch.Elapsed < span; n++) await contestant.SendAsync(Thing(), waits: true);
        return (await TimesAsync()).Sum(p => (p.Value - before.GetValueOrDefault(p.Key)).TotalMilliseconds) / n;

        async Task<Dictionary<int, TimeSpan>> TimesAsync()
        {
            var times = new Dictionary<int, TimeSpan>();
            foreach (var id in contestant.Processes.Concat(await servers()).Distinct())
            {
                try
                {
                    using var process = Process.GetProcessById(id);
                    times[id] = process.TotalProcessorTime;
                }
                catch (Exception e) when (e is ArgumentException or InvalidOperationException)
                {
                    // A session that has ended meanwhile does not count: pools keep theirs.
                }
            }
            return times;
        }
    }

    private static string Thing() => $"t{Guid.NewGuid():N}";
}
