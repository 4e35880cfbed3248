namespace EventSourced.EventStore;

/// <summary>Commands that messages suggest to type. A program with other modules has another name than <c>es</c>, and its hosts are the same program.</summary>
public static class CommandHint
{
    /// <summary>The name of the program: <c>es</c> unless its entry has set another.</summary>
    public static string Program { get; private set; } = "es";

    /// <summary>Sets the name of the program. The entry of the command line calls it before everything else.</summary>
    /// <param name="program">The name.</param>
    public static void Use(string program) => Program = program;

    /// <summary>A command to type: <c>es status</c>.</summary>
    /// <param name="command">The command with its arguments, without the program.</param>
    public static string Of(string command) => $"{Program} {command}";
}
