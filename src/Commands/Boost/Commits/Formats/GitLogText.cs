using System.Runtime.CompilerServices;
using System.Text;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>
/// What <c>git log --raw --numstat --parents</c> writes for people. Files of merges are left out: the log compares them with all parents, so that it does not say what changed
/// against the first.
/// </summary>
/// <param name="content">The file.</param>
/// <param name="notes">Takes what is left out.</param>
internal sealed class GitLogText(Stream content, ReadingNotes notes) : ICommitFormat
{
    /// <summary>Reason of the files of merges.</summary>
    public const string FilesOfMerges = "files of merges, compared with several parents";

    private static ReadOnlySpan<byte> Indent => "    "u8;

    public string Name => "git log";

    public static bool Begins(ReadOnlySpan<byte> start) => start.StartsWith("commit "u8) || start.StartsWith("\ncommit "u8);

    public async IAsyncEnumerable<CommitRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var lines = new ByteTokens(content, (byte)'\n');
        LogEntry? entry = null;
        while (await lines.NextAsync(cancellationToken) is { } line)
        {
            if (line is [.., (byte)'\r']) line = line[..^1];
            if (ShasOf(line) is { } shas)
            {
                if (entry is not null) yield return entry.Build(notes);
                entry = new LogEntry(shas, lines.Count);
            }
            else if (entry is not null) entry.Add(line, lines.Count, notes);
            else if (line.Length > 0) throw new GitHistoryException(GitHistoryException.NotAHistory, "the line is before the first commit. Send what \"git log --raw --numstat --parents\" writes.", lines.Count);
        }
        if (entry is not null) yield return entry.Build(notes);
    }

    // "commit SHA PARENT… (refs)": the hashes.
    private static string[]? ShasOf(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("commit "u8)) return null;
        string[] shas = [.. Encoding.UTF8.GetString(line["commit "u8.Length..]).Split(' ').Select(GitSha.Of).TakeWhile(sha => sha is not null).OfType<string>()];
        return shas.Length == 0 ? null : shas;
    }

    private sealed class LogEntry(string[] shas, long line)
    {
        private readonly List<(string Name, ReadOnlyMemory<byte> Value)> _headers = [];
        private readonly List<byte[]> _message = [];
        private readonly List<RecordedChange> _files = [];
        private readonly Dictionary<string, int> _places = [];
        private bool _isInMessage;
        private bool _isMerge = shas.Length > 2;
        private int _leftOut;

        public void Add(byte[] text, long number, ReadingNotes notes)
        {
            if (text.AsSpan().StartsWith(Indent))
            {
                _isInMessage = true;
                _message.Add(text[Indent.Length..]);
            }
            else if (text.Length == 0)
            {
                if (_isInMessage) _message.Add([]);
            }
            else if (text[0] == ':') AddRaw(text, number, notes);
            else if (IsNumstat(text)) AddNumstat(text);
            else if (!_isInMessage && Array.IndexOf(text, (byte)':') is > 0 and var at)
            {
                var name = Encoding.ASCII.GetString(text.AsSpan(0, at));
                _isMerge |= name == "Merge";
                _headers.Add((name, text.AsMemory(at + 1)));
            }
            else notes.LeaveOut("lines that are no part of a log", number);
        }

        public CommitRecord Build(ReadingNotes notes)
        {
            if (_leftOut > 0) notes.LeaveOut(FilesOfMerges, line, _leftOut);
            var (name, email) = Person(notes);
            return new CommitRecord
            {
                Sha = shas[0],
                Parents = shas[1..],
                Comment = GitText.Comment(GitText.Words(Joined(), notes)),
                CommitAt = (TimeOf("AuthorDate") ?? TimeOf("Date")) ?? TimeOf("CommitDate"),
                PersonName = name,
                PersonEmail = email,
                Files = _isMerge ? null : _files,
                Line = line,
            };
        }

        private byte[] Joined()
        {
            using var joined = new MemoryStream();
            foreach (var part in _message)
            {
                joined.Write(part);
                joined.WriteByte((byte)'\n');
            }
            return joined.ToArray();
        }

        private (string? Name, string? Email) Person(ReadingNotes notes)
        {
            var (_, value) = _headers.Find(h => h.Name is "Author") is { Name: not null } author ? author : _headers.Find(h => h.Name is "Commit");
            var text = GitText.Words(value.Span, notes).Trim();
            var at = text.LastIndexOf('<');
            return at < 0 ? (text, null) : (text[..at].Trim(), text[(at + 1)..].TrimEnd('>', ' '));
        }

        private DateTimeOffset? TimeOf(string header) => _headers.Find(h => h.Name == header) is { Name: not null } found ? GitText.Time(Encoding.UTF8.GetString(found.Value.Span).Trim()) : null;

        // :100644 100644 232acb3 7923641 R098 <tab> old <tab> new
        private void AddRaw(byte[] text, long number, ReadingNotes notes)
        {
            if (_isMerge || text is [_, (byte)':', ..])
            {
                _leftOut++;
                return;
            }
            var parts = Split(text, (byte)'\t');
            var status = Encoding.ASCII.GetString(parts[0].Span).Split(' ')[^1];
            if (parts.Count < 2)
            {
                notes.LeaveOut("lines that are no part of a log", number);
                return;
            }
            var (path, previous) = parts.Count > 2 ? (GitText.QuotedPath(parts[2].Span), GitText.QuotedPath(parts[1].Span)) : (GitText.QuotedPath(parts[1].Span), null);
            Put(new RecordedChange(path, FileStatus.Of(status), 0, 0, previous));
        }

        // 4 <tab> 0 <tab> path, or - <tab> - <tab> path of a binary file
        private void AddNumstat(byte[] text)
        {
            var parts = Split(text, (byte)'\t');
            var (additions, deletions) = (GitText.Lines(parts[0].Span), GitText.Lines(parts[1].Span));
            var path = PathOf(text.AsSpan(parts[0].Length + parts[1].Length + 2));
            // Lines of merges are counted against the first parent, but their statuses are missing.
            if (_isMerge) _leftOut += _places.ContainsKey(path) ? 0 : 1;
            else if (_places.TryGetValue(path, out var place)) _files[place] = _files[place] with { Additions = additions, Deletions = deletions };
            else Put(new RecordedChange(path, FileStatus.Changed, additions, deletions));
        }

        private void Put(RecordedChange change)
        {
            if (_places.TryGetValue(change.Filename, out var place)) _files[place] = change;
            else
            {
                _places[change.Filename] = _files.Count;
                _files.Add(change);
            }
        }

        // A renamed file is "dir/{old => new}/name" or "old => new"; each of the two may be quoted as a whole.
        private string PathOf(ReadOnlySpan<byte> text)
        {
            var path = GitText.QuotedPath(text);
            if (_places.ContainsKey(path) || text.IndexOf(" => "u8) is not (> 0 and var arrow)) return path;
            var open = text[..arrow].LastIndexOf((byte)'{');
            var close = open < 0 ? -1 : text[arrow..].IndexOf((byte)'}');
            if (open < 0 || close < 0) return GitText.QuotedPath(text[(arrow + 4)..]);
            close += arrow;
            byte[] joined = [.. text[..open], .. text[(arrow + 4)..close], .. text[(close + 1)..]];
            // A folder that is gone leaves two slashes.
            return GitText.QuotedPath(joined).Replace("//", "/", StringComparison.Ordinal);
        }

        private static bool IsNumstat(ReadOnlySpan<byte> text)
        {
            var tab = text.IndexOf((byte)'\t');
            var second = tab <= 0 ? -1 : text[(tab + 1)..].IndexOf((byte)'\t');
            return second > 0 && IsCount(text[..tab]) && IsCount(text.Slice(tab + 1, second));

            static bool IsCount(ReadOnlySpan<byte> count) => count is [(byte)'-'] || !count.ContainsAnyExceptInRange((byte)'0', (byte)'9');
        }

        private static List<ReadOnlyMemory<byte>> Split(byte[] text, byte by)
        {
            List<ReadOnlyMemory<byte>> parts = [];
            var start = 0;
            for (var i = 0; i <= text.Length; i++)
            {
                if (i < text.Length && text[i] != by) continue;
                parts.Add(text.AsMemory(start..i));
                start = i + 1;
            }
            return parts;
        }
    }
}
