using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Object keys of spoken answers.</summary>
public static class SpeechKeys
{
    /// <summary>Folder of all spoken answers.</summary>
    public const string Folder = "tts";

    /// <summary>Name of the secret that the keys are made with.</summary>
    public const string SecretName = "rabbit/speech-names";

    /// <summary><c>tts/{hmac}.mp3</c>: the same text in the same voice has the same key. Without the secret nobody can find the text of a key by guessing.</summary>
    /// <param name="secret">The secret.</param>
    /// <param name="text">The spoken text.</param>
    /// <param name="voice">The voice.</param>
    public static string Of(byte[] secret, string text, string voice) =>
        // Voice names never contain the separator, so different pairs have different keys.
        $"{Folder}/{Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{voice}\0{text}")))}.mp3";
}
