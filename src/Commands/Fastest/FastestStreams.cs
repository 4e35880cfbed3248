using EventSourced.Contracts;

namespace EventSourced.Commands.Fastest;

/// <summary>Names of Fastest's streams, and derived ids.</summary>
public static class FastestStreams
{
    /// <summary>The stream of a user.</summary>
    /// <param name="userId">The user.</param>
    public static string User(Guid userId) => $"fastest-user-{userId}";

    /// <summary>The stream of a session, found by its token.</summary>
    /// <param name="tokenHash">SHA-256 of the token, hex.</param>
    public static string Session(string tokenHash) => $"fastest-session-{tokenHash}";

    /// <summary>The stream of a device's request for a code.</summary>
    /// <param name="deviceId">The request.</param>
    public static string Device(Guid deviceId) => $"fastest-device-{deviceId}";

    /// <summary>The stream of a user code: the requests that had it.</summary>
    /// <param name="userCode">The code.</param>
    public static string UserCode(string userCode) => $"fastest-user-code-{userCode}";

    /// <summary>The stream of a code to sign in with.</summary>
    /// <param name="codeId">The code's id.</param>
    public static string AuthCode(Guid codeId) => $"fastest-auth-code-{codeId}";

    /// <summary>The stream of a project: settings, environment variables, snapshots.</summary>
    /// <param name="projectId">The project.</param>
    public static string Project(Guid projectId) => $"fastest-project-{projectId}";

    /// <summary>The stream of a workspace: pointers, drift, sync.</summary>
    /// <param name="workspaceId">The workspace.</param>
    public static string Workspace(Guid workspaceId) => $"fastest-workspace-{workspaceId}";

    /// <summary>The stream of a conversation.</summary>
    /// <param name="conversationId">The conversation.</param>
    public static string Conversation(Guid conversationId) => $"fastest-conversation-{conversationId}";

    /// <summary>The stream of a project's Atlas. Its events are large, so it is not that of the project.</summary>
    /// <param name="projectId">The project.</param>
    public static string Atlas(Guid projectId) => $"fastest-atlas-{projectId}";

    /// <summary>The stream of an import.</summary>
    /// <param name="importId">The import.</param>
    public static string Import(Guid importId) => $"fastest-import-{importId}";

    /// <summary>Id of a device's request, derived from the code that only the device knows.</summary>
    /// <param name="deviceCode">The device code.</param>
    public static Guid DeviceOf(string deviceCode) => DerivedId.Of($"fastest.device {deviceCode}");

    /// <summary>Id of a code to sign in with.</summary>
    /// <param name="code">The code.</param>
    public static Guid AuthCodeOf(string code) => DerivedId.Of($"fastest.auth_code {code}");

    /// <summary>Id of the project that a command creates: a retry creates the same.</summary>
    /// <param name="commandId">The command.</param>
    public static Guid NewProject(Guid commandId) => DerivedId.Of($"fastest.project {commandId}");

    /// <summary>Id of the workspace that a command creates. Commands about it are ordered with those about its project.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="commandId">The command.</param>
    public static Guid NewWorkspace(Guid projectId, Guid commandId) => ScopedId.Of(projectId.ToString(), commandId.ToString());

    /// <summary>Id of the conversation that a command starts. Commands about it are ordered with those about its project.</summary>
    /// <param name="projectId">The project.</param>
    /// <param name="commandId">The command.</param>
    public static Guid NewConversation(Guid projectId, Guid commandId) => ScopedId.Of(projectId.ToString(), $"fastest.conversation {commandId}");

    /// <summary>Id of the project of imports under a name.</summary>
    /// <param name="ownerUserId">The owner.</param>
    /// <param name="name">Its name.</param>
    public static Guid ImportedProject(Guid ownerUserId, string name) => DerivedId.Of($"fastest.imported_project {ownerUserId} {name}");

    /// <summary>Id of the workspace of imports under a name.</summary>
    /// <param name="projectId">Its project.</param>
    /// <param name="name">Its name.</param>
    public static Guid ImportedWorkspace(Guid projectId, string name) => ScopedId.Of(projectId.ToString(), $"fastest.imported_workspace {name}");
}
