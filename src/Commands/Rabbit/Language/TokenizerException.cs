namespace EventSourced.Commands.Rabbit.Language;

/// <summary>A tokenizer is unknown or cannot work on this machine. The message says what to do.</summary>
internal sealed class TokenizerException(string message, Exception? inner = null) : Exception(message, inner);
