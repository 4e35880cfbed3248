using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>
/// The address of a database, in one of the common forms: Npgsql's (<c>Host=…;Username=…</c>), a URI (<c>postgresql://user@host/database</c>) and libpq's
/// (<c>host=… user=… dbname=…</c>).
/// </summary>
public static partial class PostgresAddress
{
    // Parameters of libpq with their names in Npgsql. Source: PostgreSQL's manual, 34.1.2.
    private static readonly Dictionary<string, string> s_names = new(StringComparer.Ordinal)
    {
        ["host"] = "Host",
        ["hostaddr"] = "Host",
        ["port"] = "Port",
        ["user"] = "Username",
        ["password"] = "Password",
        ["dbname"] = "Database",
        ["passfile"] = "Passfile",
        ["application_name"] = "Application Name",
        ["connect_timeout"] = "Timeout",
        ["options"] = "Options",
        ["client_encoding"] = "Client Encoding",
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["sslnegotiation"] = "SSL Negotiation",
        ["channel_binding"] = "Channel Binding",
        ["target_session_attrs"] = "Target Session Attributes",
    };

    // Npgsql does not need these.
    private static readonly HashSet<string> s_ignored = ["gssencmode", "fallback_application_name", "keepalives", "keepalives_idle", "keepalives_interval", "keepalives_count", "sslcompression", "sslsni"];

    /// <summary>Converts an address to a connection string of Npgsql.</summary>
    /// <param name="address">Any of the forms.</param>
    /// <exception cref="FormatException">It has none of the forms. The message says what is wrong, without the password.</exception>
    public static string Parse(string address)
    {
        var text = address.Trim();
        if (UriScheme().IsMatch(text)) return FromUri(text);
        return text.Contains('=') && !IsNpgsql(text) ? FromPairs(text) : Npgsql(text).ConnectionString;
    }

    /// <summary>The address as a URI, for psql and other programs that use libpq. It includes the password.</summary>
    /// <param name="connectionString">A connection string of Npgsql.</param>
    public static string ToUri(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var uri = new StringBuilder("postgresql://");
        if (settings.Username is { Length: > 0 } user)
        {
            uri.Append(Uri.EscapeDataString(user));
            if (settings.Password is { Length: > 0 } password) uri.Append(':').Append(Uri.EscapeDataString(password));
            uri.Append('@');
        }
        var hosts = (settings.Host ?? "").Split(',').Select(host => host.Trim());
        uri.AppendJoin(',', hosts.Select(host => Authority(host, settings.Port)));
        uri.Append('/').Append(Uri.EscapeDataString(settings.Database ?? ""));
        List<string> query = [];
        foreach (var (name, npgsql) in s_names)
        {
            if (name is "host" or "hostaddr" or "port" or "user" or "password" or "dbname" || !settings.ContainsKey(npgsql) || !settings.ShouldSerialize(npgsql)) continue;
            var value = Convert.ToString(settings[npgsql], System.Globalization.CultureInfo.InvariantCulture)!;
            query.Add($"{name}={Uri.EscapeDataString(name is "sslmode" or "target_session_attrs" or "channel_binding" or "sslnegotiation" ? Dashed(value) : value)}");
        }
        return query.Count == 0 ? uri.ToString() : uri.Append('?').AppendJoin('&', query).ToString();
    }

    private static string Authority(string host, int port)
    {
        if (host.StartsWith('/')) return $"{Uri.EscapeDataString(host)}:{port}";
        // Npgsql allows a port after each of several hosts.
        return host.Contains(':') && !host.StartsWith('[') && host.Count(c => c == ':') > 1 ? $"[{host}]:{port}" : HostWithPort().IsMatch(host) ? host : $"{host}:{port}";
    }

    // VerifyFull and PreferStandby are verify-full and prefer-standby for libpq.
    private static string Dashed(string value) => InnerCapital().Replace(value, "-$0").ToLowerInvariant();

    private static string FromUri(string text)
    {
        var match = UriParts().Match(text);
        if (!match.Success) throw new FormatException("The URI is not postgresql://user:password@host:port/database?parameter=value; characters such as @ : / # in user or password are written as %40 %3A %2F %23.");
        Dictionary<string, string> values = [];
        void Set(string name, string value)
        {
            if (value.Length > 0) values[name] = Unescaped(value);
        }
        Set("user", match.Groups["user"].Value);
        Set("password", match.Groups["password"].Value);
        Set("dbname", match.Groups["database"].Value);
        Hosts(match.Groups["hosts"].Value, values);
        foreach (var pair in match.Groups["query"].Value.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var at = pair.IndexOf('=');
            if (at < 1) throw new FormatException($"The parameter \"{pair}\" of the URI has no value.");
            Set(Unescaped(pair[..at]), pair[(at + 1)..]);
        }
        return FromValues(values);
    }

