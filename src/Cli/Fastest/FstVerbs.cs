using System.CommandLine;
using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Output;
using EventSourced.Commands.Fastest.Folders;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest;

/// <summary><c>es fst</c>: a folder as a workspace. Each verb is a class of its own.</summary>
internal static class FstVerbs
{
    public static Command Create(Screen screen) => new("fst", "Your folder as a workspace: sign in, push snapshots, see drift, sync with main.")
    {
        LoginVerb.Create(screen),
        InitVerb.Create(screen),
        PushVerb.Create(screen),
        StatusVerb.Create(screen),
        DriftVerb.Create(screen),
        PullVerb.Create(screen),
        SyncVerb.Create(screen),
    };

    public static Option<string?> Api() => new("--api") { Description = "Address of the API; without it that of the folder, of the last sign-in, or of the system in the data folder.", HelpName = "URL" };

    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };

    public static Option<bool> ReadAgain() => new("--read-all") { Description = "Read every file again, also those whose size and times are those of the last time." };

    /// <summary>Sets what a verb does. Errors that its user can correct become one line.</summary>
    public static void Does(this Command command, Func<ParseResult, CancellationToken, Task<int>> action) => command.SetAction(async (parsed, cancellation) =>
    {
        try
        {
            return await action(parsed, cancellation);
        }
        catch (Exception e) when (e is FastestApiException or FolderException or ManifestException)
        {
            throw new CliException(e.Message, e);
        }
    });

    /// <summary>The folder that the command runs in, with a client of its API.</summary>
    public static (WorkingFolder Folder, FastestApi Api) Here()
    {
        var folder = WorkingFolder.Here();
        return (folder, Connections.Open(folder.Config.Api));
    }
}
