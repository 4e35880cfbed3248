using Weasel.Core;
using Weasel.Core.Migrations;
using Weasel.Postgresql;

namespace EventSourced.EventStore.Schema;

/// <summary>Our own tables and functions as a part of Marten's schema. Some change what Marten makes, so they come after it.</summary>
/// <param name="objects">The tables and functions, in the order in which they can be created.</param>
internal sealed class OwnFeature(IReadOnlyList<ISchemaObject> objects) : FeatureSchemaBase("eventsourced", new PostgresqlMigrator())
{
    public override IEnumerable<Type> DependentTypes() => [typeof(JasperFx.Events.IEvent)];

    protected override IEnumerable<ISchemaObject> schemaObjects() => objects;
}
