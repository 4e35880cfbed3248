namespace EventSourced.Servers;

/// <summary>Environment variables that hand servers from one process to another.</summary>
public static class ServerVariables
{
    /// <summary>Npgsql connection string.</summary>
    public const string Postgres = "ES_POSTGRES";

    /// <summary>AMQP address with user, password and virtual host.</summary>
    public const string RabbitMq = "ES_RABBITMQ";

    /// <summary>Address of RabbitMQ's management API; user and password are those of the AMQP address unless it has its own.</summary>
    public const string RabbitMqManagement = "ES_RABBITMQ_MANAGEMENT";
}
