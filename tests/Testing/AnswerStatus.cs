using System.Net;

namespace EventSourced.Testing;

/// <summary>Checks the statuses of answers.</summary>
public static class AnswerStatus
{
    /// <summary>
    /// Whether an answer has a status. For a command that is expected to be accepted (202), 200 is as good: the worker was faster than the answer.
    /// </summary>
    /// <param name="answer">The answer.</param>
    /// <param name="expected">The status.</param>
    public static bool Has(this HttpResponseMessage answer, HttpStatusCode expected) =>
        answer.StatusCode == expected || (expected, answer.StatusCode) == (HttpStatusCode.Accepted, HttpStatusCode.OK);
}
