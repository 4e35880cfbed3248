using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>A user who begins one project after the other, uses all areas of the product in them in changing order, and deletes some.</summary>
internal sealed class StoryCaller(int number, NemesisWorld world, ToldRows told, OpenRequests open)
{
    private static readonly Func<Story, CancellationToken, Task>[] s_areas =
    [
        TalkArea.RunAsync, GuidanceArea.RunAsync, ActionItemArea.RunAsync, TreeArea.RunAsync, AtlasArea.RunAsync, DeploymentArea.RunAsync, FormerArea.RunAsync, AccountArea.RunAsync,
    ];

    private readonly Random _random = new(unchecked(world.Seed * 607 + number));

    public async Task RunAsync(CancellationToken stop)
    {
        var user = new StoryUser(world, told, open, $"story-{number}@example.org");
        await user.SignInAsync(stop);
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            if (await Story.BeginAsync(world, user, _random, $"story-{number}-{round}", stop) is not { } story) continue;
            world.Tally.Count("stories");
            var areas = s_areas.ToArray();
            _random.Shuffle(areas);
            foreach (var area in areas) await area(story, stop);
            if (_random.Next(3) == 0) await user.DeleteAsync("workspaces", story.Side, stop);
            if (_random.Next(3) == 0) await user.DeleteAsync("projects", story.Project, stop);
        }
    }
}
