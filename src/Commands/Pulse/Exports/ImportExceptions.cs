namespace EventSourced.Commands.Pulse.Exports;

/// <summary>Another runner, or a command, moved the export on: this run has no say any more.</summary>
internal sealed class RunOvertakenException() : Exception("The export was moved on by others.");

/// <summary>The community was deleted: nothing of it may be recorded any more.</summary>
internal sealed class CommunityGoneException() : Exception("The community was deleted.");

/// <summary>The key that hashes the community's senders is lost.</summary>
internal sealed class HashKeyMissingException(string communityId) : Exception(
    $"The hash key of community \"{communityId}\" is missing from the secret store. Restore the store from its backup, then replay the export: with a new key all known messages would count again.");
