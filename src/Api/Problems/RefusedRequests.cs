using System.Collections.Concurrent;
using System.Globalization;
using EventSourced.EventStore.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EventSourced.Api.Problems;

/// <summary>
/// Counts refused requests, and logs one line per code and interval: with a line for each request, an anonymous caller could fill the disk.
/// </summary>
internal sealed partial class RefusedRequests(IConfiguration configuration, TimeProvider time, ILogger<RefusedRequests> logger) : BackgroundService
{
    private readonly TimeSpan _interval = configuration.Read<ApiLogOptions>().RefusalsLoggedEvery is var interval && interval > TimeSpan.Zero
        ? interval
        : throw new InvalidOperationException($"Api:RefusalsLoggedEvery is {interval}: it must be more than zero, written as hours:minutes:seconds.");

    // By problem code, of which there are few.
    private ConcurrentDictionary<string, Refusals> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts a request.</summary>
    /// <param name="code">Code of its problem.</param>
    /// <param name="reason">Why; the first of an interval is logged.</param>
    public void Count(string code, string reason) => _counts.GetOrAdd(code, static (_, first) => new Refusals(first), reason).Add();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(_interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) Write();
        }
        catch (OperationCanceledException)
        {
            Write();
        }
    }

    private void Write()
    {
        var counts = Interlocked.Exchange(ref _counts, new(StringComparer.Ordinal));
        foreach (var (code, refusals) in counts.OrderBy(c => c.Key, StringComparer.Ordinal)) Refused(refusals.Number, code, _interval.ToString("c", CultureInfo.InvariantCulture), refusals.First);
    }

    [LoggerMessage(LogLevel.Warning, "{Number} requests were refused as {Code} within {Interval}; the first: {Reason}")]
    private partial void Refused(long number, string code, string interval, string reason);

    private sealed class Refusals(string first)
    {
        private long _number;

        public string First { get; } = first;

        public long Number => Interlocked.Read(ref _number);

        public void Add() => Interlocked.Increment(ref _number);
    }
}
