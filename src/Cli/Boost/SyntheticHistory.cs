using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Cli.Boost;

/// <summary>A history of commits, as <c>git log --raw --numstat --parents</c> writes it. Each commit adds a file; every fifth one removes the file of an earlier one.</summary>
internal sealed class SyntheticHistory
{
    private static readonly string[] s_authors = ["Ada Byron", "Grace Murray", "Edsger Wybe", "Barbara Jane", "Niklaus Emil", "Frances Elizabeth"];
    private static readonly DateTimeOffset s_start = new(2024, 2, 5, 8, 0, 0, TimeSpan.Zero);
    private readonly List<string> _commits = [];

    /// <param name="seed">Seed of the hashes and authors.</param>
    /// <param name="commits">Number of commits.</param>
    public SyntheticHistory(int seed, int commits)
    {
        var random = new Random(seed);
        var parent = "";
        for (var n = 0; n < commits; n++)
        {
            var sha = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{seed} {n}")))[..40];
            // A few people for all histories, so that imports that run side by side name the same people.
            var (author, at) = (s_authors[random.Next(s_authors.Length)], s_start.AddHours(n).ToString("ddd MMM d HH:mm:ss yyyy +0000", CultureInfo.InvariantCulture));
            var mail = $"{author.Replace(' ', '.').ToLowerInvariant()}@example.org";
            var text = new StringBuilder($"commit {sha}{parent}\nAuthor:     {author} <{mail}>\nAuthorDate: {at}\nCommit:     {author} <{mail}>\nCommitDate: {at}\n\n    Change {n}\n\n");
            text.Append(CultureInfo.InvariantCulture, $":000000 100644 0000000 {sha[..7]} A\tsrc/file{n}.cpp\n");
            if (Removes(n)) text.Append(CultureInfo.InvariantCulture, $":100644 000000 {sha[..7]} 0000000 D\tsrc/file{n - 4}.cpp\n");
            text.Append(CultureInfo.InvariantCulture, $"{n + 1}\t0\tsrc/file{n}.cpp\n");
            if (Removes(n)) text.Append(CultureInfo.InvariantCulture, $"0\t{n - 3}\tsrc/file{n - 4}.cpp\n");
            _commits.Add(text.Append('\n').ToString());
            parent = $" {sha}";
        }
    }

    /// <summary>Number of commits.</summary>
    public int Commits => _commits.Count;

    /// <summary>Number of changes of files in the first commits.</summary>
    public static int Changes(int commits) => commits + Removed(commits);

    /// <summary>Number of files that the first commits remove.</summary>
    public static int Removed(int commits) => Enumerable.Range(0, commits).Count(Removes);

    /// <summary>The log of some commits.</summary>
    public byte[] Part(int from, int to) => Encoding.UTF8.GetBytes(string.Concat(_commits[from..to]));

    private static bool Removes(int commit) => commit % 5 == 4;
}
