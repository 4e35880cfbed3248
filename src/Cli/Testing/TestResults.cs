using System.Xml.Linq;

namespace EventSourced.Cli.Testing;

/// <summary>The results of one test project.</summary>
internal sealed record TestResults(int Passed, int Failed, IReadOnlyList<TestFailure> Failures, IReadOnlyList<string> Skips)
{
    public static TestResults None { get; } = new(0, 0, [], []);

    public int Skipped => Skips.Count;

    public int Total => Passed + Failed + Skipped;

    /// <summary>Reads a file in Visual Studio's TRX format.</summary>
    public static TestResults Read(string trx)
    {
        var results = XDocument.Load(trx).Descendants().Where(e => e.Name.LocalName == "UnitTestResult").ToList();
        static string Outcome(XElement e) => (string?)e.Attribute("outcome") ?? "Failed";
        static string Text(XElement e, string name) => e.Descendants().FirstOrDefault(d => d.Name.LocalName == name)?.Value.Trim() ?? "";
        static string Name(XElement e) => (string?)e.Attribute("testName") ?? "?";
        return new TestResults(
            results.Count(e => Outcome(e) == "Passed"),
            results.Count(e => Outcome(e) is not ("Passed" or "NotExecuted")),
            [.. results.Where(e => Outcome(e) is not ("Passed" or "NotExecuted")).Select(e => new TestFailure(Name(e), Text(e, "Message"), Text(e, "StackTrace")))],
            [.. results.Where(e => Outcome(e) == "NotExecuted").Select(e => Text(e, "Message") is { Length: > 0 } why ? why : Text(e, "StdOut") is { Length: > 0 } said ? said : "no reason given")]);
    }
}

/// <summary>A test that failed.</summary>
internal sealed record TestFailure(string Name, string Message, string StackTrace);
