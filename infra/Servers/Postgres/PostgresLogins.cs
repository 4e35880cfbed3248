using Npgsql;

namespace EventSourced.Servers.Postgres;

/// <summary>Logins in the database, by what they may do. What each is granted on tables is the product's business; here they are created.</summary>
/// <param name="Admin">May create logins: the superuser of a private server, or the user of ES_POSTGRES.</param>
/// <param name="Owner">Owns schemas and tables: for the workers.</param>
/// <param name="Api">For the API; the same as <paramref name="Owner"/> where a server of somebody's own has no other.</param>
/// <param name="Reader">For people's SQL; the same as <paramref name="Owner"/> where a server of somebody's own has no other.</param>
public sealed record PostgresLogins(string Admin, string Owner, string Api, string Reader)
{
    /// <summary>Name of the login of the API; null when it is the owner's.</summary>
    public string? ApiRole => RoleOf(Api);

    /// <summary>Name of the login for people's SQL; null when it is the owner's.</summary>
    public string? ReaderRole => RoleOf(Reader);

    private string? RoleOf(string login) => NameOf(login) == NameOf(Owner) ? null : NameOf(login);

    private static string? NameOf(string login) => new NpgsqlConnectionStringBuilder(login).Username;
}
