using System.Text;

namespace EventSourced.Api.Tests.Fuzz;

/// <summary>A request as bytes. If it is not valid HTTP, the server refuses it before the API sees it.</summary>
internal sealed record FuzzRequest(FuzzOperation Operation, byte[] Bytes, bool IsHttp);

/// <summary>Generates unusual requests, each determined by the seed and its number.</summary>
internal sealed class FuzzRequests(IReadOnlyList<FuzzOperation> operations, int seed, string token, string pin)
{
    private static readonly string[] s_texts =
    [
        "", "a", "garden", "main", "pulse.communities", "rabbit.sessions", "first", " ", "\0", "a\0b", "\uD800", "x\uDC00y", "\uD83D\uDE00", "\uFFFD", "\u202Eabc", "'; drop table x; --", "=1+1", "<b>", "..", "../../etc/passwd",
        "%", "%00", "%ff", "null", "true", "-1", "0", "1", "1e400", "NaN", "Infinity", "9223372036854775807", "9223372036854775808", "99999999999999999999999999", "a,b", "a,,", "abc%", ".", "*", "\"", "\\", "\r\n", "\t",
        "0001-01-01", "9999-12-31", "2024-02-30", "2024-01-31", "10000-01-01", "2024-01-31T12:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "9999-12-31T23:59:59.9999999Z", "2024-01-31T12:00:00",
        "00000000-0000-0000-0000-000000000000", "0198c5a2-4d1f-7cc0-8000-000000000001", "{0198c5a2-4d1f-7cc0-8000-000000000001}", "ja", "en", "week", "separator", "typed", "community_id", "id.desc", "text.asc,", new('x', 300), new('ü', 5000),
    ];

    // JSON text that no serializer would write.
    private static readonly string[] s_json =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e308", "1e999", "-1e999", "1e-400", "9223372036854775808", "-0", "[]", "{}", "[null]", "[[null]]", "{\"\":null}", "{\"a\":null}", "{\"\\u0000\":1}", "{\"\\ud800\":\"x\"}", "[\"\\u0000\"]",
        "\"\"", "\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\ud83d\\ude00\"", "\"{\\\"a\\\":\\\"\\\\u0000\\\"}\"", "\"{\\\"a\\\":\\\"\\\\ud800\\\"}\"", "\"{\\\"a\\\":1e999}\"", "\"{\\\"a\\\":{\"", "\"[1]\"", "nul", "NaN", "'a'", "01", "\"\\x\"", "\"",
        $"1{new string('0', 2000)}", $"{new string('[', 70)}{new string(']', 70)}", $"{new string('[', 20_000)}", $"\"{new string('x', 20_000)}\"", "[\"pulse.communities\"]", "[\"pulse.communities\",null]", "{\"community_id\":\"a\"}", "{\"community_id\":\"\\u0000\"}",
    ];

