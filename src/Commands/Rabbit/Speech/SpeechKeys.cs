using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Commands.Rabbit.Speech;

/// <summary>Names of spoken answers in the object store.</summary>
public static class SpeechKeys
{
    /// <summary>Folder of all spoken answers.</summary>
    public const string Folder = "tts";

    /// <summary>Name of the secret that the names are made with.</summary>
    public const string SecretName = "rabbit/speech-names";

    /// <summary><c>tts/{hmac}.mp3</c>: the same text in the same voice has the same key. Without the secret nobody can tell what a name stands for by guessing the text.</summary>
    /// <param name="secret">The secret of this name.</param>
    /// <param name="text">What is said.</param>
    /// <param name="voice">Who says it.</param>
    public static string Of(byte[] secret, string text, string voice) =>
        // No voice holds the separator, so that no two pairs are one.
        $"{Folder}/{Convert.ToHexStringLower(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes($"{voice}\0{text}")))}.mp3";
}
