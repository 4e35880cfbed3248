using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Query;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Generations;

/// <summary>Builds tables as of a position of the log, next to the live ones, and keeps them for a time.</summary>
internal sealed class Replay(BuildEngine engine, OperationLease lease) : IOperationTask
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);

    private readonly OperationRequest _request = lease.Operation.Request;

    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken)
    {
        var replays = new ReplayStore(engine.Source, engine.Catalog);
        await AwaitFinalAsync(_request.To!.Value, cancellationToken);
        var heads = _request.Tables.Select(n => engine.Catalog.Find(n)!).Where(t => t.SourceRow is null).ToList();
        await replays.CreateSchemasAsync(_request.Into!, lease.Operation.Id, heads.Select(h => h.Module), cancellationToken);
        return await TableSetBuild.RunAsync(
            () => TableSetBuild.OpenAsync(engine, lease, heads, t => ReplayNames.SchemaOf(_request.Into!, t.Module), null, resume: true, cancellationToken),
            build => BuildAsync(build, cancellationToken),
            build => EndAsync(replays, build, cancellationToken));
    }

    public Task CleanAsync(CancellationToken cancellationToken) => new ReplayStore(engine.Source, engine.Catalog).DropAsync(_request.Into!, lease.Operation.Id, cancellationToken);

    /// <summary>Waits for open appends that started before the event at the position.</summary>
    private async Task AwaitFinalAsync(long position, CancellationToken cancellationToken)
    {
        await TableCheckpoint.AcceptAsync(engine.Source, engine.Store, cancellationToken);
        while (await engine.Store.ReadWatermarkAsync(cancellationToken) < position)
        {
            if (await engine.Store.ReadEndAsync(cancellationToken) is var end && end < position)
                throw new InvalidOperationException($"The log ends at position {end}; there is no event at {position} yet.");
            await lease.SetPhaseAsync("waiting for open appends", position, cancellationToken);
            await Task.Delay(s_interval, cancellationToken);
        }
    }

    private async Task BuildAsync(TableSetBuild build, CancellationToken cancellationToken)
    {
        await lease.SetPhaseAsync("reading the log", _request.To, cancellationToken);
        await build.AdvanceAsync(_request.To!.Value, cancellationToken);
        await lease.SetPhaseAsync("building indexes", null, cancellationToken);
        await build.FinishAsync(cancellationToken);
        await build.RemoveOutdatedAsync(build.Families, cancellationToken);
    }

    private async Task<OperationResult> EndAsync(ReplayStore replays, TableSetBuild build, CancellationToken cancellationToken)
    {
        await replays.CompleteAsync(_request.Into!, lease.Operation.Id, [.. build.Families.SelectMany(f => f).Select(t => t.QualifiedName)], cancellationToken);
        return new OperationResult(
            build.Failed.Count == 0,
            new { name = _request.Into, position = _request.To, events = build.Events, tables = build.Families.SelectMany(f => f).Select(t => t.QualifiedName) },
            build.Failed.Count == 0 ? null : string.Join(" ", build.Failed.Select(f => f.Error)));
    }
}
