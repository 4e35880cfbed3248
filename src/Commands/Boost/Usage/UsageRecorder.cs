using EventSourced.Commands.Boost.Repositories;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>The decision about a scan.</summary>
/// <param name="Decision">What is appended, or why not.</param>
/// <param name="Scanned">The event of the scan; null when it says nothing new.</param>
/// <param name="Scan">The scan.</param>
/// <param name="Read">Files that were read.</param>
/// <param name="IsOlder">Whether a later scan is recorded, so that this one is ignored.</param>
internal sealed record ScanDecision(Decision Decision, UsageScanned? Scanned, UsageScan Scan, int Read, bool IsOlder);

/// <summary>Decides about a scan: loads the streams of the repository, and looks up the headers.</summary>
/// <param name="states">The states of the command.</param>
/// <param name="headers">Finds headers.</param>
internal sealed class UsageRecorder(CommandStates states, BoostHeaders headers)
{
    private static readonly TimeSpan s_clockError = TimeSpan.FromDays(1);

    /// <summary>Decides.</summary>
    /// <param name="command">The scan.</param>
    /// <param name="context">The command that brought it.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ScanDecision> DecideAsync(RecordUsageScan command, CommandContext context, CancellationToken cancellationToken)
    {
        var (owner, name) = RepositoryKey.Split(command.Repository)!.Value;
        var scan = UsageScan.Of(command.Files);
        var scannedAt = (command.ScannedAt ?? context.Now).ToUniversalTime();
        // It would keep every scan until then from being recorded.
        if (scannedAt > context.Now + s_clockError)
            return Refused(new Problem(422, "scan_in_the_future", $"The scan of {command.Repository} began at {scannedAt:O}, which is in the future. Correct scanned_at."), scan);
        var state = await states.LoadAsync(new UsageState(RepositoryKey.Of(owner, name)), cancellationToken);
        if (state.Last?.ScannedAt > scannedAt) return new(Decision.Nothing, null, scan, 0, IsOlder: true);

        var repository = await RepositoryContext.LoadAsync(states, owner, name, command.OwnerAccountId, cancellationToken);
        var decision = RepositoryDecider.Decide(repository, command.ToRepository(owner, name, repository.Repository.Recorded), context);
        if (decision.Problem is { } problem) return Refused(problem, scan);
        var read = UsageRecord.Read(state, scan, command.ChangedSince);
        var scanned = UsageRecord.Of(state, scan, read, scannedAt, await headers.FindAsync(read.SelectMany(f => f.Includes), cancellationToken));
        return new(scanned is null ? decision : decision.And(state, scanned), scanned, scan, read.Count, IsOlder: false);
    }

    private static ScanDecision Refused(Problem problem, UsageScan scan) => new(problem, null, scan, 0, IsOlder: false);
}

/// <summary>What a scan says about its repository.</summary>
internal static class ScannedRepository
{
    /// <summary>The repository. What the scan does not say stays as it is known.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="owner">Login of the owner.</param>
    /// <param name="name">Name of the repository.</param>
    /// <param name="known">What is known; null for a new repository.</param>
    public static RecordRepository ToRepository(this RecordUsageScan scan, string owner, string name, RepositoryRecorded? known) => new(
        owner, name, scan.Stars ?? known?.Stars ?? 0, scan.Forks ?? known?.Forks ?? 0, scan.Description ?? known?.Description ?? "", scan.PushedAt, scan.CreatedAt, scan.UpdatedAt,
        scan.OwnerAccountId, scan.OwnerType, scan.OwnerAvatarUrl);
}
