using System.Text.Json;

namespace EventSourced.EventStore.Personal;

/// <summary>A personal value in the JSON of its record.</summary>
/// <param name="Member">The member.</param>
/// <param name="Subject">Its subject without prefix; null when the record has none.</param>
/// <param name="Start">Index of the value's first byte.</param>
/// <param name="End">Index after its last byte.</param>
internal readonly record struct PersonalValue(PersonalMember Member, string? Subject, int Start, int End);

/// <summary>Finds and replaces personal values in UTF-8 JSON. It changes no other byte.</summary>
internal static class PersonalJson
{
    /// <summary>The personal values that are not null, in order.</summary>
    public static List<PersonalValue> Find(ReadOnlySpan<byte> json, PersonalFields fields)
    {
        List<PersonalValue> values = [];
        Dictionary<string, string> subjects = [];
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
            PersonalMember? personal = null;
            string? subject = null;
            foreach (var member in fields.Members)
            {
                if (reader.ValueTextEquals(member.Name)) personal = member;
                if (reader.ValueTextEquals(member.Subject)) subject = member.Subject;
            }
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            if (subject is not null && reader.TokenType == JsonTokenType.String) subjects[subject] = reader.GetString()!;
            var isNull = reader.TokenType == JsonTokenType.Null;
            reader.Skip();
            if (personal is not null && !isNull) values.Add(new PersonalValue(personal, null, start, (int)reader.BytesConsumed));
        }
        // The database reorders members: a subject may follow its data.
        for (var i = 0; i < values.Count; i++) values[i] = values[i] with { Subject = subjects.GetValueOrDefault(values[i].Member.Subject) };
        return values;
    }

    /// <summary>The JSON with the values replaced.</summary>
    public static byte[] Replace(ReadOnlySpan<byte> json, List<PersonalValue> values, IReadOnlyList<byte[]> replacements)
    {
        var length = json.Length;
        for (var i = 0; i < values.Count; i++) length += replacements[i].Length - (values[i].End - values[i].Start);
        var replaced = new byte[length];
        var (from, to) = (0, 0);
        for (var i = 0; i < values.Count; i++)
        {
            var kept = json[from..values[i].Start];
            kept.CopyTo(replaced.AsSpan(to));
            replacements[i].CopyTo(replaced, to + kept.Length);
            (from, to) = (values[i].End, to + kept.Length + replacements[i].Length);
        }
        json[from..].CopyTo(replaced.AsSpan(to));
        return replaced;
    }
}
