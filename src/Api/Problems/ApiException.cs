namespace EventSourced.Api.Problems;

/// <summary>An error that is answered with a problem document (RFC 9457).</summary>
/// <param name="status">HTTP status.</param>
/// <param name="code">Stable code.</param>
/// <param name="detail">What is wrong, with which thing, and what to do.</param>
/// <param name="errors">Faults by field.</param>
internal sealed class ApiException(int status, string code, string detail, IReadOnlyDictionary<string, string[]>? errors = null) : Exception(detail)
{
    public int Status { get; } = status;

    public string Code { get; } = code;

    public IReadOnlyDictionary<string, string[]>? Errors { get; } = errors;
}
