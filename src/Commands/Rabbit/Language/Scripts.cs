namespace EventSourced.Commands.Rabbit.Language;

internal static class Scripts
{
    /// <summary>Whether a text contains a letter of a script without spaces between words: Thai to Khmer, kana, Han.</summary>
    public static bool HasUnspaced(string text) => text.Any(IsUnspaced);

    public static bool IsKana(char c) => c is >= '\u3040' and <= '\u30FF' or >= '\u31F0' and <= '\u31FF' or >= '\uFF66' and <= '\uFF9F';

    private static bool IsUnspaced(char c) => IsKana(c)
        || c is >= '\u0E00' and <= '\u0EFF' or >= '\u1000' and <= '\u109F' or >= '\u1780' and <= '\u17FF'
            or >= '\u3400' and <= '\u9FFF' or >= '\uF900' and <= '\uFAFF'
        || char.IsSurrogate(c) && c is >= '\uD840' and <= '\uD8BF';
}
