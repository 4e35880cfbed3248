namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>Kinds of resources.</summary>
public static class ResourceTypes
{
    /// <summary>A database.</summary>
    public const string Database = "database";

    /// <summary>Storage of files or values.</summary>
    public const string Storage = "storage";
}

/// <summary>Statuses of resources.</summary>
public static class ResourceStatus
{
    /// <summary>The provider is asked for it.</summary>
    public const string Provisioning = "provisioning";

    /// <summary>It can be used.</summary>
    public const string Ready = "ready";

    /// <summary>It could not be provisioned.</summary>
    public const string Error = "error";

    /// <summary>It was deleted.</summary>
    public const string Deleted = "deleted";
}

/// <summary>Statuses in which deployments end.</summary>
public static class DeploymentStatus
{
    /// <summary>It runs.</summary>
    public const string Success = "success";

    /// <summary>It does not.</summary>
    public const string Failed = "failed";
}
