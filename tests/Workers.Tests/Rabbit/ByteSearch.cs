using System.Text;
using EventSourced.Testing;

namespace EventSourced.Workers.Tests.Rabbit;

/// <summary>Looks for words in bytes, in the encodings in which text is stored.</summary>
internal static class ByteSearch
{
    /// <summary>The words that occur anywhere in the bytes.</summary>
    public static IReadOnlyList<string> Found(IReadOnlyList<string> words, IEnumerable<byte[]> places)
    {
        var all = places.ToList();
        return [.. words.Where(word => Forms(word).Any(form => all.Any(bytes => bytes.AsSpan().IndexOf(form) >= 0)))];
    }

    /// <summary>The contents of all files below a folder.</summary>
    public static IEnumerable<byte[]> Files(string folder) => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(File.ReadAllBytes);

    /// <summary>Everything in a backup of the database.</summary>
    public static async Task<IReadOnlyList<byte[]>> DumpAsync(ProductWorld world) => [await SchemaDump.RunAsync(world.Database.ConnectionString, [])];

    // JSON may escape what is not ASCII.
    private static IEnumerable<byte[]> Forms(string word)
    {
        var escaped = string.Concat(word.Select(c => $"\\u{(int)c:x4}"));
        return [Encoding.UTF8.GetBytes(word), Encoding.Unicode.GetBytes(word), Encoding.BigEndianUnicode.GetBytes(word), Encoding.ASCII.GetBytes(escaped), Encoding.ASCII.GetBytes(escaped.ToUpperInvariant().Replace("\\U", "\\u", StringComparison.Ordinal))];
    }
}
