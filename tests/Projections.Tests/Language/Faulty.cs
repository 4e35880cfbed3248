using System.Text.Json.Serialization;
using EventSourced.Contracts;
using EventSourced.ReadTables;

// Invalid definitions. No catalog scans this assembly: the tests name the records.
namespace EventSourced.Projections.Faulty
{
    /// <summary>Something happened.</summary>
    [EventName("faulty.happened.v1")]
    public sealed record Happened(string Id, string? Group, int Count, TimeSpan Took) : IEvent;

    /// <summary>Something ended.</summary>
    [EventName("faulty.ended.v1")]
    public sealed record Ended(string Group) : IEvent;

    /// <summary>Things were listed.</summary>
    [EventName("faulty.listed.v1")]
    public sealed record Listed(string Group, IReadOnlyList<string> Ids) : IEvent;

    /// <summary>JSON.</summary>
    [JsonSerializable(typeof(Happened))]
    [JsonSerializable(typeof(Ended))]
    [JsonSerializable(typeof(Listed))]
    public sealed partial class FaultyJson : JsonSerializerContext;

    /// <summary>A valid table that others refer to.</summary>
    public sealed record Things : IReadTable<Things>
    {
        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <summary>Group.</summary>
        public string? Group { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<Things> table)
        {
            table.Key(r => r.Id);
            table.On<Happened>().Row(e => e.Id).CopyExcept();
            table.On<Ended>().DeleteWhere(r => r.Group, e => e.Group);
        }
    }

    /// <summary>Many faults in one definition.</summary>
    public sealed record ManyFaults : IReadTable<ManyFaults>
    {
        private static readonly int s_captured = 1;

        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <summary>Another.</summary>
        [DocumentedName("id")]
        public required string Other { get; init; }

        public required string Undocumented { get; init; }

        /// <summary>A type that no column has.</summary>
        public required TimeSpan Took { get; init; }

        /// <summary>A count.</summary>
        public required int Count { get; init; }

        /// <summary>When.</summary>
        public DateTimeOffset? Noted { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<ManyFaults> table)
        {
            var captured = s_captured;
            table.Key(r => r.Id);
            table.Area("No Area");
            table.Timestamps(created: r => r.Other, updated: null);
            table.Index("ix_faulty", r => r.Id).Where(r => r.Id.Length > 3);
            table.On<Happened>().Row(e => e.Id, e => e.Count)
                .Copy(r => r.Other)
                .Set(r => r.Count, e => e.Count + captured)
                .Set(r => r.Count, e => Random.Shared.Next())
                .Set(r => r.Noted, e => DateTimeOffset.UtcNow);
        }
    }

    /// <summary>Refers to rows that an event removes by a column that the reference does not have.</summary>
    public sealed record Orphans : IReadTable<Orphans>
    {
        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <summary>Thing.</summary>
        public required string ThingId { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<Orphans> table)
        {
            table.Key(r => r.Id);
            table.References<Things>(r => r.ThingId).Cascade();
            table.On<Happened>().Row(e => e.Id).Set(r => r.ThingId, e => e.Id);
        }
    }

    /// <summary>Sets a non-nullable column to null.</summary>
    public sealed record NeverNull : IReadTable<NeverNull>
    {
        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <summary>Thing.</summary>
        public required string ThingId { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<NeverNull> table)
        {
            table.Key(r => r.Id);
            table.References<Things>(r => r.ThingId).SetNull();
            table.On<Happened>().Row(e => e.Id).Set(r => r.ThingId, e => e.Id);
        }
    }

    /// <summary>A tree whose rows are deleted with their parents, level by level.</summary>
    public sealed record Tree : IReadTable<Tree>
    {
        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <summary>Parent.</summary>
        public string? ParentId { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<Tree> table)
        {
            table.Key(r => r.Id);
            table.References<Tree>(r => r.ParentId).Cascade();
            table.On<Happened>().Row(e => e.Id).Set(r => r.ParentId, e => e.Group);
            table.On<Ended>().Delete(e => e.Group);
        }
    }

    /// <summary>Cascades from <see cref="RoundTwo"/>, which cascades from it.</summary>
    public sealed record RoundOne : IReadTable<RoundOne>
    {
        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<RoundOne> table)
        {
            table.Key(r => r.Id);
            table.References<RoundTwo>(r => r.Id).Cascade();
            table.On<Happened>().Row(e => e.Id);
        }
    }

    /// <summary>Cascades from <see cref="RoundOne"/>.</summary>
    public sealed record RoundTwo : IReadTable<RoundTwo>
    {
        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<RoundTwo> table)
        {
            table.Key(r => r.Id);
            table.References<RoundOne>(r => r.Id).Cascade();
            table.On<Happened>().Row(e => e.Id);
        }
    }

    /// <summary>Refers to a set and to a derived table.</summary>
    public sealed record OfSets : IReadTable<OfSets>
    {
        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<OfSets> table)
        {
            table.Key(r => r.Id);
            table.References<Sets>(r => r.Id).Cascade();
            table.References<Counts>(r => r.Id).Cascade();
            table.References<Elsewhere.Strangers>(r => r.Id);
            table.On<Happened>().Row(e => e.Id);
        }
    }

    /// <summary>Replaced as sets.</summary>
    public sealed record Sets : IReadTable<Sets>
    {
        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <summary>Group.</summary>
        public required string Group { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<Sets> table)
        {
            table.Key(r => r.Id);
            table.On<Listed>().Replace(r => r.Group, e => e.Group).Each(e => e.Ids).Row((e, id) => id);
        }
    }

    /// <summary>Derived, in an area of its own.</summary>
    public sealed record Counts : IReadTable<Counts>
    {
        /// <summary>Group.</summary>
        public required string Group { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<Counts> table)
        {
            table.Key(r => r.Group);
            table.Area("counts");
            table.DerivedFrom<Sets>([s => s.Group], rows => new Counts { Group = rows[0].Group });
        }
    }
}

namespace EventSourced.Projections.Elsewhere
{
    /// <summary>A table of another module.</summary>
    public sealed record Strangers : IReadTable<Strangers>
    {
        /// <summary>Id.</summary>
        public required string Id { get; init; }

        /// <inheritdoc/>
        public static void Define(TableBuilder<Strangers> table)
        {
            table.Key(r => r.Id);
            table.On<EventSourced.Projections.Faulty.Happened>().Row(e => e.Id);
        }
    }
}
