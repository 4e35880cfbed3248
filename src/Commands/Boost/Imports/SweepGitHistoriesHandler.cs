using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Boost;
using EventSourced.EventStore;
using MediatR;

namespace EventSourced.Commands.Boost.Imports;

/// <summary>Removes files of imports that were never registered, and ends imports without progress. The age is longer than any command waits in a queue.</summary>
internal sealed class SweepGitHistoriesHandler(GitImports imports) : IRequestHandler<Handle<SweepGitHistories>, CommandResult>
{
    private static readonly TimeSpan s_age = TimeSpan.FromDays(7);

    public async Task<CommandResult> Handle(Handle<SweepGitHistories> request, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var (key, importId) in imports.Find(request.Command.Now - s_age))
        {
            try
            {
                var import = await imports.LoadAsync(importId, cancellationToken);
                if (import.IsOpen)
                    await imports.FailAsync(import, "abandoned", $"the import made no progress for {s_age.TotalDays:0} days, and its file was removed. Upload it again.", null, request.Context.Metadata, cancellationToken);
                await imports.RemoveAsync(key, cancellationToken);
                removed++;
            }
            catch (ConcurrencyException)
            {
                // The import has made progress; the next sweep decides.
            }
        }
        return new CommandResult.Completed(0, new { Removed = removed });
    }
}
