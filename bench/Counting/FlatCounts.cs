using Marten.Events.Projections.Flattened;

namespace EventSourced.Bench.Counting;

/// <summary>The counting table as a flat-table projection of Marten.</summary>
internal sealed class FlatCounts : FlatTableProjection
{
    public FlatCounts() : base("flat_counts", SchemaNameSource.EventSchema)
    {
        Table.AddColumn<string>("kind").AsPrimaryKey();
        Table.AddColumn<long>("events").DefaultValue(0);
        Table.AddColumn<long>("total").DefaultValue(0);
        Options.TeardownDataOnRebuild = true;
        // The size of our own pages.
        Options.BatchSize = 5_000;
        Project<ThingNoticed>(map =>
        {
            map.Increment("events");
            map.Increment(e => e.Amount, "total");
        }, e => e.Kind);
    }
}
