using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EventSourced.EventStore;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Generations;

/// <summary>A page of the log with its events, each to be decoded once.</summary>
internal sealed record LogPage(IReadOnlyList<ProjectedEvent> Events, long Position);

/// <summary>Reads and decodes the log ahead of whoever works on it, a few pages at most: reading, decoding and working go on side by side.</summary>
internal static class LogPages
{
    private const int Ahead = 3;

    private static LogPage DecodePage(EventPage page, EventCodec codec)
    {
        var events = new ProjectedEvent[page.Events.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = new ProjectedEvent(page.Events[i], codec);
            // One that cannot be read is the fault of the table that wants it, which asks again.
            events[i].TryDecode();
        }
        return new LogPage(events, page.Position);
    }

    public static async IAsyncEnumerable<LogPage> ReadAsync(
        IEventStore store, EventCodec codec, IReadOnlyCollection<string> types, long from, long upTo, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<Task<LogPage>>(new BoundedChannelOptions(Ahead) { SingleReader = true, SingleWriter = true });
        var reading = Task.Run(() => FillAsync(pages.Writer, stop.Token), CancellationToken.None);
        try
        {
            await foreach (var page in pages.Reader.ReadAllAsync(cancellationToken)) yield return await page;
        }
        finally
        {
            await stop.CancelAsync();
            await reading;
        }

        async Task FillAsync(ChannelWriter<Task<LogPage>> writer, CancellationToken token)
        {
            try
            {
                for (var position = from; position < upTo;)
                {
                    var page = await store.ReadPageAsync(position, pageSize, upTo, types, token);
                    if (page.Position <= position) break;
                    position = page.Position;
                    await writer.WriteAsync(Task.Run(() => DecodePage(page, codec), CancellationToken.None), token);
                }
                writer.Complete();
            }
            catch (Exception e)
            {
                // The reader of the pages gets the exception.
                writer.Complete(e);
            }
        }
    }
}
