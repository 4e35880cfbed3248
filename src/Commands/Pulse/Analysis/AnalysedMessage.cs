namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>One message as the analyser sees it. It exists in memory only: neither sender nor text is written to an event.</summary>
/// <param name="Sender">Who wrote it: any stable key, compared ordinally. Pass the sender's name where it is known, so that its parts are
/// excluded from themes. A hash works too, but cannot be excluded.</param>
/// <param name="Text">The text or the caption of the media; empty for media without a caption.</param>
/// <param name="IsMedia">Whether the message has media.</param>
public readonly record struct AnalysedMessage(string Sender, string Text, bool IsMedia);
