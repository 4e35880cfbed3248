namespace EventSourced.Cli.Nemesis;

/// <summary>The invariants that hold for all modules. Each module adds its own.</summary>
internal static class Checks
{
    public const string Settled = "the system became quiescent";
    public const string Commands = "every accepted command has one outcome, and its events once";
    public const string Streams = "every stream has the versions 1..n";
    public const string Watermarks = "nothing appeared or vanished below a published watermark";
    public const string Reads = "positions of tables never went back, and written data could be read";
    public const string Attachments = "grants, policies, indexes and triggers on tables, and schemas of others, are still there";
    public const string Verified = "rebuilt tables equal the live ones";
    public const string Leftovers = "no dead letters, nothing in error queues, no paused table";

    public static IReadOnlyList<string> OfTheLog { get; } = [Settled, Commands, Streams, Watermarks, Reads];

    public static IReadOnlyList<string> OfTheTables { get; } = [Attachments, Verified, Leftovers];
}
