using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EventSourced.EventStore;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Generations;

/// <summary>A page of the log with its decoded events.</summary>
internal sealed record LogPage(IReadOnlyList<ProjectedEvent> Events, long Position);

/// <summary>Reads and decodes a few pages of the log ahead, in parallel to the caller's work.</summary>
internal static class LogPages
{
    private const int PagesAhead = 1;

    private static LogPage DecodePage(EventPage page, EventCodec codec)
    {
        var events = new ProjectedEvent[page.Events.Count];
        for (var i = 0; i < events.Length; i++)
        {
            events[i] = new ProjectedEvent(page.Events[i], codec);
            // An event that cannot be decoded fails in the tables that handle it: they decode it again.
            events[i].TryDecode();
        }
        return new LogPage(events, page.Position);
    }

    public static async IAsyncEnumerable<LogPage> ReadAsync(
        IEventStore store, EventCodec codec, IReadOnlyCollection<string> types, long from, long upTo, int pageSize, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pages = Channel.CreateBounded<Task<LogPage>>(new BoundedChannelOptions(PagesAhead) { SingleReader = true, SingleWriter = true });
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
                    var page = await store.ReadPageAsync(position, pageSize, upTo, types, withOrigins: false, token);
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
