using EventSourced.Servers.Processes;

namespace EventSourced.Cli.Running;

/// <summary>The processes of a folder's system (<c>system.json</c>), without secrets.</summary>
internal sealed record SystemState
{
    /// <summary>The build that the processes run.</summary>
    public string? Build { get; init; }

    /// <summary><c>rabbitmq</c> or <c>memory</c>.</summary>
    public string Transport { get; init; } = SystemOptions.RabbitMq;

    /// <summary>Port of the API, kept for the next start.</summary>
    public int Port { get; init; }

    /// <summary>The supervisor: <c>es up</c>, or <c>es supervise</c> of a detached system.</summary>
    public ProcessIdentity? Supervisor { get; init; }

    /// <summary>Whether the supervisor is a background process, which may be replaced, and not a user's terminal.</summary>
    public bool Detached { get; init; }

    /// <summary>API and workers.</summary>
    public IReadOnlyList<HostState> Hosts { get; init; } = [];
}

/// <summary>One host process.</summary>
/// <param name="Name">Unique name: <c>api</c>, <c>workers</c>, <c>workers-2</c>, or <c>all</c>.</param>
/// <param name="Role">Its role.</param>
/// <param name="Url">Its health address.</param>
/// <param name="Process">The process.</param>
internal sealed record HostState(string Name, string Role, string Url, ProcessIdentity Process);
