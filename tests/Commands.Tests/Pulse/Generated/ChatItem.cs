namespace EventSourced.Commands.Tests.Pulse.Generated;

internal enum ItemKind { Message, Omitted, Attached, Notice, System }

/// <summary>An item of a generated chat, with the expected result of reading it.</summary>
/// <param name="Kind">A notice has a sender but is not a message; a system line has no sender.</param>
/// <param name="Time">Gregorian, with seconds if headers have seconds.</param>
/// <param name="Sender">The name as written; empty for system lines.</param>
/// <param name="Text">The words of a person; the caption of media.</param>
/// <param name="File">Name of the attached file.</param>
/// <param name="Edited">Whether it is marked as edited.</param>
internal sealed record ChatItem(ItemKind Kind, DateTime Time, string Sender, string Text, string? File = null, bool Edited = false)
{
    /// <summary>The text after the header, with marks and line ends; null if it is the name and the text.</summary>
    public string? Written { get; init; }

    /// <summary>Whether iOS marks the line before its header.</summary>
    public bool MarkedHeader { get; init; }

    public bool IsMessage => Kind is ItemKind.Message or ItemKind.Omitted or ItemKind.Attached;
}
