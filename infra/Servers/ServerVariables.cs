namespace EventSourced.Servers;

/// <summary>Environment variables with the addresses of servers.</summary>
public static class ServerVariables
{
    /// <summary>Address of the database: Npgsql's form, a URI (<c>postgresql://…</c>) or libpq's form.</summary>
    public const string Postgres = "ES_POSTGRES";

    /// <summary>The same database with a login of fewer privileges, for the API.</summary>
    public const string PostgresApi = "ES_POSTGRES_API";

    /// <summary>The same database with a read-only login, for people's SQL.</summary>
    public const string PostgresReader = "ES_POSTGRES_READER";

    /// <summary>AMQP address with user, password and virtual host.</summary>
    public const string RabbitMq = "ES_RABBITMQ";

    /// <summary>Address of RabbitMQ's management API; user and password are those of the AMQP address unless it has its own.</summary>
    public const string RabbitMqManagement = "ES_RABBITMQ_MANAGEMENT";
}
