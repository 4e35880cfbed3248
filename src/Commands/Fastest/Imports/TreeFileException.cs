using EventSourced.Commands.Imports;

namespace EventSourced.Commands.Fastest.Imports;

/// <summary>A file cannot be imported as a tree.</summary>
/// <param name="code">Stable code.</param>
/// <param name="message">What is wrong, where, and what to do about it.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class TreeFileException(string code, string message, Exception? inner = null) : FileImportException(code, message, line: null, inner: inner)
{
    /// <summary>The content is no tree.</summary>
    public const string NotATree = "invalid_manifest";
}
