using System.Reflection;
using EventSourced.Contracts;
using JasperFx.Events;
using Marten;
using Marten.Events;

namespace EventSourced.EventStore.Appending;

/// <summary>Appends to the log of an ordinary Marten application in a session of its store. It is used only for the audit events of its read tables.</summary>
/// <param name="application">The application's store.</param>
internal sealed class PlainAppend(IDocumentStore application)
{
    /// <summary>Appends EventSourced's own events.</summary>
    /// <exception cref="NotSupportedException">The append has an outcome or expected versions.</exception>
    public async Task<AppendResult> RunAsync(Append append, CancellationToken cancellationToken)
    {
        if (append.Outcome is not null) throw Unsupported("outcomes of commands");
        if (append.Streams.Any(s => s.Expected != ExpectedVersion.Any)) throw Unsupported("expected versions");
        await using var session = application.LightweightSession(new Marten.Services.SessionOptions { TenantId = append.Metadata.Tenant });
        // Stored only if the application's store has columns for them.
        session.SetHeader("command_id", append.Metadata.CommandId.ToString());
        session.SetHeader("actor", append.Metadata.Actor);
        (session.CorrelationId, session.CausationId) = (append.Metadata.CorrelationId, append.Metadata.CausationId);
        List<StreamAction> written = [];
        foreach (var stream in append.Streams)
        {
            foreach (var type in stream.Events.Select(e => e.GetType()).Distinct()) Register(type);
            written.Add(session.Events.Append(stream.StreamId, stream.Events.ToArray<object>()));
        }
        await session.SaveChangesAsync(cancellationToken);
        var events = written.SelectMany(s => s.Events).ToList();
        return new AppendResult(events.Select(e => e.Sequence).DefaultIfEmpty().Max(), [.. written.Select(s => s.Events.Count == 0 ? 0 : s.Events[^1].Version)]);
    }

    /// <summary>The exception for an option that is not supported here.</summary>
    /// <param name="what">The option, in the plural.</param>
    public static NotSupportedException Unsupported(string what) =>
        new($"IEventStore does not support {what} on the log of a Marten application: append in the application's own sessions.");

    // With the name of its attribute: Marten would derive one from the class.
    private void Register(Type type)
    {
        if (type.GetCustomAttribute<EventNameAttribute>()?.Name is { } name) ((IEventStoreOptions)application.Options.Events).MapEventType(type, name);
    }
}
