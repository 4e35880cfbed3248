using System.Text.Json;

namespace EventSourced.EventStore.Log;

/// <summary>The names of a record's members in JSON.</summary>
/// <param name="names">The names as UTF-8, in the order in which they are written.</param>
internal sealed class MemberNames(byte[][] names)
{
    /// <summary>Moves to the next member's value; unknown members are skipped.</summary>
    /// <param name="reader">A reader at the start of the object, or at the end of the value of a member.</param>
    /// <param name="expected">The member that probably follows.</param>
    /// <returns>The number of the member; -1 at the end of the object.</returns>
    public int Next(ref Utf8JsonReader reader, int expected)
    {
        while (true)
        {
            reader.Read();
            if (reader.TokenType == JsonTokenType.EndObject) return -1;
            var member = Find(ref reader, expected);
            reader.Read();
            if (member >= 0) return member;
            reader.Skip();
        }
    }

    private int Find(ref Utf8JsonReader reader, int expected)
    {
        for (var n = expected; n < names.Length; n++)
            if (reader.ValueTextEquals(names[n])) return n;
        for (var n = 0; n < expected; n++)
            if (reader.ValueTextEquals(names[n])) return n;
        return -1;
    }
}
