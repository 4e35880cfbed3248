namespace EventSourced.EventStore.Settings;

/// <summary>Logins of PostgreSQL. `es up` sets them.</summary>
[SettingsSection("ConnectionStrings", SettingsReaders.Hosts)]
public sealed class DatabaseOptions
{
    /// <summary>The database: <c>Host=…;Database=…;Username=…;Password=…</c>, a URI (<c>postgresql://…</c>) or libpq's form. Required. The workers need the owner of the tables; the API may have a login of fewer rights.</summary>
    [HoldsPassword]
    public string? Postgres { get; set; }

    /// <summary>The same database as the owner of its tables, for the API alone. Without it, the API's own login is the owner.</summary>
    [HoldsPassword]
    public string? PostgresOwner { get; set; }
}
