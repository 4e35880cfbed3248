using System.Globalization;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>The sender is a phone number if it is not a saved contact. Phones format numbers differently.</summary>
internal static class PhoneNumber
{
    private const int MinDigits = 7;
    private const int MinDigitsAfterPlus = 5;
    private const int MaxDigits = 20;

    /// <summary>"+" and the digits, if the name is nothing but a phone number.</summary>
    public static bool TryNormalise(string name, out string phone)
    {
        phone = "";
        Span<char> digits = stackalloc char[MaxDigits + 1];
        digits[0] = '+';
        var length = 1;
        foreach (var c in name)
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(c);
            if (digit >= 0)
            {
                if (length > MaxDigits) return false;
                digits[length++] = (char)('0' + digit);
            }
            else if (c is not (' ' or '+' or '-' or '‑' or '–' or '\u2010' or '.' or '(' or ')' or '/'))
            {
                return false;
            }
        }
        if (length - 1 < (name.StartsWith('+') ? MinDigitsAfterPlus : MinDigits)) return false;
        phone = digits[..length].ToString();
        return true;
    }
}
