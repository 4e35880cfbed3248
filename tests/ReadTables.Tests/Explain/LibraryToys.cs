using System.Text.Json.Serialization;
using EventSourced.Contracts;

namespace EventSourced.ReadTables.Library;

/// <summary>Books were bought for a shelf.</summary>
[EventName("library.books_bought.v1")]
public sealed record BooksBought(string Shelf, IReadOnlyList<string> Titles) : IEvent;

/// <summary>A book was borrowed.</summary>
[EventName("library.book_borrowed.v1")]
public sealed record BookBorrowed(string Title, string Borrower) : IEvent;

/// <summary>Books were lost.</summary>
[EventName("library.books_lost.v1")]
public sealed record BooksLost(IReadOnlyList<string> Titles) : IEvent;

/// <summary>A shelf burnt with all its books.</summary>
[EventName("library.shelf_burnt.v1")]
public sealed record ShelfBurnt(string Shelf) : IEvent;

/// <summary>A diary was begun. Its title is personal data.</summary>
[EventName("library.diary_begun.v1")]
public sealed record DiaryBegun(string Reader, [property: Personal(nameof(DiaryBegun.Reader))] string? Title) : IEvent;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BooksBought))]
[JsonSerializable(typeof(BookBorrowed))]
[JsonSerializable(typeof(BooksLost))]
[JsonSerializable(typeof(ShelfBurnt))]
[JsonSerializable(typeof(DiaryBegun))]
public sealed partial class LibraryJson : JsonSerializerContext;

/// <summary>Books: mapped from items, changed only if they exist, removed by a column outside the key.</summary>
public sealed record Books : IReadTable<Books>
{
    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Where it stands.</summary>
    public required string Shelf { get; init; }

    /// <summary>How many there are.</summary>
    public required int Copies { get; init; }

    /// <summary>Who took one last.</summary>
    public string? Borrower { get; init; }

    public static void Define(TableBuilder<Books> table)
    {
        table.Key(r => r.Title);
        table.Index("idx_books_shelf", r => r.Shelf);
        table.On<BooksBought>().Each(e => e.Titles).Row((e, title) => title)
            .SetOnCreate(r => r.Shelf, (e, title, info) => e.Shelf)
            .Increment(r => r.Copies, (e, title) => 1);
        table.On<BookBorrowed>().Existing(e => e.Title).Set(r => r.Borrower, e => e.Borrower);
        table.On<BooksLost>().Each(e => e.Titles).Delete((e, title) => title);
        table.On<ShelfBurnt>().DeleteWhere(r => r.Shelf, e => e.Shelf);
    }
}

/// <summary>Shelves, grouped by a column that is not in the key of the books.</summary>
public sealed record Shelves : IReadTable<Shelves>
{
    /// <summary>The shelf.</summary>
    public required string Shelf { get; init; }

    /// <summary>Titles on it.</summary>
    public required int Titles { get; init; }

    public static void Define(TableBuilder<Shelves> table)
    {
        table.Key(r => r.Shelf);
        table.DerivedFrom<Books>([b => b.Shelf], books => new Shelves { Shelf = books[0].Shelf, Titles = books.Count });
    }
}

/// <summary>Diaries: the key is personal, and encrypted in the log.</summary>
public sealed record Diaries : IReadTable<Diaries>
{
    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>Whose it is.</summary>
    public required string Reader { get; init; }

    public static void Define(TableBuilder<Diaries> table)
    {
        table.Key(r => r.Title);
        table.On<DiaryBegun>().Row(e => e.Title).Set(r => r.Reader, e => e.Reader);
    }
}
