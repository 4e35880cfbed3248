using System.Collections.Concurrent;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Pulse;

/// <summary>An upload of a part of a chat.</summary>
/// <param name="Command">The upload.</param>
/// <param name="Messages">Messages in the file.</param>
internal sealed record UploadedPart(SentCommand Command, int Messages);

/// <summary>A chat that is uploaded in overlapping parts.</summary>
/// <param name="Community">Its community.</param>
/// <param name="Source">Its source.</param>
/// <param name="Parts">The uploads.</param>
internal sealed record ImportedChat(string Community, string Source, List<UploadedPart> Parts)
{
    /// <summary>Number of distinct messages of all uploads.</summary>
    public int Messages { get; set; }
}

/// <summary>Uploads small chats: the first part twice, an overlapping part, and the whole chat.</summary>
internal sealed class ChatCaller(int number, NemesisWorld world, ConcurrentBag<ImportedChat> chats, ConcurrentDictionary<string, byte> completed)
{
    private static readonly TimeSpan s_pollInterval = TimeSpan.FromMilliseconds(400);
    private readonly Random _random = new(unchecked(world.Seed * 211 + number));

    public async Task RunAsync(CancellationToken stop)
    {
        var community = $"i{number}";
        if (!await world.Book.RunAsync(CommunityCaller.Community(world.Book, community), stop)) return;
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            var source = $"chat-{round}";
            if (!await world.Book.RunAsync(CommunityCaller.Source(world.Book, community, source), stop)) return;
            var made = new SyntheticChat(_random.Next(), _random.Next(150, 900));
            var chat = new ImportedChat(community, source, []);
            chats.Add(chat);
            var (third, n) = (made.Messages / 3, made.Messages);
            foreach (var (from, to) in new[] { (0, 2 * third), (0, 2 * third), (third, n), (0, n) })
            {
                var part = new UploadedPart(Upload(community, source, made.Part(from, to)), to - from);
                chat.Parts.Add(part);
                chat.Messages = Math.Max(chat.Messages, to);
                if (!await world.Book.RunAsync(part.Command, stop)) return;
                world.Tally.Count("uploads");
            }
            await FollowAsync(chat, stop);
        }
    }

    private SentCommand Upload(string community, string source, byte[] text) =>
        world.Book.Write("pulse.register_export", ["pulse.export_queued.v1", "pulse.export_registered.v1"], id =>
            new HttpRequestMessage(HttpMethod.Post, $"api/pulse/exports?community_id={community}&source_id={source}")
            {
                Headers = { { "X-Command-Id", id.ToString() }, { "Prefer", "wait=5" } },
                Content = new MultipartFormDataContent { { new ByteArrayContent(text), "file", $"WhatsApp Chat with {source}.txt" } },
            });

    // Until all have ended. An export that was seen as completed must stay completed.
    private async Task FollowAsync(ImportedChat chat, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var answer = await world.Caller.GetAsync($"api/pulse/exports?community_id={chat.Community}&source_id={chat.Source}&select=export_id,status", stop);
            if (answer.IsGood)
            {
                var rows = answer.Body!["data"]!.AsArray();
                foreach (var row in rows.Where(r => r!["status"]!.ToString() == "completed")) completed[row!["export_id"]!.ToString()] = 0;
                if (rows.Count == chat.Parts.Count && rows.All(r => r!["status"]!.ToString() is "completed" or "failed")) return;
            }
            await Task.Delay(s_pollInterval, stop);
        }
    }
}
