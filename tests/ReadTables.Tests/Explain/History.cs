using EventSourced.Contracts;
using EventSourced.ReadTables.Library;
using EventSourced.ReadTables.Toys;

namespace EventSourced.ReadTables.Tests.Explain;

/// <summary>Random events of all example modules; every kind of mapping applies to existing and to missing rows.</summary>
internal static class History
{
    // Characters that JSON escapes and others: whether or not events are filtered by their bytes, the rows must be the same.
    public static readonly string[] Banks = ["north", "süd \"x\"", "w"];
    public static readonly string[] Accounts = ["acc-1", "acc-2", "\\3", "4"];
    private static readonly string[] s_titles = ["Emma", "Momo", "L'été", "1984"];
    private static readonly string[] s_shelves = ["oak", "ash"];

    public static IEvent Next(Random random)
    {
        string bank = Of(Banks), account = Of(Accounts);
        return random.Next(100) switch
        {
            < 15 => new AccountOpened(bank, account, $"holder {random.Next(5)}"),
            < 45 => new MoneyMoved(bank, account, random.Next(1, 50)),
            < 52 => new AccountClosed(bank, account),
            < 55 => new BankClosed(bank),
            < 65 => new NotesTaken(bank, [.. Enumerable.Range(0, random.Next(4)).Select(i => $"note {i}")], random.Next(3) == 0),
            < 80 => Bought(random.Next(s_shelves.Length)),
            < 90 => new BookBorrowed(Of(s_titles), $"reader {random.Next(5)}"),
            < 95 => new BooksLost([.. Enumerable.Range(0, random.Next(3)).Select(_ => Of(s_titles))]),
            < 98 => new ShelfBurnt(Of(s_shelves)),
            _ => new WeatherNoticed("rain"),
        };

        // A title never changes its shelf, because the group of a derived table never changes.
        BooksBought Bought(int shelf) => new(s_shelves[shelf], [.. Enumerable.Range(0, random.Next(3)).Select(_ => s_titles[shelf + (2 * random.Next(2))])]);

        string Of(string[] values) => values[random.Next(values.Length)];
    }
}
