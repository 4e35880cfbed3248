using System.Text.Json.Serialization;
using EventSourced.Contracts;

namespace EventSourced.ReadTables.Toys;

/// <summary>An account was opened.</summary>
[EventName("toys.account_opened.v1")]
public sealed record AccountOpened(string Bank, string Account, string Holder) : IEvent;

/// <summary>Money came in or went out.</summary>
[EventName("toys.money_moved.v1")]
public sealed record MoneyMoved(string Bank, string Account, int Amount) : IEvent;

/// <summary>An account was closed.</summary>
[EventName("toys.account_closed.v1")]
public sealed record AccountClosed(string Bank, string Account) : IEvent;

/// <summary>A bank closed with all its accounts.</summary>
[EventName("toys.bank_closed.v1")]
public sealed record BankClosed(string Bank) : IForgetting;

/// <summary>Notes were taken.</summary>
[EventName("toys.notes_taken.v1")]
public sealed record NotesTaken(string Bank, IReadOnlyList<string> Notes, bool Secret) : IEvent;

/// <summary>Something no table needs.</summary>
[EventName("toys.weather_noticed.v1")]
public sealed record WeatherNoticed(string Weather) : IEvent;

/// <summary>A secret of a person, which no table needs.</summary>
[EventName("toys.secret_told.v1")]
public sealed record SecretTold(string Person, [property: Personal(nameof(SecretTold.Person))] string? Secret) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(AccountOpened))]
[JsonSerializable(typeof(MoneyMoved))]
[JsonSerializable(typeof(AccountClosed))]
[JsonSerializable(typeof(BankClosed))]
[JsonSerializable(typeof(NotesTaken))]
[JsonSerializable(typeof(WeatherNoticed))]
[JsonSerializable(typeof(SecretTold))]
public sealed partial class ToyJson : JsonSerializerContext;

/// <summary>Accounts and what is in them.</summary>
public sealed record Accounts : IReadTable<Accounts>
{
    /// <summary>The bank.</summary>
    public required string Bank { get; init; }

    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>Who holds it; null when money moved before it was opened.</summary>
    public string? Holder { get; init; }

    /// <summary>What is in it.</summary>
    public required long Balance { get; init; }

    /// <summary>Largest amount ever moved at once.</summary>
    public required int Largest { get; init; }

    /// <summary>Last event that touched it.</summary>
    public required long LastPosition { get; init; }

    public static void Define(TableBuilder<Accounts> table)
    {
        table.Key(r => r.Bank, r => r.Account);
        table.Index("idx_accounts_holder", r => r.Holder);
        table.On<AccountOpened>().Row(e => e.Bank, e => e.Account)
            .Set(r => r.Holder, e => e.Holder)
            .Set(r => r.LastPosition, (e, info) => info.Position);
        table.On<MoneyMoved>().Row(e => e.Bank, e => e.Account)
            .Increment(r => r.Balance, e => (long)e.Amount)
            .Change(r => r.Largest, (r, e) => Math.Max(r.Largest, Math.Abs(e.Amount)))
            .Set(r => r.LastPosition, (e, info) => info.Position);
        table.On<AccountClosed>().Delete(e => e.Bank, e => e.Account);
        table.On<BankClosed>().DeleteWhere(r => r.Bank, e => e.Bank);
    }
}

/// <summary>Notes, only ever added and removed.</summary>
public sealed record Notes : IReadTable<Notes>
{
    /// <summary>The event that brought it.</summary>
    public required long Position { get; init; }

    /// <summary>Place within the event.</summary>
    public required int Number { get; init; }

    /// <summary>The bank.</summary>
    public required string Bank { get; init; }

    /// <summary>What it says.</summary>
    public required Json Note { get; init; }

    /// <summary>When it was taken.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    public static void Define(TableBuilder<Notes> table)
    {
        table.Key(r => r.Position, r => r.Number);
        table.Index("idx_notes_bank", r => r.Bank);
        table.On<NotesTaken>(e => !e.Secret).Each(e => e.Notes.Select((text, i) => (Text: text, Number: i))).Insert()
            .Set(r => r.Position, (e, note, info) => info.Position)
            .Set(r => r.Number, (e, note) => note.Number)
            .Set(r => r.Bank, (e, note) => e.Bank)
            .Set(r => r.Note, (e, note) => Json.Of(note.Text))
            .Set(r => r.TakenAt, (e, note, info) => info.RecordedAt);
        table.On<BankClosed>().DeleteWhere(r => r.Bank, e => e.Bank);
    }
}

/// <summary>What all accounts of a bank hold together.</summary>
public sealed record BankTotals : IReadTable<BankTotals>
{
    /// <summary>The bank.</summary>
    public required string Bank { get; init; }

    /// <summary>Accounts it has.</summary>
    public required int Accounts { get; init; }

    /// <summary>What they hold.</summary>
    public required long Total { get; init; }

    public static void Define(TableBuilder<BankTotals> table)
    {
        table.Key(r => r.Bank);
        table.DerivedFrom<Accounts>([a => a.Bank], accounts => new BankTotals { Bank = accounts[0].Bank, Accounts = accounts.Count, Total = accounts.Sum(a => a.Balance) });
    }
}

/// <summary>A table that cannot take an amount of zero.</summary>
public sealed record Shares : IReadTable<Shares>
{
    /// <summary>The account.</summary>
    public required string Account { get; init; }

    /// <summary>A hundred parted by the last amount.</summary>
    public required int Share { get; init; }

    public static void Define(TableBuilder<Shares> table)
    {
        table.Key(r => r.Account);
        table.On<MoneyMoved>().Row(e => e.Account).Set(r => r.Share, e => 100 / e.Amount);
    }
}
