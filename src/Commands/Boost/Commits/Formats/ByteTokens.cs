using System.Buffers;
using System.IO.Pipelines;

namespace EventSourced.Commands.Boost.Commits.Formats;

/// <summary>The parts of a stream that a byte ends: lines, or texts that end with NUL. The last one may lack its end.</summary>
/// <param name="content">The bytes.</param>
/// <param name="end">The byte.</param>
internal sealed class ByteTokens(Stream content, byte end) : IAsyncDisposable
{
    private const int MostBytes = 64 * 1024 * 1024;
    private readonly PipeReader _reader = PipeReader.Create(content, new StreamPipeReaderOptions(bufferSize: 64 * 1024, leaveOpen: true));

    /// <summary>How many were read.</summary>
    public long Count { get; private set; }

    /// <summary>The next one without its end; null after the last.</summary>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="GitHistoryException">It is too long.</exception>
    public async ValueTask<byte[]?> NextAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            if (!_reader.TryRead(out var read)) read = await _reader.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            if (buffer.PositionOf(end) is { } at)
            {
                var token = buffer.Slice(0, at).ToArray();
                _reader.AdvanceTo(buffer.GetPosition(1, at));
                Count++;
                return token;
            }
            if (read.IsCompleted)
            {
                var rest = buffer.ToArray();
                _reader.AdvanceTo(buffer.End);
                if (rest.Length == 0) return null;
                Count++;
                return rest;
            }
            if (buffer.Length > MostBytes) throw new GitHistoryException(GitHistoryException.NotAHistory, $"a part of the file has more than {MostBytes:N0} bytes without an end. This is no history of git.", Count + 1);
            _reader.AdvanceTo(buffer.Start, buffer.End);
        }
    }

    public ValueTask DisposeAsync() => _reader.CompleteAsync();
}
