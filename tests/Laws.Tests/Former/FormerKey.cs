namespace EventSourced.Laws.Tests.Former;

/// <summary>The personal master key of the system whose dump is former-layout.sql. It protects artificial samples only.</summary>
internal static class FormerKey
{
    public static byte[] Bytes { get; } = Convert.FromBase64String("FK2kiSUw2td12bkYETu/eUyGmSswDTz/XfrlvhaJKCQ=");
}
