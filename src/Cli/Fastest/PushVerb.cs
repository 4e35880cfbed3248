using System.CommandLine;
using System.Diagnostics;
using EventSourced.Cli.Fastest.Pushing;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Fastest;

/// <summary><c>es fst push</c>: registers the folder as a snapshot.</summary>
internal static class PushVerb
{
    public static Command Create(Screen screen)
    {
        var message = new Option<string?>("--message", "-m") { Description = "What the snapshot is.", HelpName = "TEXT" };
        var force = new Option<bool>("--force") { Description = "Push although the workspace has a snapshot that this folder lacks." };
        var again = FstVerbs.ReadAgain();
        var command = new Command("push", "Register this folder as a snapshot of its workspace; only what the server lacks is uploaded.") { message, force, again };
        command.Does(async (parsed, cancellation) =>
        {
            var clock = Stopwatch.StartNew();
            var (folder, api) = FstVerbs.Here();
            using (api)
            {
                var pushed = await PushView.RunAsync(screen, tell => new PushRun(folder, api, tell).RunAsync(parsed.GetValue(message), parsed.GetValue(force), parsed.GetValue(again), cancellation));
                PushView.Show(screen, pushed, clock);
            }
            return 0;
        });
        return command;
    }
}
