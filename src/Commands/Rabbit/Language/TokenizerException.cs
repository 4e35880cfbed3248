namespace EventSourced.Commands.Rabbit.Language;

/// <summary>A tokenizer is unknown or does not work on this machine. The message names the next step.</summary>
internal sealed class TokenizerException(string message, Exception? inner = null) : Exception(message, inner);
