using EventSourced.Commands.Imports;

namespace EventSourced.Commands.Boost.Libraries;

/// <summary>A file about Boost's libraries cannot be read.</summary>
/// <param name="code">Stable code.</param>
/// <param name="message">What is wrong, where, and what to do about it.</param>
/// <param name="inner">The cause, if any.</param>
public sealed class BoostFileException(string code, string message, Exception? inner = null) : FileImportException(code, message, line: null, inner: inner);
