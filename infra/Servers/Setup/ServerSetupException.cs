namespace EventSourced.Servers.Setup;

/// <summary>The servers cannot be started; the message has the cause and the next step, and no secrets.</summary>
public sealed class ServerSetupException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ServerSetupException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception from the one that caused it.</summary>
    public ServerSetupException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
