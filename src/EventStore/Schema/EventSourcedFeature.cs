using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;

namespace EventSourced.EventStore.Schema;

/// <summary>EventSourced's own tables and functions as a feature of Marten's schema. Some change Marten's tables, so they are applied after them.</summary>
/// <param name="objects">The tables and functions, in the order in which they can be created.</param>
internal sealed class EventSourcedFeature(IReadOnlyList<ISchemaObject> objects) : FeatureSchemaBase("eventsourced", new PostgresqlMigrator())
{
    public override IEnumerable<Type> DependentTypes() => [typeof(JasperFx.Events.IEvent)];

    protected override IEnumerable<ISchemaObject> schemaObjects() => objects;
}
