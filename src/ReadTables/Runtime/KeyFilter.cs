namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Says of a hash that it was certainly not added, or that it may have been: a Bloom filter that grows, with 10 bits for each hash. About one of a hundred hashes that were
/// not added may seem to have been.
/// </summary>
internal sealed class KeyFilter
{
    private const int FirstCapacity = 1 << 16, BitsPerKey = 10, Probes = 5;

    private readonly List<ulong[]> _layers = [];
    private int _capacity;
    private int _free;

    /// <summary>Adds a hash.</summary>
    /// <param name="hash">The hash of a key.</param>
    public void Add(int hash)
    {
        if (_free == 0)
        {
            _free = _capacity = _capacity == 0 ? FirstCapacity : _capacity * 2;
            _layers.Add(new ulong[_capacity / 64 * BitsPerKey]);
        }
        var (bits, mixed) = (_layers[^1], Mix(hash));
        for (var probe = 0; probe < Probes; probe++) bits[Word(bits, mixed, probe, out var bit)] |= bit;
        _free--;
    }

    /// <summary>Whether the hash may have been added; false is certain.</summary>
    /// <param name="hash">The hash of a key.</param>
    public bool MayContain(int hash)
    {
        var mixed = Mix(hash);
        foreach (var bits in _layers)
        {
            var probe = 0;
            while (probe < Probes && (bits[Word(bits, mixed, probe, out var bit)] & bit) != 0) probe++;
            if (probe == Probes) return true;
        }
        return false;
    }

    // The places of a hash follow from the two halves of its mixed form.
    private static int Word(ulong[] bits, ulong mixed, int probe, out ulong bit)
    {
        var place = ((uint)mixed + ((ulong)probe * ((mixed >> 32) | 1))) % ((ulong)bits.Length * 64);
        bit = 1UL << (int)(place % 64);
        return (int)(place / 64);
    }

    // The finalizer of splitmix64: hashes of small numbers are small numbers.
    private static ulong Mix(int hash)
    {
        var mixed = (uint)hash + 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }
}
