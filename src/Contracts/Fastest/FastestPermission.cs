namespace EventSourced.Contracts.Fastest;

/// <summary>Permissions of Fastest.</summary>
public static class FastestPermission
{
    /// <summary>Allows what a user may do with the own projects.</summary>
    public const string Use = "fastest.use";

    /// <summary>Allows what the API does for callers who have no session yet.</summary>
    public const string SignIn = "fastest.sign_in";
}
