namespace EventSourced.Commands.Intelligence;

/// <summary>A service with a model failed: a language model, an embedder, speech recognition or synthesis.</summary>
/// <param name="message">What failed, where, and the next step, without anything that was sent to it.</param>
/// <param name="inner">The cause, if any.</param>
public class ModelServiceException(string message, Exception? inner = null) : Exception(message, inner);
