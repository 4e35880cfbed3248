namespace EventSourced.Cli;

/// <summary>A command failed. The message names the thing, the position and the next step.</summary>
internal sealed class CliException : Exception
{
    public CliException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>1 for a failure, 2 for wrong usage.</summary>
    public int ExitCode { get; init; } = 1;

    /// <summary>The command line is not valid.</summary>
    public static CliException Usage(string message) => new(message) { ExitCode = 2 };
}
