using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.EventStore;

namespace EventSourced.Commands.Imports;

/// <summary>The stream of an import that is one command: one event begins and ends it, and an import that cannot end well is a rejected command.</summary>
/// <param name="stream">The stream.</param>
internal sealed class OneCommandImport(string stream) : StreamState(stream)
{
    public bool HasEnded => Version > 0;

    /// <summary>Decides about an upload, and completes the command. An interrupted run is repeated. The upload is removed at the end, whichever way.</summary>
    /// <param name="states">The states of the command.</param>
    /// <param name="objects">The object store.</param>
    /// <param name="context">The command.</param>
    /// <param name="importId">The import.</param>
    /// <param name="objectKey">Key of the upload.</param>
    /// <param name="decide">Reads the upload and decides.</param>
    /// <param name="cancellationToken">Stops.</param>
    public static async Task<CommandResult> RunAsync(
        CommandStates states, IObjectStore objects, CommandContext context, Guid importId, string objectKey, Func<Task<Decision>> decide, CancellationToken cancellationToken)
    {
        var result = await states.CompleteAsync(context, await DecideAsync(), cancellationToken);
        await objects.DeleteAsync(objectKey, DateTimeOffset.MaxValue, cancellationToken);
        return result;

        async Task<Decision> DecideAsync()
        {
            try
            {
                return await decide();
            }
            catch (FileImportException e)
            {
                return new Problem(422, e.Code, e.Message);
            }
            catch (ObjectNotFoundException)
            {
                return UploadProblems.Removed(importId);
            }
        }
    }

    protected override void When(Fact fact)
    {
    }
}
