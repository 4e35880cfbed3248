using System.CommandLine;
using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Fastest.Receiving;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;
using EventSourced.Commands.Fastest.Trees;

namespace EventSourced.Cli.Fastest;

/// <summary><c>es fst pull</c>: brings the folder to the current snapshot of its workspace.</summary>
internal static class PullVerb
{
    public static Command Create(Screen screen)
    {
        var command = new Command("pull", "Bring this folder to the current snapshot of its workspace; changes that are not pushed stay.");
        command.Does(async (_, cancellation) =>
        {
            var (folder, api) = FstVerbs.Here();
            using (api)
            {
                var reading = FolderReading.OfAsync(folder, null, again: false, [], cancellation);
                var head = await Head.OfAsync(folder, api, cancellation);
                if (!head.IsBeyond(folder))
                {
                    await reading;
                    screen.Good("Nothing to pull: this folder is based on the current snapshot");
                    return 0;
                }
                var from = folder.Base.ManifestHash is { } known ? await new ManifestCache(folder).OfAsync(known, api, cancellation) : FileTree.Empty;
                return await ReceiveAsync(screen, folder, api, from, head, (await reading).Tree, cancellation);
            }
        });
        return command;
    }

    /// <summary>Brings the folder to a snapshot and shows what was done. The exit code is 1 if files changed meanwhile and were kept.</summary>
    public static async Task<int> ReceiveAsync(Screen screen, WorkingFolder folder, FastestApi api, FileTree from, Head head, FileTree current, CancellationToken cancellation)
    {
        const int Shown = 5;
        var to = await head.TreeAsync(folder, api, cancellation);
        var received = await new FolderUpdate(folder, api, from, to).RunAsync(current, cancellation);
        if (received.Kept.Count > 0)
        {
            screen.Bad($"{Figures.Count(received.Kept.Count, "path")} changed meanwhile and stayed: {Names.First(received.Kept, Shown)}. Move them away, then run: {Hint.Es("fst pull")}");
            return 1;
        }
        folder.WriteBase(new(head.SnapshotId, head.ManifestHash));
        screen.Good($"This folder is at {head.SnapshotId}: {Figures.Count(received.Written)} written, {Figures.Count(received.Deleted)} deleted");
        return 0;
    }
}
