using Npgsql;

namespace EventSourced.Servers.Postgres;

/// <summary>The database logins. They are created here; the product grants their table privileges.</summary>
/// <param name="Admin">May create logins: the superuser of a private server, or the user of ES_POSTGRES.</param>
/// <param name="Owner">Owns schemas and tables: for the workers.</param>
/// <param name="Api">For the API; the same as <paramref name="Owner"/> if an external server has no other login.</param>
/// <param name="Reader">For people's SQL; the same as <paramref name="Owner"/> if an external server has no other login.</param>
public sealed record PostgresLogins(string Admin, string Owner, string Api, string Reader)
{
    /// <summary>Name of the login of the API; null when it is the owner's.</summary>
    public string? ApiRole => RoleOf(Api);

    /// <summary>Name of the login for people's SQL; null when it is the owner's.</summary>
    public string? ReaderRole => RoleOf(Reader);

    private string? RoleOf(string login) => NameOf(login) == NameOf(Owner) ? null : NameOf(login);

    private static string? NameOf(string login) => new NpgsqlConnectionStringBuilder(login).Username;
}
