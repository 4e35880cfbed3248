using EventSourced.ReadTables.Toys;

// One small table in each of three more modules, so that there are several lanes.
namespace EventSourced.ReadTables.Red
{
    /// <summary>What was moved in a bank.</summary>
    public sealed record RedSums : IReadTable<RedSums>
    {
        /// <summary>The bank.</summary>
        public required string Bank { get; init; }

        /// <summary>The sum.</summary>
        public required long Total { get; init; }

        public static void Define(TableBuilder<RedSums> table)
        {
            table.Key(r => r.Bank);
            table.On<MoneyMoved>().Row(e => e.Bank).Increment(r => r.Total, e => (long)e.Amount);
        }
    }
}

namespace EventSourced.ReadTables.Green
{
    /// <summary>What was moved in a bank.</summary>
    public sealed record GreenSums : IReadTable<GreenSums>
    {
        /// <summary>The bank.</summary>
        public required string Bank { get; init; }

        /// <summary>The sum.</summary>
        public required long Total { get; init; }

        public static void Define(TableBuilder<GreenSums> table)
        {
            table.Key(r => r.Bank);
            table.On<MoneyMoved>().Row(e => e.Bank).Increment(r => r.Total, e => (long)e.Amount);
        }
    }
}

namespace EventSourced.ReadTables.Blue
{
    /// <summary>What was moved in a bank.</summary>
    public sealed record BlueSums : IReadTable<BlueSums>
    {
        /// <summary>The bank.</summary>
        public required string Bank { get; init; }

        /// <summary>The sum.</summary>
        public required long Total { get; init; }

        public static void Define(TableBuilder<BlueSums> table)
        {
            table.Key(r => r.Bank);
            table.On<MoneyMoved>().Row(e => e.Bank).Increment(r => r.Total, e => (long)e.Amount);
        }
    }
}
