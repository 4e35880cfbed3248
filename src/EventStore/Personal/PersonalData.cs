using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EventSourced.Contracts;

namespace EventSourced.EventStore.Personal;

/// <summary>A command's body, decrypted.</summary>
/// <param name="Body">The body; forgotten members are null.</param>
/// <param name="Forgotten">Whether a subject of its data was forgotten.</param>
public readonly record struct UnprotectedCommand(JsonElement Body, bool Forgotten);

/// <summary>Personal members of events and commands, each encrypted under the key of its subject.</summary>
/// <param name="keys">The keys.</param>
public sealed class PersonalData(PersonalKeys keys) : IPersonalData
{
    /// <inheritdoc/>
    public async ValueTask<byte[]> ProtectAsync(PersonalFields fields, string type, byte[] json, CancellationToken cancellationToken = default)
    {
        var values = PersonalJson.Find(json, fields);
        if (values.Count == 0) return json;
        // One look-up per subject and record.
        Dictionary<string, PersonalKey> current = [];
        var tokens = new byte[values.Count][];
        for (var i = 0; i < tokens.Length; i++)
        {
            var value = values[i];
            var subject = value.Member.Prefix + (value.Subject is { Length: > 0 } id ? id
                : throw new InvalidOperationException($"{type} has a {value.Member.Name}, but no {value.Member.Subject} that identifies its subject."));
            if (!current.TryGetValue(subject, out var key)) current.Add(subject, key = await keys.CurrentAsync(subject, cancellationToken));
            tokens[i] = PersonalToken.Encrypt(key.Id, key.Key, AssociatedData(subject, type, value.Member.Name), json.AsSpan(value.Start..value.End));
        }
        return PersonalJson.Replace(json, values, tokens);
    }

    /// <inheritdoc/>
    public ValueTask LoadKeysAsync(IEnumerable<ReadOnlyMemory<byte>> json, CancellationToken cancellationToken = default)
    {
        HashSet<Guid> ids = [];
        foreach (var text in json) PersonalToken.FindKeys(text.Span, ids);
        return ids.Count == 0 ? ValueTask.CompletedTask : keys.LoadAsync(ids, cancellationToken);
    }

    /// <inheritdoc/>
    public ReadOnlyMemory<byte> Unprotect(PersonalFields fields, string type, ReadOnlyMemory<byte> json, out bool forgotten)
    {
        forgotten = false;
        // A value that was stored before the member was declared personal is not encrypted.
        var values = PersonalJson.Find(json.Span, fields);
        values.RemoveAll(v => !PersonalToken.Is(json.Span[v.Start..v.End]));
        if (values.Count == 0) return json;
        var plain = new byte[values.Count][];
        for (var i = 0; i < plain.Length; i++)
        {
            var value = Decrypt(values[i], type, json.Span[values[i].Start..values[i].End]);
            forgotten |= value is null;
            plain[i] = value ?? "null"u8.ToArray();
        }
        return PersonalJson.Replace(json.Span, values, plain);
    }

    /// <summary>The body of a command for its envelope, with its personal members encrypted.</summary>
    /// <param name="command">The command record.</param>
    /// <param name="body">Its JSON.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PersonalKeyException">A key is not available.</exception>
    public async ValueTask<JsonElement> ProtectAsync(Type command, JsonElement body, CancellationToken cancellationToken = default)
    {
        if (FieldsOf(command) is not { } fields || body.ValueKind != JsonValueKind.Object) return body;
        return JsonSerializer.Deserialize<JsonElement>(await ProtectAsync(fields, CommandCatalog.NameOf(command), JsonSerializer.SerializeToUtf8Bytes(body), cancellationToken));
    }

    /// <summary>The body of a command, decrypted: the reverse of <see cref="ProtectAsync(Type, JsonElement, CancellationToken)"/>.</summary>
    /// <param name="command">The command record.</param>
    /// <param name="body">The body in its envelope.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PersonalDataException">A member was modified.</exception>
    /// <exception cref="PersonalKeyException">A key is not available.</exception>
    public async ValueTask<UnprotectedCommand> UnprotectAsync(Type command, JsonElement body, CancellationToken cancellationToken = default)
    {
        if (FieldsOf(command) is not { } fields || body.ValueKind != JsonValueKind.Object) return new UnprotectedCommand(body, false);
        var json = JsonSerializer.SerializeToUtf8Bytes(body);
        await LoadKeysAsync([json], cancellationToken);
        var plain = Unprotect(fields, CommandCatalog.NameOf(command), json, out var forgotten);
        return new UnprotectedCommand(JsonSerializer.Deserialize<JsonElement>(plain.Span), forgotten);
    }

    /// <summary>
    /// A hash that distinguishes requests with the same id: SHA-256 of the body, or a keyed hash (HMAC) if it has personal data, because a short text can be
    /// guessed from its plain hash.
    /// </summary>
    /// <param name="command">The command record.</param>
    /// <param name="body">UTF-8 JSON of the command, not protected.</param>
    /// <exception cref="PersonalKeyException">The master key is not available.</exception>
    public byte[] HashOf(Type command, ReadOnlySpan<byte> body) => Holds(command) ? keys.Hash(body) : SHA256.HashData(body);

    /// <summary>Whether a command has personal members.</summary>
    /// <param name="command">The command record.</param>
    public static bool Holds(Type command) => FieldsOf(command) is not null;

    private static PersonalFields? FieldsOf(Type command) => PersonalFields.Of(CommandCatalog.Json.GetTypeInfo(command));

    private byte[]? Decrypt(in PersonalValue value, string type, ReadOnlySpan<byte> raw)
    {
        var member = value.Member;
        var (keyId, encrypted) = PersonalToken.Read(raw);
        if (keys.Find(keyId) is not { } key) return null;
        var subject = member.Prefix + value.Subject;
        foreach (var name in (IEnumerable<string>)[member.Name, .. member.FormerNames])
            if (PersonalToken.Decrypt(key, AssociatedData(subject, type, name), encrypted) is { } plain) return plain;
        throw new PersonalDataException($"its {member.Name} was modified, or belongs to another subject, type or member");
    }

    private static byte[] AssociatedData(string subject, string type, string member) => Encoding.UTF8.GetBytes($"{subject}\n{type}\n{member}");
}
