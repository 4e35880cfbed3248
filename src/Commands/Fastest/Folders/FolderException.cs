namespace EventSourced.Commands.Fastest.Folders;

/// <summary>A folder cannot be read as a tree. The message names the file and the next step.</summary>
/// <param name="message">What is wrong and how to correct it.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class FolderException(string message, Exception? inner = null) : Exception(message, inner);
