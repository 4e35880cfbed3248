namespace EventSourced.EventStore.Settings;

/// <summary>Logins of PostgreSQL. `es up` sets them.</summary>
[SettingsSection("ConnectionStrings", SettingsReaders.Hosts)]
public sealed class DatabaseOptions
{
    /// <summary>The database: <c>Host=…;Database=…;Username=…;Password=…</c>, a URI (<c>postgresql://…</c>) or libpq's form. Required. The workers need the owner of the tables; the API may use a login with fewer rights.</summary>
    [HoldsPassword]
    public string? Postgres { get; set; }

    /// <summary>The same database with the owner of its tables as login, for the API only. Without it, the API's own login must be the owner.</summary>
    [HoldsPassword]
    public string? PostgresOwner { get; set; }
}
