namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>One message as an analyser sees it. It lives in memory only: neither sender nor text reaches an event.</summary>
/// <param name="Sender">Who wrote it: any stable key, compared ordinally. Pass the sender's name where it is known: its parts are then
/// kept out of themes; a hash works too, but protects no name.</param>
/// <param name="Text">The text, or the caption of a medium; empty for a medium without caption.</param>
/// <param name="IsMedia">Whether the message carries a medium.</param>
public readonly record struct AnalysedMessage(string Sender, string Text, bool IsMedia);
