using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using EventSourced.Commands.Bus;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Workers.Tests;

/// <summary>docs/operations.md names a metric of MassTransit's for what is being handled.</summary>
public sealed class ReceiveMetricTests
{
    [Fact]
    public async Task A_message_that_is_being_handled_is_counted_as_active()
    {
        var active = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == "messaging.masstransit.receive.active") listener.EnableMeasurementEvents(instrument);
            },
        };
        void Add(long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => active.AddOrUpdate(string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}")), value, (_, sum) => sum + value);
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) => Add(value, tags));
        listener.SetMeasurementEventCallback<int>((_, value, tags, _) => Add(value, tags));
        listener.Start();
        await using var place = await Workplace.OpenAsync();
        var worker = await place.StartWorkerAsync();
        var watch = worker.Services.GetRequiredService<Watch>();
        watch.Close();
        var sender = await place.StartSenderAsync();
        var queue = worker.Services.GetRequiredService<BusOptions>().Commands;
        var envelope = await place.AcceptAsync(new Count("metered"));
        await sender.SendAsync(envelope);
        await watch.Arrived.Task.WaitAsync(TimeSpan.FromMinutes(3));

        Assert.True(active.Where(a => a.Key.Contains(queue, StringComparison.Ordinal)).Sum(a => a.Value) == 1, string.Join('\n', active));
        watch.Open();
        await place.UntilAsync(() => Task.FromResult(active.Where(a => a.Key.Contains(queue, StringComparison.Ordinal)).Sum(a => a.Value) == 0), "no active message");
    }
}
