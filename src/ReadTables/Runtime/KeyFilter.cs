namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Says of a hash that it was certainly not added, or that it may have been: a Bloom filter that grows, with 16 bits for each hash. The bits of a hash lie in one
/// block of the size of a cache line. About one of five hundred hashes that were not added may seem to have been.
/// </summary>
internal sealed class KeyFilter
{
    private const int FirstCapacity = 1 << 16, Growth = 4, BitsPerKey = 16, Probes = 6, WordsPerBlock = 8, BitsPerPlace = 9;

    private readonly List<ulong[]> _layers = [];
    private int _capacity;
    private int _free;

    /// <summary>Adds a hash.</summary>
    /// <param name="hash">The hash of a key.</param>
    public void Add(int hash)
    {
        if (_free == 0)
        {
            // Few layers, because each is asked.
            _free = _capacity = _capacity == 0 ? FirstCapacity : (int)Math.Min((long)_capacity * Growth, 1 << 28);
            _layers.Add(new ulong[(long)_capacity * BitsPerKey / 64]);
        }
        var mixed = Mix(hash);
        var block = Block(_layers[^1], mixed);
        for (var probe = 0; probe < Probes; probe++)
        {
            var place = Place(mixed, probe);
            block[place / 64] |= 1UL << (place % 64);
        }
        _free--;
    }

    /// <summary>Whether the hash may have been added; false is certain.</summary>
    /// <param name="hash">The hash of a key.</param>
    public bool MayContain(int hash)
    {
        var mixed = Mix(hash);
        foreach (var layer in _layers)
        {
            var block = Block(layer, mixed);
            var probe = 0;
            for (; probe < Probes; probe++)
            {
                var place = Place(mixed, probe);
                if ((block[place / 64] & (1UL << (place % 64))) == 0) break;
            }
            if (probe == Probes) return true;
        }
        return false;
    }

    // The block follows from other bits than the places within it: 54 of 64 are used for the places, all of them, multiplied once more, for the block.
    private static Span<ulong> Block(ulong[] layer, ulong mixed) =>
        layer.AsSpan((int)Math.BigMul(mixed * 0x9E3779B97F4A7C15UL, (ulong)(layer.Length / WordsPerBlock), out _) * WordsPerBlock, WordsPerBlock);

    private static int Place(ulong mixed, int probe) => (int)(mixed >> (probe * BitsPerPlace)) & ((1 << BitsPerPlace) - 1);

    // The finalizer of splitmix64: hashes of small numbers are small numbers.
    private static ulong Mix(int hash)
    {
        var mixed = (uint)hash + 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
