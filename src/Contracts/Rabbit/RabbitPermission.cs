namespace EventSourced.Contracts.Rabbit;

/// <summary>Permissions of Rabbit.</summary>
public static class RabbitPermission
{
    /// <summary>Allows what a child's browser does without a token: start a session and talk in it.</summary>
    public const string Talk = "rabbit.talk";
}