    private static void Hosts(string text, Dictionary<string, string> values)
    {
        if (text.Length == 0) return;
        var hosts = text.Split(',').Select(host => HostPort().Match(host)).ToList();
        if (hosts.Exists(h => !h.Success)) throw new FormatException("A host in the URI is not name:port, 10.0.0.1:port or [::1]:port.");
        string Name(Match host) => Unescaped(host.Groups["name"].Value.Trim('[', ']'));
        if (hosts is [var only])
        {
            values["host"] = Name(only);
            if (only.Groups["port"].Value is { Length: > 0 } port) values["port"] = port;
        }
        else
        {
            values["host"] = string.Join(',', hosts.Select(h => h.Groups["port"].Value is { Length: > 0 } port ? $"{h.Groups["name"].Value}:{port}" : h.Groups["name"].Value));
        }
    }

    private static string FromPairs(string text)
    {
        Dictionary<string, string> values = [];
        var at = 0;
        while (at < text.Length)
        {
            var pair = Pair().Match(text, at);
            if (!pair.Success || pair.Index != at) throw new FormatException($"It is not a list of name=value from character {at + 1} on. Put a value with spaces in single quotes.");
            values[pair.Groups["name"].Value] = Backslash().Replace(pair.Groups["quoted"].Success ? pair.Groups["quoted"].Value : pair.Groups["plain"].Value, "$1");
            at = pair.Index + pair.Length;
        }
        return FromValues(values);
    }

    private static string FromValues(Dictionary<string, string> values)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        foreach (var (name, value) in values)
        {
            if (s_ignored.Contains(name)) continue;
            if (!s_names.TryGetValue(name, out var npgsql))
                throw new FormatException($"The parameter \"{name}\" is not supported; supported are {string.Join(", ", s_names.Keys)}.");
            try
            {
                settings[npgsql] = name is "sslmode" or "channel_binding" or "sslnegotiation" ? value.Replace("-", "", StringComparison.Ordinal) : value;
            }
            catch (Exception e) when (e is ArgumentException or FormatException or InvalidCastException or OverflowException)
            {
                throw new FormatException($"The parameter {name} has an invalid value.", name == "password" ? null : e);
            }
        }
        if (settings.Host is null) throw new FormatException("It has no host.");
        return settings.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Npgsql(string text)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(text);
            return settings.Host is { Length: > 0 } ? settings : throw new FormatException("It has no host.");
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or InvalidCastException or OverflowException)
        {
            // The driver's message may quote the address, and so the password.
            throw new FormatException("It is neither Host=…;Port=…;Username=…;Password=…;Database=… nor postgresql://user:password@host:port/database nor \"host=… user=… dbname=…\".");
        }
    }

    // "host=a user=b" is valid for Npgsql as well: a host named "a user=b".
    private static bool IsNpgsql(string text)
    {
        if (text.Contains(';')) return true;
        var names = PairName().Matches(text).Select(m => m.Groups[1].Value).ToList();
        return names.Count < 2 || !names.TrueForAll(name => s_names.ContainsKey(name) || s_ignored.Contains(name));
    }

    private static string Unescaped(string text) => Uri.UnescapeDataString(text);

    [GeneratedRegex("^postgres(ql)?://", RegexOptions.IgnoreCase)]
    private static partial Regex UriScheme();

    [GeneratedRegex(@"^[^:]+://(?:(?<user>[^:@/?#]*)(?::(?<password>[^@/?#]*))?@)?(?<hosts>[^@/?#]*)(?:/(?<database>[^/?#]*))?(?:\?(?<query>[^#]*))?$")]
    private static partial Regex UriParts();

    [GeneratedRegex(@"^(?<name>\[[0-9A-Fa-f:.%]+\]|[^:\[\]]*)(?::(?<port>\d*))?$")]
    private static partial Regex HostPort();

    [GeneratedRegex(@"\G\s*(?<name>\w+)\s*=\s*(?:'(?<quoted>(?:[^'\\]|\\.)*)'|(?<plain>(?:[^\s'\\]|\\.)*))\s*")]
    private static partial Regex Pair();

    [GeneratedRegex(@"(?:^|\s)(\w+)\s*=")]
    private static partial Regex PairName();

    [GeneratedRegex(@"\\(.)")]
    private static partial Regex Backslash();

    [GeneratedRegex(@"(?<=[a-z])[A-Z]")]
    private static partial Regex InnerCapital();

    [GeneratedRegex(@":\d+$")]
    private static partial Regex HostWithPort();
}
