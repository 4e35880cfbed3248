namespace EventSourced.Commands.Imports;

/// <summary>A file cannot be imported. Its import fails with this reason, and is not retried.</summary>
/// <param name="code">Stable code.</param>
/// <param name="reason">What is wrong and what to do about it, without the place.</param>
/// <param name="line">Line or number of the entry, from 1, or null when none is to blame.</param>
/// <param name="message">The reason together with the place; null when it is the reason.</param>
/// <param name="inner">The cause, if any.</param>
public abstract class FileImportException(string code, string reason, long? line, string? message = null, Exception? inner = null) : Exception(message ?? reason, inner)
{
    /// <summary>Stable code.</summary>
    public string Code { get; } = code;

    /// <summary>What is wrong and what to do about it, without the place.</summary>
    public string Reason { get; } = reason;

    /// <summary>Line or number of the entry, from 1, or null when none is to blame.</summary>
    public long? Line { get; } = line;
}
