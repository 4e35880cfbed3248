namespace EventSourced.Commands.Pulse.Analysis;

/// <summary>Why a generated analysis must not be published. It does not repeat any of the text.</summary>
/// <param name="Code"><c>schema</c>, <c>email</c>, <c>url</c>, <c>phone</c>, <c>clock_time</c>, <c>quotation</c> or <c>sender_name</c>.</param>
/// <param name="Where">The field, such as <c>summary</c> or <c>top_themes</c>.</param>
public sealed record OutputFault(string Code, string Where);
