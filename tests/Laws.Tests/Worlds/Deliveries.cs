using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Runtime;
using EventSourced.Testing;

namespace EventSourced.Laws.Tests.Worlds;

/// <summary>Delivers pages to the tables of a lane as its owner does, or repeatedly and out of order.</summary>
internal sealed class Deliveries : IAsyncDisposable
{
    private readonly ProjectionWorld _world;
    private readonly LaneLease _lease;
    private readonly PageProjector _pages;
    private readonly IReadOnlyList<TableDefinition> _heads;

    private Deliveries(ProjectionWorld world, LaneLease lease, IReadOnlyDictionary<string, long> incarnations)
    {
        (_world, _lease) = (world, lease);
        _pages = new PageProjector(world.Source, lease, table => incarnations[table]);
        _heads = [.. world.Catalog.Tables.Where(t => t.Lane == lease.Lane && t.SourceRow is null)];
        Owner = NewProjectors();
    }

    /// <summary>Projectors that cache their rows between pages.</summary>
    public IReadOnlyList<ITableProjector> Owner { get; }

    public static async Task<Deliveries> CreateAsync(ProjectionWorld world, string lane)
    {
        await using var connection = await world.Source.OpenConnectionAsync();
        var incarnations = (await TableCheckpoint.ReadAsync(connection, lane, default)).ToDictionary(c => c.Table, c => c.Incarnation);
        var lease = await LaneLease.TryTakeAsync(world.Source, lane, "laws", default) ?? throw new InvalidOperationException($"Lane {lane} has another owner.");
        return new Deliveries(world, lease, incarnations);
    }

    /// <summary>Projectors with empty caches, as after a start of the process.</summary>
    public IReadOnlyList<ITableProjector> NewProjectors() =>
        [.. _heads.Select(head =>
        {
            var projector = head.CreateProjector();
            foreach (var derived in _world.Catalog.FamilyOf(head).Skip(1)) projector.AddDerived(derived);
            return projector;
        })];

    public Task<IReadOnlyList<PausedTable>> DeliverAsync(IReadOnlyList<ITableProjector> to, long from, EventPage page) =>
        _pages.ProjectAsync(to, [.. page.Events.Select(e => new ProjectedEvent(e, _world.Codec))], from, page.Position, default);

    public async ValueTask DisposeAsync()
    {
        await _pages.DisposeAsync();
        await _lease.DisposeAsync();
    }
}
