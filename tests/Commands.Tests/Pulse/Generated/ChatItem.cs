namespace EventSourced.Commands.Tests.Pulse.Generated;

internal enum ItemKind { Message, Omitted, Attached, Notice, System }

/// <summary>What the generator put in, in the terms of what must come out.</summary>
/// <param name="Kind">A notice stands under a name and is nobody's message; a system line has no name.</param>
/// <param name="Time">Gregorian, to the second when heads have seconds.</param>
/// <param name="Sender">The name as written; empty for system lines.</param>
/// <param name="Text">The words of a person; the caption of media.</param>
/// <param name="File">Name of the attached file.</param>
/// <param name="Edited">Whether a mark says that it was edited.</param>
internal sealed record ChatItem(ItemKind Kind, DateTime Time, string Sender, string Text, string? File = null, bool Edited = false)
{
    /// <summary>What stands behind the head, with marks and line ends; null when it is the name and the text.</summary>
    public string? Written { get; init; }

    /// <summary>Whether iOS marks the line before its head.</summary>
    public bool MarkedHead { get; init; }

    public bool IsMessage => Kind is ItemKind.Message or ItemKind.Omitted or ItemKind.Attached;
}
