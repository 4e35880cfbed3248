using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Contracts;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Boost.Imports;

/// <summary>An import of a file with commits.</summary>
/// <param name="importId">The import.</param>
internal sealed class GitImport(Guid importId) : FileImport(importId, BoostStreams.Import(importId)), IFileImport<GitImport>
{
    public static string Root => BoostFields.UploadFolder;

    /// <summary>Its registration; null before.</summary>
    public GitHistoryRegistered? Registered { get; private set; }

    /// <summary>How far it is.</summary>
    public GitHistoryRecorded Progress { get; private set; } = new(importId, 0, 0, 0);

    public override string? ObjectKey => Registered?.ObjectKey;

    public static GitImport Of(Guid importId) => new(importId);

    public override IEvent Failed(string code, string error, int? line) =>
        new GitHistoryFailed(ImportId, code, Progress.Commits == 0 ? error : $"{error} {Progress.Commits} commits before it are recorded.", line);

    protected override void When(Fact fact)
    {
        switch (fact.Event)
        {
            case GitHistoryRegistered registered:
                Registered = registered;
                break;
            case GitHistoryRecorded recorded:
                Progress = recorded;
                break;
            case GitHistoryImported or GitHistoryFailed:
                HasEnded = true;
                break;
        }
    }
}
