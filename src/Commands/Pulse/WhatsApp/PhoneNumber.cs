using System.Globalization;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Senders that are not saved as contacts are phone numbers, written differently from phone to phone.</summary>
internal static class PhoneNumber
{
    private const int FewestDigits = 7;
    private const int FewestDigitsAfterPlus = 5;
    private const int MostDigits = 20;

    /// <summary>"+" and the digits, when the name holds nothing but a phone number.</summary>
    public static bool TryNormalise(string name, out string phone)
    {
        phone = "";
        Span<char> digits = stackalloc char[MostDigits + 1];
        digits[0] = '+';
        var length = 1;
        foreach (var c in name)
        {
            var digit = CharUnicodeInfo.GetDecimalDigitValue(c);
            if (digit >= 0)
            {
                if (length > MostDigits) return false;
                digits[length++] = (char)('0' + digit);
            }
            else if (c is not (' ' or '+' or '-' or '‑' or '–' or '\u2010' or '.' or '(' or ')' or '/'))
            {
                return false;
            }
        }
        if (length - 1 < (name.StartsWith('+') ? FewestDigitsAfterPlus : FewestDigits)) return false;
        phone = digits[..length].ToString();
        return true;
    }
}
