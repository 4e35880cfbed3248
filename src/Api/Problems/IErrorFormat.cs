using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Problems;

/// <summary>Metadata of endpoints whose errors have another format than a problem document.</summary>
internal interface IErrorFormat
{
    /// <summary>The answer to an exception.</summary>
    ErrorAnswer Of(Exception exception);
}

/// <summary>The answer to an error.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Result">The answer.</param>
internal sealed record ErrorAnswer(int Status, string Code, IResult Result);
