using EventSourced.Commands.Fastest.Findings;

namespace EventSourced.Commands.Tests.Fastest.Findings;

/// <summary>The heuristic for missing tests (specification, 3.9).</summary>
public sealed class TestCoverageTests
{
    [Theory]
    [InlineData(4, 0, null, null)]
    [InlineData(5, 0, "warning", "No tests detected")]
    [InlineData(19, 0, "warning", "No tests detected")]
    [InlineData(20, 0, "critical", "No tests detected")]
    [InlineData(21, 2, "info", "Low test coverage (heuristic)")]
    [InlineData(20, 2, null, null)]
    public void Few_tests_are_a_finding(int code, int tests, string? severity, string? title)
    {
        string[] paths = [.. Enumerable.Range(0, code).Select(n => $"src/{n:00}.go"), .. Enumerable.Range(0, tests).Select(n => $"a/tests/{n}.PY"), "README.md", "a/tests/data.json"];
        var finding = TestCoverage.Find(paths);
        Assert.Equal((severity, title), (finding?.Severity, finding?.Title));
        if (finding is not null) Assert.Equal(paths[..5], finding.AffectedFiles);
    }

    [Theory]
    [InlineData("a/__tests__/b.js", true)]
    [InlineData("a.test.ts", true)]
    [InlineData("a.spec.ts", true)]
    [InlineData("a/test/b.go", true)]
    [InlineData("contest/b.go", false)]
    [InlineData("latest.go", false)]
    public void A_test_is_known_by_its_path(string path, bool isTest) => Assert.Equal(isTest, TestCoverage.IsTest(path));
}
