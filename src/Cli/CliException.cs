namespace EventSourced.Cli;

/// <summary>A command cannot go on. The message names the thing, the place and the next step.</summary>
internal sealed class CliException : Exception
{
    public CliException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>1 for what went wrong, 2 for what was asked wrongly.</summary>
    public int ExitCode { get; init; } = 1;

    /// <summary>The caller asked for something that does not exist.</summary>
    public static CliException Usage(string message) => new(message) { ExitCode = 2 };
}
