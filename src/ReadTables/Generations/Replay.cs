using EventSourced.ReadTables.Operations;
using EventSourced.ReadTables.Runtime;

namespace EventSourced.ReadTables.Generations;

/// <summary>Builds tables as they were at a position of the log, beside the live ones and for as long as they are wanted.</summary>
internal sealed class Replay(BuildEngine engine, OperationLease lease) : ILongWork
{
    private readonly OperationRequest _request = lease.Operation.Request;

    public async Task<OperationResult> RunAsync(CancellationToken cancellationToken)
    {
        var replays = new ReplayStore(engine.Source, engine.Catalog);
        var watermark = await engine.Store.ReadWatermarkAsync(cancellationToken);
        if (_request.To > watermark) throw new InvalidOperationException($"The log ends at position {watermark}; there is nothing at {_request.To} yet.");
        var heads = _request.Tables.Select(n => engine.Catalog.Find(n)!).Where(t => t.SourceRow is null).ToList();
        var skipped = await SkippedEvents.ReadAsync(engine.Store, cancellationToken);
        await using var build = new TableSetBuild(engine, lease, heads, t => ReplayStore.SchemaOf(_request.Into!, t.Module), null, skipped, lease.Operation.Position);
        await build.CreateAsync(cancellationToken);
        await lease.EnterAsync("reading the log", _request.To, cancellationToken);
        await build.AdvanceAsync(_request.To!.Value, cancellationToken);
        await lease.EnterAsync("building indexes", null, cancellationToken);
        await build.FinishAsync(cancellationToken);
        await replays.ReadyAsync(_request.Into!, [.. build.Families.SelectMany(f => f).Select(t => t.QualifiedName)], cancellationToken);
        return new OperationResult(
            build.Failed.Count == 0,
            new { name = _request.Into, position = _request.To, tables = build.Families.SelectMany(f => f).Select(t => t.QualifiedName) },
            build.Failed.Count == 0 ? null : string.Join(" ", build.Failed.Select(f => f.Error)));
    }

    public Task CleanAsync(CancellationToken cancellationToken) => new ReplayStore(engine.Source, engine.Catalog).DropAsync(_request.Into!, cancellationToken);
}
