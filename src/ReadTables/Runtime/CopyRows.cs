using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Rows in the binary format of COPY, collected in a buffer. Npgsql's importer binds a parameter for each value, which costs several times as much as writing the value. The values are
/// those that Npgsql writes for the same columns, with its switch <c>Npgsql.DisableDateTimeInfinityConversions</c>: without it the least time and date are <c>-infinity</c>, the greatest <c>infinity</c>.
/// </summary>
/// <remarks>Source: PostgreSQL's manual, "COPY", section "Binary Format", and the functions <c>…recv</c> of the types.</remarks>
internal sealed class CopyRows : IDisposable
{
    private const int Full = 64 * 1024, Length = sizeof(int), Null = -1, NoMoreRows = -1;
    private const byte JsonbVersion = 1;

    private static readonly byte[] s_header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly long s_epoch = new DateTime(2000, 1, 1).Ticks;
    private static readonly int s_epochDay = new DateOnly(2000, 1, 1).DayNumber;

    private static readonly bool s_hasInfinity = !(AppContext.TryGetSwitch("Npgsql.DisableDateTimeInfinityConversions", out var disabled) && disabled);

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(2 * Full);
    private int _used;

    public CopyRows()
    {
        s_header.CopyTo(_bytes, 0);
        _used = s_header.Length;
    }

    /// <summary>Whether it is time to send what is collected.</summary>
    public bool IsFull => _used >= Full;

    /// <summary>The bytes that were collected since the last <see cref="Clear"/>.</summary>
    public ReadOnlyMemory<byte> Collected => _bytes.AsMemory(0, _used);

    /// <summary>Forgets the collected bytes: they were sent.</summary>
    public void Clear() => _used = 0;

    /// <summary>Begins a row; its values follow in the order of the columns.</summary>
    /// <param name="columns">Number of columns.</param>
    public void StartRow(short columns) => BinaryPrimitives.WriteInt16BigEndian(Take(sizeof(short)), columns);

    /// <summary>Ends the last row.</summary>
    public void End() => StartRow(NoMoreRows);

    /// <summary>Writes a <c>text</c>.</summary>
    /// <exception cref="EncoderFallbackException">It has half of a surrogate pair.</exception>
    public void Write(string? value)
    {
        if (value is null) WriteNull();
        else WriteText(value, prefix: 0);
    }

    /// <summary>Writes a <c>jsonb</c>; null if it was not set.</summary>
    public void Write(Json value)
    {
        if (value.IsUnset)
        {
            WriteNull();
            return;
        }
        // The text may move the bytes to a larger buffer.
        var version = WriteText(value.Text, prefix: 1);
        _bytes[version] = JsonbVersion;
    }

    /// <summary>Writes a <c>bigint</c>.</summary>
    public void Write(long value)
    {
        var bytes = Take(Length + sizeof(long));
        BinaryPrimitives.WriteInt32BigEndian(bytes, sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(bytes[Length..], value);
    }

    /// <summary>Writes an <c>integer</c>.</summary>
    public void Write(int value)
    {
        var bytes = Take(Length + sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(bytes, sizeof(int));
        BinaryPrimitives.WriteInt32BigEndian(bytes[Length..], value);
    }

    /// <summary>Writes a <c>double precision</c>.</summary>
    public void Write(double value) => Write(BitConverter.DoubleToInt64Bits(value));

    /// <summary>Writes a <c>real</c>.</summary>
    public void Write(float value) => Write(BitConverter.SingleToInt32Bits(value));

    /// <summary>Writes a <c>boolean</c>.</summary>
    public void Write(bool value)
    {
        var bytes = Take(Length + 1);
        BinaryPrimitives.WriteInt32BigEndian(bytes, 1);
        bytes[Length] = value ? (byte)1 : (byte)0;
    }

    /// <summary>Writes a <c>date</c>: days since 2000.</summary>
    public void Write(DateOnly value) => Write(!s_hasInfinity ? value.DayNumber - s_epochDay
        : value == DateOnly.MaxValue ? int.MaxValue
        : value == DateOnly.MinValue ? int.MinValue
        : value.DayNumber - s_epochDay);

    /// <summary>Writes a <c>timestamptz</c>: microseconds since 2000, UTC. Smaller units are cut.</summary>
    public void Write(DateTimeOffset value) => Write(!s_hasInfinity ? (value.UtcTicks - s_epoch) / TimeSpan.TicksPerMicrosecond
        : value == DateTimeOffset.MaxValue ? long.MaxValue
        : value == DateTimeOffset.MinValue ? long.MinValue
        : (value.UtcTicks - s_epoch) / TimeSpan.TicksPerMicrosecond);

    /// <inheritdoc cref="Write(long)"/>
    public void Write(long? value)
    {
        if (value is { } some) Write(some);
        else WriteNull();
    }

    /// <inheritdoc cref="Write(int)"/>
    public void Write(int? value)
    {
        if (value is { } some) Write(some);
        else WriteNull();
    }

    /// <inheritdoc cref="Write(double)"/>
    public void Write(double? value)
    {
        if (value is { } some) Write(some);
        else WriteNull();
    }

    /// <inheritdoc cref="Write(float)"/>
    public void Write(float? value)
    {
        if (value is { } some) Write(some);
        else WriteNull();
    }

    /// <inheritdoc cref="Write(bool)"/>
    public void Write(bool? value)
    {
        if (value is { } some) Write(some);
        else WriteNull();
    }

    /// <inheritdoc cref="Write(DateOnly)"/>
    public void Write(DateOnly? value)
    {
        if (value is { } some) Write(some);
        else WriteNull();
    }

    /// <inheritdoc cref="Write(DateTimeOffset)"/>
    public void Write(DateTimeOffset? value)
    {
        if (value is { } some) Write(some);
        else WriteNull();
    }

    /// <inheritdoc cref="Write(Json)"/>
    public void Write(Json? value)
    {
        if (value is { } some) Write(some);
        else WriteNull();
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

    private void WriteNull() => BinaryPrimitives.WriteInt32BigEndian(Take(Length), Null);

    // Returns where the prefix begins.
    private int WriteText(string value, int prefix)
    {
        Reserve(Length + prefix + s_utf8.GetMaxByteCount(value.Length));
        var start = _used + Length;
        var size = prefix + s_utf8.GetBytes(value, _bytes.AsSpan(start + prefix));
        BinaryPrimitives.WriteInt32BigEndian(_bytes.AsSpan(_used), size);
        _used = start + size;
        return start;
    }

    private Span<byte> Take(int size)
    {
        Reserve(size);
        var taken = _bytes.AsSpan(_used, size);
        _used += size;
        return taken;
    }

    private void Reserve(int size)
    {
        if (_bytes.Length - _used >= size) return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_used + size, 2 * _bytes.Length));
        _bytes.AsSpan(0, _used).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
