using EventSourced.Contracts;
using EventSourced.ReadTables.Generations;
using EventSourced.ReadTables.Toys;
using EventSourced.Testing;

namespace EventSourced.ReadTables.Tests.Generations;

/// <summary>Random events of a few banks, for all kinds of mappings.</summary>
internal static class ToyHistory
{
    public static IEvent Next(Random random)
    {
        var bank = $"bank{random.Next(4)}";
        var account = $"account{random.Next(6)}";
        return random.Next(100) switch
        {
            < 15 => new AccountOpened(bank, account, $"holder{random.Next(9)}"),
            < 65 => new MoneyMoved(bank, account, random.Next(1, 50)),
            < 75 => new AccountClosed(bank, account),
            < 78 => new BankClosed(bank),
            < 90 => new NotesTaken(bank, [.. Enumerable.Range(0, random.Next(4)).Select(i => $"note {i}")], random.Next(3) == 0),
            < 92 => new NotesTaken(bank, [.. Enumerable.Range(0, 300).Select(i => $"note {i}")], false),
            _ => new WeatherNoticed("rain"),
        };
    }

    public static async Task<IReadOnlyList<Generation>> ListAsync(this ProjectionWorld world, string state) =>
        [.. (await world.Generations().ListAsync()).Where(g => g.State == state)];
}
