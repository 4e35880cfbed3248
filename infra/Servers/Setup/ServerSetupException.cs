namespace EventSourced.Servers.Setup;

/// <summary>The servers cannot be had; the message names the cause and the next step, and holds no secret.</summary>
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
