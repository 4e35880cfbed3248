using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>A user who begins one project after the other, uses all areas of the product in them at the same time, and deletes some.</summary>
internal sealed class StoryCaller(int number, NemesisWorld world, AcknowledgedRows acknowledged, OpenRequests open)
{
    private static readonly Func<Story, CancellationToken, Task>[] s_areas =
    [
        TalkArea.RunAsync, GuidanceArea.RunAsync, ActionItemArea.RunAsync, TreeArea.RunAsync, AtlasArea.RunAsync, DeploymentArea.RunAsync, FormerArea.RunAsync, AccountArea.RunAsync,
    ];

    private readonly Random _random = new(unchecked(world.Seed * 607 + number));

    public async Task RunAsync(CancellationToken stop)
    {
        var user = new StoryUser(world, acknowledged, open, $"story-{number}@example.org");
        await user.SignInAsync(stop);
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            if (await Story.BeginAsync(world, user, _random, $"story-{number}-{round}", stop) is not { } story) continue;
            world.Tally.Count("stories");
            // The areas compete for the streams of the project and its workspaces.
            await Task.WhenAll(s_areas.Select(area => area(story with { Random = new Random(_random.Next()) }, stop)).ToList());
            await AtlasArea.IndexAsync(story, stop);
            if (_random.Next(3) == 0) await user.DeleteAsync("workspaces", story.Side, stop);
            if (_random.Next(3) == 0) await user.DeleteAsync("projects", story.Project, stop);
        }
    }
}
