using System.Data.Common;
using NpgsqlTypes;
using Weasel.Core;
using Weasel.Storage;

namespace EventSourced.EventStore.Appending;

/// <summary>The outcomes of commands, stored in the transaction of their events. Marten runs it after the events.</summary>
/// <param name="options">Names of the schemas.</param>
/// <param name="outcomes">The outcomes, each with the last event of its append: its stream and version there; a null stream when it has no events.</param>
internal sealed class StoreOutcomes(EventStoreOptions options, IReadOnlyList<StoreOutcomes.Row> outcomes) : Marten.Internal.Operations.IStorageOperation
{
    public readonly record struct Row(CommandOutcome Outcome, string Actor, string Tenant, string? Stream, long Version);

    public Type DocumentType => typeof(CommandOutcome);

    public OperationRole Role() => OperationRole.Other;

    public void ConfigureCommand(Weasel.Postgresql.ICommandBuilder builder, IStorageSession session)
    {
        builder.Append($"""
            insert into {options.StateSchema}.commands as c (command_id, type, actor, status, accepted_at, finished_at, result, position)
            select q.id, '', q.actor, q.status, now(), now(), q.result, e.seq_id
            from unnest(
            """);
        builder.AppendParameter(outcomes.Select(o => o.Outcome.CommandId).ToArray());
        builder.Append(", ");
        builder.AppendParameter(outcomes.Select(o => o.Actor).ToArray());
        builder.Append(", ");
        builder.AppendParameter(outcomes.Select(o => o.Outcome.Status).ToArray());
        builder.Append(", ");
        builder.AppendParameter(outcomes.Select(o => o.Outcome.Result).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Jsonb);
        builder.Append(", ");
        builder.AppendParameter(outcomes.Select(o => o.Tenant).ToArray());
        builder.Append(", ");
        builder.AppendParameter(outcomes.Select(o => o.Stream).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);
        builder.Append(", ");
        builder.AppendParameter(outcomes.Select(o => o.Version).ToArray());
        builder.Append($"""
            ) q (id, actor, status, result, tenant, stream, version)
            left join lateral (
                select e.seq_id from {options.LogSchema}.mt_events e
                where e.tenant_id = q.tenant collate "C" and e.stream_id = q.stream collate "C" and e.version = q.version offset 0
            ) e on true
            order by q.id
            {OutcomeSql.OnConflict}
            returning 1
            """);
    }

    public async Task PostprocessAsync(DbDataReader reader, IList<Exception> exceptions, CancellationToken token)
    {
        var stored = 0;
        while (await reader.ReadAsync(token)) stored++;
        if (stored != outcomes.Count) exceptions.Add(new ConcurrentWriteException("A command was finished by another transaction."));
    }
}

/// <summary>Another transaction wrote at the same time: this one is rolled back and retried at once.</summary>
internal sealed class ConcurrentWriteException(string message) : Exception(message);
