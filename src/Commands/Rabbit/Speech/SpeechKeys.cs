using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Names of spoken answers in the object store.</summary>
public static class SpeechKeys
{
    /// <summary>Folder of all spoken answers.</summary>
    public const string Folder = "tts";

    /// <summary><c>tts/{sha256}.mp3</c>: the same text in the same voice has the same key for ever.</summary>
    /// <param name="text">What is said.</param>
    /// <param name="voice">Who says it.</param>
    public static string Of(string text, string voice) =>
        // No voice holds the separator, so that no two pairs are one.
        $"{Folder}/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{voice}\0{text}")))}.mp3";
}
