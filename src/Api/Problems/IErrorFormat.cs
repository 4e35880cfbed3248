using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Problems;

/// <summary>Metadata of endpoints whose errors have a form of their own instead of a problem document.</summary>
internal interface IErrorFormat
{
    /// <summary>The answer to an exception.</summary>
    ErrorAnswer Of(Exception exception);
}

/// <summary>An error as it is answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Result">The answer.</param>
internal sealed record ErrorAnswer(int Status, string Code, IResult Result);