    public FuzzRequest Make(int number)
    {
        var random = new Random(unchecked(seed * 1_000_003 + number));
        var operation = operations[number % operations.Count];
        var http = true;
        var path = PathOf(random, operation);
        // The server does not accept NUL in a path.
        http &= !path.Contains("%00", StringComparison.Ordinal);
        var target = path + QueryOf(random, operation);
        var method = random.Next(40) == 0 ? Pick(random, "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "FOO") : operation.Method;
        var (type, body) = BodyOf(random, operation);
        using var request = new MemoryStream();
        void Line(string text) => request.Write(Encoding.Latin1.GetBytes(text + "\r\n"));
        Line($"{method} {target} HTTP/1.1");
        Line("Host: localhost");
        Line("Connection: close");
        if (random.Next(10) > 0) Line($"Authorization: Bearer {token}");
        if (operation.Path.StartsWith("/api/parent", StringComparison.Ordinal) && random.Next(10) > 0) Line($"x-parent-pin: {pin}");
        if (type is not null) Line($"Content-Type: {type}");
        foreach (var header in HeadersOf(random, operation))
        {
            http &= header.IsHttp;
            Line(header.Text);
        }
        if (body is not null || method is "POST" or "PUT") Line($"Content-Length: {body?.Length ?? 0}");
        Line("");
        request.Write(body ?? []);
        return new(operation, request.ToArray(), http);
    }

    private static string PathOf(Random random, FuzzOperation operation) => string.Join('/', operation.Path.Split('/').Select(part =>
        !part.Contains('{', StringComparison.Ordinal) ? part
        : part[..part.IndexOf('{', StringComparison.Ordinal)] + Encoded(random, random.Next(2) == 0 ? Likely(random, part) : Pick(random, s_texts)) + part[(part.IndexOf('}', StringComparison.Ordinal) + 1)..]));

    private static string Likely(Random random, string name) => name switch
    {
        _ when name.Contains("table", StringComparison.Ordinal) => "pulse.communities",
        _ when name.Contains("community", StringComparison.Ordinal) => "garden",
        _ when name.Contains("hash", StringComparison.Ordinal) => new string('a', 64),
        _ when name.Contains("position", StringComparison.Ordinal) => "1",
        _ => new Guid(random.Next(4), 0, 0, new byte[8]).ToString(),
    };

    private static string QueryOf(Random random, FuzzOperation operation)
    {
        // Only some of them, so that the address is not always too long.
        var few = Math.Max(4, operation.Parameters.Count / 4);
        var pairs = operation.Parameters.Where(p => p.In == "query" && random.Next(few) == 0).Select(p => (p.Name + Pick(random, "", "", "", ".gte", ".in", ".like", ".x"), Pick(random, s_texts))).ToList();
        if (random.Next(6) == 0) pairs.Add((Pick(random, s_texts), Pick(random, s_texts)));
        if (random.Next(20) == 0 && pairs.Count > 0) pairs.Add(pairs[0]);
        return pairs.Count == 0 ? Pick(random, "", "", "", "?", "?&&=", "?%zz") : "?" + string.Join('&', pairs.Select(p => $"{Encoded(random, p.Item1)}={Encoded(random, p.Item2)}"));
    }

    /// <summary>Percent-encoded UTF-8; sometimes bytes that are not UTF-8.</summary>
    private static string Encoded(Random random, string text)
    {
        var encoded = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') encoded.Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) encoded.Append(Uri.EscapeDataString(text.Substring(i++, 2)));
            else if (char.IsSurrogate(c)) encoded.Append($"%{0xE0 | (c >> 12):X2}%{0x80 | ((c >> 6) & 0x3F):X2}%{0x80 | (c & 0x3F):X2}");
            else encoded.Append(Uri.EscapeDataString(c.ToString()));
        }
        return random.Next(15) == 0 ? encoded + Pick(random, "%FF", "%C3", "%C0%80", "%F8%88%80%80%80", "%zz", "%") : encoded.ToString();
    }

    private (string? Type, byte[]? Body) BodyOf(Random random, FuzzOperation operation)
    {
        if (operation.BodyType is null) return random.Next(10) > 0 ? (null, null) : ("application/json", Bytes(random, Pick(random, s_json)));
        var multipart = operation.BodyType.StartsWith("multipart/", StringComparison.Ordinal);
        var type = multipart ? "multipart/form-data; boundary=b" : operation.BodyType;
        if (random.Next(12) == 0)
            type = Pick(random, null, "", "text/plain", "application/json; charset=utf-16", "application/json; charset=latin1", "application/JSON;charset=UTF-8", "application/xml", "multipart/form-data", "multipart/form-data; boundary=\"\"", "application/x-www-form-urlencoded", "garbage", "a/b;c");
        return (type, multipart ? FormOf(random, operation) : Bytes(random, random.Next(8) == 0 ? Pick(random, s_json) : ObjectOf(random, operation)));
    }

