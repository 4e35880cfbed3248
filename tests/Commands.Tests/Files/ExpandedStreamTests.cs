using System.IO.Compression;
using EventSourced.Commands.Files;

namespace EventSourced.Commands.Tests.Files;

public sealed class ExpandedStreamTests
{
    [Fact]
    public async Task More_bytes_than_allowed_are_refused_while_they_are_read()
    {
        await using var bounded = Expanded(new MemoryStream(new byte[1_000]), 999);
        await Assert.ThrowsAsync<TimeZoneNotFoundException>(() => bounded.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
        await using var allowed = Expanded(new MemoryStream(new byte[1_000]), 1_000);
        await allowed.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken);
        Assert.Equal(1_000, allowed.Position);
    }

    [Fact]
    public async Task A_damaged_file_has_the_error_of_its_format()
    {
        await using var damaged = Expanded(new GZipStream(new MemoryStream([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3, 4]), CompressionMode.Decompress), 1_000);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => damaged.CopyToAsync(Stream.Null, TestContext.Current.CancellationToken));
    }

    // Exceptions that nothing else throws.
    private static ExpandedStream Expanded(Stream content, long maxBytes) => new(content, maxBytes, () => new TimeZoneNotFoundException(), e => new InvalidTimeZoneException("damaged", e));
}
