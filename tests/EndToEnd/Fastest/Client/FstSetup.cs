namespace EventSourced.EndToEnd.Fastest.Client;

/// <summary>Folders of a person, connected to the API.</summary>
internal static class FstSetup
{
    /// <summary>Gives a folder the session of a person, and makes it a workspace.</summary>
    public static async Task InitAsync(this FstFolder folder, FastestClient user, string? api = null, params string[] options)
    {
        folder.Variables["ES_FST_TOKEN"] = user.Http.DefaultRequestHeaders.Authorization!.Parameter!;
        (await folder.RunAsync(["init", "--api", api ?? user.Http.BaseAddress!.AbsoluteUri, .. options])).Succeeds();
    }
}
