using EventSourced.Contracts.Fastest;
using EventSourced.ReadTables;

[assembly: IgnoredEvent(typeof(UserCodeAssigned), "the device's own event has the same data; this one finds a device by its user code")]
[assembly: IgnoredEvent(typeof(ProjectWorkspaceAdded), "the workspace's own event has the same data; this one finds the workspaces of a project")]
[assembly: IgnoredEvent(typeof(ProjectWorkspaceRemoved), "the workspace's own event removes its rows")]
[assembly: IgnoredEvent(typeof(ManifestImported), "the events of the project and the workspace have the same data; GET /imports/{id} reads this one")]
[assembly: IgnoredEvent(typeof(WorkspaceConversationAdded), "the conversation's own event has the same data; this one finds the conversations of a workspace")]
[assembly: IgnoredEvent(typeof(WorkspaceConversationRemoved), "the conversation's own event has the same data; this one finds the conversations of a workspace")]
[assembly: IgnoredEvent(typeof(SyncPrepared), "a preview is answered to its caller, and what came of it is in the event of the sync")]
