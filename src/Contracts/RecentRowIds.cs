using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace EventSourced.Contracts;

/// <summary>
/// The row ids that a thread computed last, each in the slot of its key's hash. One event has the same ids in several tables and columns, and most events refer to a
/// few parents, so a rebuild asks for the same ids again and again.
/// </summary>
internal sealed class RecentRowIds
{
    private const int Slots = 4_096;

    /// <summary>Longest key that is kept.</summary>
    public const int MaxParts = 3;

    [ThreadStatic]
    private static RecentRowIds? t_ofThread;

    private readonly Entry[] _entries = new Entry[Slots];

    // Kept, because SHA256.HashData creates a context of the native library for each call: 0.54 instead of 0.39 µs for a key of 78 bytes.
    private readonly IncrementalHash _sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>The ids of the current thread.</summary>
    public static RecentRowIds OfThread => t_ofThread ??= new();

    /// <summary>The SHA-256 of some bytes.</summary>
    public void Hash(ReadOnlySpan<byte> bytes, Span<byte> hash)
    {
        _sha256.AppendData(bytes);
        _sha256.GetHashAndReset(hash);
    }

    /// <summary>The slot of a key of at most <see cref="MaxParts"/> parts, which may have the id of another key.</summary>
    public ref Entry SlotOf(string table, ReadOnlySpan<string> naturalKey)
    {
        // Names of tables are constants: one object for each.
        var hash = (uint)RuntimeHelpers.GetHashCode(table);
        foreach (var part in naturalKey) hash = (hash * 16777619) ^ (uint)part.GetHashCode(StringComparison.Ordinal);
        return ref _entries[(hash ^ (hash >> 16)) % Slots];
    }

    /// <summary>A key with its id.</summary>
    public struct Entry
    {
        private string? _table;
        private string? _first;
        private string? _second;
        private string? _third;

        /// <summary>The id.</summary>
        public long Id { get; private set; }

        /// <summary>Whether the entry has this key.</summary>
        public readonly bool Has(string table, ReadOnlySpan<string> naturalKey) =>
            _table == table && Part(naturalKey, 0) == _first && Part(naturalKey, 1) == _second && Part(naturalKey, 2) == _third;

        /// <summary>Replaces the key and its id.</summary>
        public void Set(string table, ReadOnlySpan<string> naturalKey, long id) =>
            (_table, _first, _second, _third, Id) = (table, Part(naturalKey, 0), Part(naturalKey, 1), Part(naturalKey, 2), id);

        private static string? Part(ReadOnlySpan<string> naturalKey, int number) => number < naturalKey.Length ? naturalKey[number] : null;
    }
}
