namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>Where the secrets of infrastructure belong, for <see cref="SecretBox"/>.</summary>
public static class InfrastructureSecrets
{
    /// <summary>The token of a provider.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="provider">The provider.</param>
    public static string Token(Guid userId, string provider) => $"provider_credential/{userId}/{provider}";

    /// <summary>How programs connect to a resource.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="resourceId">The resource.</param>
    public static string Connection(Guid projectId, Guid resourceId) => $"resource/{projectId}/{resourceId}";
}
