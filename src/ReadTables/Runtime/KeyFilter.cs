namespace EventSourced.ReadTables.Runtime;

/// <summary>
/// Says of a hash that it was certainly not added, or that it may have been: a Bloom filter that grows by layers. The bits of a hash lie in one block of the size of a cache line. Of the first
/// millions of hashes about one of five hundred millions that were not added seems to have been, so that a table of new rows is filled without any look-up; further ones have fewer bits, and one of five hundred.
/// </summary>
internal sealed class KeyFilter
{
    private const int FirstCapacity = 1 << 16, LargestCapacity = 1 << 28, Growth = 4, WordsPerBlock = 8, BitsPerPlace = 9, PlacesPerWord = 7;
    private const int Precise = 1 << 22;

    private readonly List<Layer> _layers = [];
    private int _capacity;
    private int _free;

    /// <summary>Adds a hash.</summary>
    /// <param name="hash">The hash of a key.</param>
    public void Add(long hash)
    {
        if (_free == 0)
        {
            // Few layers, because each is asked.
            _free = _capacity = _capacity == 0 ? FirstCapacity : (int)Math.Min((long)_capacity * Growth, LargestCapacity);
            _layers.Add(_capacity <= Precise ? new Layer(_capacity, bitsPerKey: 64, hashWords: 3) : new Layer(_capacity, bitsPerKey: 16, hashWords: 1));
        }
        _layers[^1].Add((ulong)hash);
        _free--;
    }

    /// <summary>Whether the hash may have been added; false is certain.</summary>
    /// <param name="hash">The hash of a key.</param>
    public bool MayContain(long hash)
    {
        foreach (var layer in _layers)
            if (layer.MayContain((ulong)hash)) return true;
        return false;
    }

    // The finalizer of splitmix64: hashes of small numbers are small numbers.
    private static ulong Mix(ulong hash)
    {
        var mixed = hash + 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return mixed ^ (mixed >> 31);
    }

    private readonly struct Layer(int capacity, int bitsPerKey, int hashWords)
    {
        private readonly ulong[] _words = new ulong[(long)capacity * bitsPerKey / 64];

        public void Add(ulong hash)
        {
            var places = Mix(hash);
            var block = Block(places);
            for (var word = 0; word < hashWords; word++, places = Mix(places))
            {
                for (var n = 0; n < PlacesPerWord; n++)
                {
                    var place = Place(places, n);
                    block[place / 64] |= 1UL << (place % 64);
                }
            }
        }

        public bool MayContain(ulong hash)
        {
            var places = Mix(hash);
            var block = Block(places);
            for (var word = 0; word < hashWords; word++, places = Mix(places))
            {
                for (var n = 0; n < PlacesPerWord; n++)
                {
                    var place = Place(places, n);
                    if ((block[place / 64] & (1UL << (place % 64))) == 0) return false;
                }
            }
            return true;
        }

        // Multiplied once more: the block should not follow from the same bits as the places within it.
        private Span<ulong> Block(ulong mixed) => _words.AsSpan((int)Math.BigMul(mixed * 0x9E3779B97F4A7C15UL, (ulong)(_words.Length / WordsPerBlock), out _) * WordsPerBlock, WordsPerBlock);

        private static int Place(ulong places, int n) => (int)(places >> (n * BitsPerPlace)) & ((1 << BitsPerPlace) - 1);
    }
}