    private static string ObjectOf(Random random, FuzzOperation operation)
    {
        var odd = operation.Members.Count == 0 ? -1 : random.Next(operation.Members.Count);
        var members = operation.Members.Where((_, i) => i == odd || random.Next(5) > 0).Select((m, i) => $"\"{m.Name}\":{(operation.Members[odd] == m || random.Next(12) == 0 ? Pick(random, s_json) : Fitting(random, m))}").ToList();
        if (random.Next(15) == 0) members.Add($"{Pick(random, "\"x\"", "\"\"", "\"\\u0000\"", "\"\\ud800\"", members.Count > 0 ? members[0].Split(':')[0] : "\"a\"")}:{Pick(random, s_json)}");
        return $"{{{string.Join(',', members)}}}";
    }

    private static string Fitting(Random random, (string Name, string Type) member) => member.Type switch
    {
        "string:uuid" => $"\"{new Guid(random.Next(1, 50), 0, 0, new byte[8])}\"",
        "string:date" => Pick(random, "\"2024-01-31\"", "\"0001-01-01\"", "\"9999-12-31\""),
        "string:date-time" => Pick(random, "\"2024-01-31T12:00:00Z\"", "\"0001-01-01T00:00:00Z\"", "\"9999-12-31T23:59:59Z\""),
        "boolean" => "true",
        var t when t.StartsWith("integer", StringComparison.Ordinal) => Pick(random, "0", "1", "500", "2147483647", "9223372036854775807"),
        var t when t.StartsWith("number", StringComparison.Ordinal) => Pick(random, "0.5", "100", "1e300"),
        "array" => "[\"pulse.communities\"]",
        "object" => "{\"community_id\":\"garden\"}",
        _ => member.Name switch
        {
            "language" => "\"ja\"",
            "tokenizer" => "\"separator\"",
            "source" => "\"typed\"",
            "to" => Pick(random, "\"0\"", "\"1\"", "\"9223372036854775807\"", "\"2024-01-31T12:00:00Z\""),
            "metadata" => Pick(random, "\"{}\"", "\"{\\\"a\\\":1}\""),
            "sessionId" => $"\"{new Guid(random.Next(1, 50), 0, 0, new byte[8])}\"",
            _ => $"\"x{random.Next(1000)}\"",
        },
    };

    private static byte[] FormOf(Random random, FuzzOperation operation)
    {
        using var form = new MemoryStream();
        void Text(string text) => form.Write(Encoding.UTF8.GetBytes(text));
        foreach (var (name, type) in operation.Members.Append((Pick(random, s_texts), "string")).Where(m => m.Item1.Length < 20 && random.Next(6) > 0))
        {
            Text($"--b\r\nContent-Disposition: form-data; name=\"{(random.Next(20) == 0 ? Pick(random, "", "\u00fc", "a\"b", "[0]") : name)}\"");
            var isFile = type == "string:binary" || name is "file" or "audio";
            if (isFile) Text($"; filename=\"{Pick(random, "chat.txt", "chat.txt", "a.zip", "ü.txt", "", "../x.txt", "a\0.txt", "x")}");
            if (isFile && random.Next(10) == 0) form.Write([0xFF, 0xC3]);
            if (isFile) Text("\"");
            if (isFile && random.Next(10) == 0) Text($"; filename*={Pick(random, "UTF-8''%FF.txt", "UTF-8''%00.txt", "UTF-8''a.txt", "x")}");
            Text("\r\n\r\n");
            form.Write(random.Next(5) == 0 ? Pick(random, [0], [0xFF], [0xED, 0xA0, 0x80], "a\0b"u8.ToArray()) : Encoding.UTF8.GetBytes(name is "sessionId" ? new Guid(random.Next(1, 50), 0, 0, new byte[8]).ToString() : Pick(random, s_texts)));
            Text("\r\n");
        }
        if (random.Next(8) > 0) Text("--b--\r\n");
        return form.ToArray();
    }

    private static IEnumerable<(string Text, bool IsHttp)> HeadersOf(Random random, FuzzOperation operation)
    {
        foreach (var (name, _) in operation.Parameters.Where(p => p.In == "header" && random.Next(6) == 0))
            yield return ($"{name}: {(name == "X-Min-Position" ? Pick(random, "0", "-1", "x", "99999999999999999999", "") : Pick(random, "", "abc", "\"abc\"", "*", "W/\"x\"", "wait=0", "wait=61", "wait=x", "-1", new string('k', 201), "0198c5a2-4d1f-7cc0-8000-000000000001", "\u00c3\u00bc"))}", true);
        if (random.Next(10) == 0)
            yield return ($"{Pick(random, "X-Command-Id", "Idempotency-Key", "Prefer", "traceparent", "tracestate", "If-None-Match", "If-Modified-Since", "Accept", "Accept-Encoding", "Range", "Origin", "x-admin-token", "x-parent-pin", "Cookie", "X-Forwarded-For", "Forwarded", "Content-Encoding", "Access-Control-Request-Method")}: "
                + Pick(random, "", "x", "*", "a,b;c=d", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "bytes=0-0", "bytes=-1", "gzip, br;q=9", "text/csv", "application/json;q=x", "\u00c3\u00bc", new string('h', 4000)), true);
        if (random.Next(100) == 0) yield return ($"X-Odd: {Pick(random, "a\0b", "\u00ff", "\u00ed\u00a0\u0080")}", false);
    }

    private static byte[] Bytes(Random random, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return random.Next(25) switch
        {
            0 => [.. Encoding.UTF8.Preamble, .. bytes],
            1 => Encoding.Unicode.GetBytes(text),
            2 when bytes.Length > 4 => [.. bytes[..(bytes.Length / 2)], 0xFF, .. bytes[(bytes.Length / 2)..]],
            3 when bytes.Length > 4 => bytes[..random.Next(bytes.Length)],
            4 => [.. bytes, .. "{}"u8],
            // A surrogate encoded as if it were valid UTF-8.
            5 when bytes.AsSpan().IndexOf("x"u8) is >= 0 and var at => [.. bytes[..at], 0xED, 0xA0, 0x80, .. bytes[at..]],
            _ => bytes,
        };
    }

    private static T Pick<T>(Random random, params T[] all) => all[random.Next(all.Length)];
}
