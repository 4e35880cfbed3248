using EventSourced.Commands.Boost.Commits;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Imports;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Boost.GitHub;

/// <summary>
/// Records the answers of an uploaded file in batches, each with the progress of its import in one append. It can be stopped at any point and run again: it reads the file from its
/// beginning, and resumes after the entries that are recorded.
/// </summary>
internal sealed class ImportGitHubAnswersHandler(FileImports<GitHubImport> imports, StateReader reader, BoostOptions options) : IRequestHandler<Handle<ImportGitHubAnswers>, CommandResult>
{
    private const int EntriesAtOnce = 500;
    private const int CharactersAtOnce = 4_000_000;

    public Task<CommandResult> Handle(Handle<ImportGitHubAnswers> request, CancellationToken cancellationToken) =>
        imports.RunAsync(request.Command.ImportId, request.Context, import => RunAsync(import, request.Context, cancellationToken), cancellationToken);

    private async Task<long> RunAsync(GitHubImport import, CommandContext context, CancellationToken cancellationToken)
    {
        var (registered, notes) = (import.Registered!, new ReadingNotes());
        await using var file = await imports.OpenAsync(import, cancellationToken);
        var recorder = new ApiRecorder(reader, options, registered, notes, context);
        var (entries, characters, read) = (0L, 0, new AnsweredThings(0, 0, 0, 0, 0, 0));
        List<ApiEntry> batch = [];
        await foreach (var entry in ApiFile.ReadAsync(file, registered.Owner, registered.Name, notes, cancellationToken))
        {
            // What is recorded and what is not are never in one batch.
            var isFull = batch.Count == EntriesAtOnce || characters >= CharactersAtOnce || entries == import.Progress.Entries;
            if (batch.Count > 0 && (isFull || !ApiRecorder.Fit(batch[^1], entry))) await RecordAsync();
            entries++;
            batch.Add(entry);
            characters += entry.Characters;
            read = Counted(read, entry);
        }
        if (batch.Count > 0) await RecordAsync();
        var imported = new GitHubAnswersImported(import.ImportId, entries, read, import.Progress.Counts, notes.LeftOut, notes.Warnings);
        // From now on the next run of the collector resumes after these answers.
        StreamAppend[] collected = registered.Collection is { } run
            ? [new(BoostStreams.Collector(run.Owner, run.Name), ExpectedVersion.Any, [new CollectionRecorded(run.Owner, run.Name, run.UpTo)])]
            : [];
        return await imports.AppendAsync(import, [imported], collected, context.Metadata, cancellationToken);

        async Task RecordAsync()
        {
            if (entries <= import.Progress.Entries)
            {
                await recorder.NoteAgainAsync(batch, cancellationToken);
            }
            else
            {
                var before = import.Progress.Counts;
                GitHubAnswersRecorded Progress(AnswerCounts counts) => new(import.ImportId, entries, before + counts);
                var counts = await recorder.RecordAsync(batch, c => new StreamAppend(import.Stream, ExpectedVersion.Exactly(import.Version), [Progress(c)]), cancellationToken);
                import.Apply(new Fact(Progress(counts), import.Version + 1, 0, context.Now, context.CommandId));
            }
            batch.Clear();
            characters = 0;
        }
    }

    private static AnsweredThings Counted(AnsweredThings read, ApiEntry entry) => entry switch
    {
        { Number: { } n } => read with
        {
            Issues = read.Issues + (n.Issue is null ? 0 : 1),
            PullRequests = read.PullRequests + (n.PullRequest is null ? 0 : 1),
            Comments = read.Comments + n.Comments.Count,
            ReviewComments = read.ReviewComments + n.ReviewComments.Count,
        },
        { Commit: { } commit } => read with { Commits = read.Commits + 1, FileChanges = read.FileChanges + (commit.Files?.Count ?? 0) },
        _ => read,
    };
}
