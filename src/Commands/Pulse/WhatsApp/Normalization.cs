using System.Text;

namespace EventSourced.Commands.Pulse.WhatsApp;

/// <summary>Unicode normalisation that accepts any string, including lone surrogates.</summary>
internal static class Normalization
{
    public static string Safe(string text, NormalizationForm form)
    {
        try
        {
            return text.IsNormalized(form) ? text : text.Normalize(form);
        }
        catch (ArgumentException)
        {
            return Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)).Normalize(form);
        }
    }
}
