namespace EventSourced.Cli.Nemesis;

/// <summary>The promises that are held against the end, in the order of the report.</summary>
internal static class Checks
{
    public const string Settled = "everything came to rest";
    public const string Commands = "every accepted command has one outcome, and its events once";
    public const string Streams = "every stream has the versions 1..n";
    public const string Watermarks = "nothing appeared or vanished below a published watermark";
    public const string Reads = "tables never went back, and what was written could be read";
    public const string Imports = "every import ended, with all its messages";
    public const string Turns = "every turn is in its tables once, and analysed once";
    public const string Attachments = "grants, policies, indexes and triggers on tables, and schemas of others, are still there";
    public const string Verified = "rebuilt tables equal the live ones";
    public const string Leftovers = "no dead letters, nothing in error queues, no paused table";

    public static IReadOnlyList<string> All { get; } = [Settled, Commands, Streams, Watermarks, Reads, Imports, Turns, Attachments, Verified, Leftovers];
}
