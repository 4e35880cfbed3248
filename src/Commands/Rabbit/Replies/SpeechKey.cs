using System.Security.Cryptography;
using System.Text;

namespace EventSourced.Commands.Rabbit.Replies;

/// <summary>Key of a spoken reply in the speech cache, which all sessions share.</summary>
internal static class SpeechKey
{
    /// <summary>
    /// <c>tts/{hash}.mp3</c>, where hash is the lower case SHA-256 of the UTF-8 bytes of the text. A voice is appended as one zero byte
    /// and its UTF-8 name: no text holds a zero byte, so two pairs of text and voice never give the same bytes, and a system with a
    /// single unnamed voice hashes the text alone.
    /// </summary>
    public static string For(string text, string? voice = null) =>
        $"tts/{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.IsNullOrEmpty(voice) ? text : $"{text}\0{voice}")))}.mp3";
}
