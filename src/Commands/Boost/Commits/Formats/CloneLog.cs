using System.Runtime.CompilerServices;
using System.Text;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>
/// What <c>es import</c> sends of a clone: texts that end with NUL, which is in no path, name or message of git. First <see cref="Magic"/> and <c>complete</c> or <c>shallow</c>;
/// then, for each commit, what <c>git log -z --raw --numstat</c> writes with <see cref="Format"/>; at the end <see cref="End"/>, without which the file is cut off.
/// </summary>
public static class CloneLog
{
    /// <summary>How the file begins.</summary>
    public const string Magic = "es-git-history 1";

    /// <summary>How it ends.</summary>
    public const string End = "es-end";

    /// <summary>How each commit begins.</summary>
    public const string Commit = "es-commit";

    /// <summary>The second text of a clone without its older commits.</summary>
    public const string Shallow = "shallow";

    /// <summary>The second text of a complete clone.</summary>
    public const string Complete = "complete";

    /// <summary>The format of a commit for git log.</summary>
    public const string Format = "tformat:" + Commit + "%x00%H%x00%P%x00%an%x00%ae%x00%at%x00%cn%x00%ce%x00%ct%x00%B%x00";
}

/// <summary>Reads the form of <see cref="CloneLog"/>.</summary>
/// <param name="content">The file.</param>
/// <param name="notes">Takes warnings.</param>
internal sealed class CloneLogFormat(Stream content, ReadingNotes notes) : ICommitFormat
{
    public string Name => "clone";

    public static bool Begins(ReadOnlySpan<byte> start) => start.StartsWith("es-git-history "u8);

    public async IAsyncEnumerable<CommitRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var tokens = new ByteTokens(content, 0);
        var magic = await TextAsync(tokens, cancellationToken);
        if (magic != CloneLog.Magic) throw new GitHistoryException(GitHistoryException.NotAHistory, $"the file has the format \"{magic}\", and this version reads \"{CloneLog.Magic}\". Use {CommandHint.Program} of this version.", 1);
        if (await TextAsync(tokens, cancellationToken) == CloneLog.Shallow)
            notes.Warn("The clone is shallow: its oldest commits are missing, and the oldest that it has seem to add all their files. Run \"git fetch --unshallow\" and import again.");
        var number = 0L;
        var token = await NextAsync(tokens, cancellationToken);
        while (!Is(token, CloneLog.End))
        {
            if (!Is(token, CloneLog.Commit)) throw new GitHistoryException(GitHistoryException.NotAHistory, $"a commit was expected after {number} commits, but something else follows. Import the clone again.", number + 1);
            number++;
            var fields = new byte[9][];
            for (var i = 0; i < fields.Length; i++) fields[i] = await NextAsync(tokens, cancellationToken);
            (var files, token) = await FilesAsync(tokens, cancellationToken);
            yield return Build(fields, files, number);
        }
    }

    private CommitRecord Build(byte[][] fields, IReadOnlyList<RecordedChange> files, long number)
    {
        string[] words = [.. fields.Select((field, i) => i is 4 or 7 ? "" : GitText.Words(field, notes))];
        var isAuthor = words[2].Length > 0 || words[3].Length > 0;
        return new CommitRecord
        {
            Sha = GitSha.Of(words[0]) ?? throw new GitHistoryException(GitHistoryException.NotAHistory, $"commit {number} has no hash. Import the clone again.", number),
            Parents = words[1].Split(' ', StringSplitOptions.RemoveEmptyEntries),
            PersonName = isAuthor ? words[2] : words[5],
            PersonEmail = isAuthor ? words[3] : words[6],
            CommitAt = GitText.Time(fields[4]) ?? GitText.Time(fields[7]),
            Comment = GitText.Comment(words[8]),
            Files = files,
            Line = number,
        };
    }

    private static async ValueTask<(IReadOnlyList<RecordedChange> Files, byte[] Next)> FilesAsync(ByteTokens tokens, CancellationToken cancellationToken)
    {
        List<RecordedChange> files = [];
        Dictionary<string, int> places = [];
        // The format ends with NUL, and so does its entry.
        var token = await NextAsync(tokens, cancellationToken);
        if (token.Length == 0) token = await NextAsync(tokens, cancellationToken);
        while (!Is(token, CloneLog.Commit) && !Is(token, CloneLog.End))
        {
            var text = token is [(byte)'\n', ..] ? token.AsMemory(1) : token;
            if (text.Span is [(byte)':', ..])
            {
                var status = Encoding.ASCII.GetString(text.Span).Split(' ')[^1];
                var path = GitText.Path(await NextAsync(tokens, cancellationToken));
                string? previous = null;
                if (status is ['R' or 'C', ..]) (previous, path) = (path, GitText.Path(await NextAsync(tokens, cancellationToken)));
                if (places.TryAdd(path, files.Count)) files.Add(new(path, FileStatus.Of(status), 0, 0, previous));
            }
            else if (text.Length > 0)
            {
                var first = text.Span.IndexOf((byte)'\t');
                var second = first < 0 ? -1 : first + 1 + text.Span[(first + 1)..].IndexOf((byte)'\t');
                if (second <= first) throw new GitHistoryException(GitHistoryException.NotAHistory, "a file of a commit is neither raw nor numstat. Import the clone again.", tokens.Count);
                var path = GitText.Path(text.Span[(second + 1)..]);
                if (path.Length == 0)
                {
                    await NextAsync(tokens, cancellationToken);
                    path = GitText.Path(await NextAsync(tokens, cancellationToken));
                }
                if (places.TryGetValue(path, out var at)) files[at] = files[at] with { Additions = GitText.Lines(text.Span[..first]), Deletions = GitText.Lines(text.Span[(first + 1)..second]) };
            }
            token = await NextAsync(tokens, cancellationToken);
        }
        return (files, token);
    }

    private static bool Is(ReadOnlySpan<byte> token, string text) => Ascii.Equals(token, text);

    private static async ValueTask<string> TextAsync(ByteTokens tokens, CancellationToken cancellationToken) => Encoding.UTF8.GetString(await NextAsync(tokens, cancellationToken));

    private static async ValueTask<byte[]> NextAsync(ByteTokens tokens, CancellationToken cancellationToken) =>
        await tokens.NextAsync(cancellationToken) ?? throw new GitHistoryException(GitHistoryException.CutOff, "the file ends in the middle of the history. Import the clone again.");
}
