using EventSourced.Contracts;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;

[assembly: EventSourced.ReadTables.IgnoredEvent(typeof(WeatherNoticed), "nobody asks")]
[assembly: EventSourced.ReadTables.IgnoredEvent(typeof(SecretTold), "it is nobody's business")]

namespace EventSourced.ReadTables.Tests.Runtime;

/// <summary>A database with a log of toy events and their read tables.</summary>
internal static class ToyWorld
{
    public static readonly ReadTableCatalog Catalog = ReadTableCatalog.Scan(EventCatalog.Scan(typeof(ToyWorld).Assembly), typeof(ToyWorld).Assembly);

    public static Task<ProjectionWorld> CreateAsync(string name) => ProjectionWorld.CreateAsync(name, Catalog);
}
