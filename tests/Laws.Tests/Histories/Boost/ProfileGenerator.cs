using EventSourced.Contracts.Boost;

namespace EventSourced.Laws.Tests.Histories.Boost;

/// <summary>Generates profiles on the platforms other than GitHub with addresses, some of which are forgotten.</summary>
internal sealed class ProfileGenerator(int scope, Steps steps, Random random)
{
    private readonly Dictionary<string, int> _emails = [];

    public void Change()
    {
        if (_emails.Count > 0 && random.OneIn(8)) Forget();
        else if (_emails.Count > 0 && random.OneIn(3)) AddEmail();
        else Record();
    }

    private void Record()
    {
        // Odd and not next to each other: a planted fault is a number beside one, and must not be another row's.
        var (id, name) = ((scope * 100) + (random.Next(4) * 10) + 1, Short(random.Text()));
        var uuid = $"019a0000-0000-7000-8000-{id:D12}";
        IProfileRecorded recorded = random.Next(5) switch
        {
            0 => new SlackUserRecorded($"slack:U{id}", $"U{id}", Short(random.TextOrEmpty()), name, random.TextOrEmpty()),
            1 => new DiscordProfileRecorded($"discord:{id}", id, Short(random.Text()), name, random.TextOrEmpty(), random.OneIn(4)),
            2 => new MailingListProfileRecorded($"mailing_list:{uuid}", name),
            3 => new PaperAuthorRecorded($"wg21:{uuid}", name, Short(random.TextOrEmpty())),
            _ => new YoutubeSpeakerRecorded($"youtube:name:s{id}", $"youtube:name:s{id}", name),
        };
        var isNew = _emails.TryAdd(recorded.Profile, 0);
        var named = isNew && (recorded is MailingListProfileRecorded or PaperAuthorRecorded);
        steps.Commit((Stream(recorded.Profile), [recorded]), ($"boost/profile-name/{Platforms.Of(recorded.Profile)}/{uuid}", named ? [new ProfileNamed(recorded.Profile)] : []));
    }

    private void AddEmail()
    {
        var profile = random.Pick([.. _emails.Keys]);
        var number = ++_emails[profile];
        steps.Commit(Stream(profile), new EmailAdded(profile, number, $"{random.Next(5)}@example.org", number == 1));
    }

    private void Forget()
    {
        var profile = random.Pick([.. _emails.Keys]);
        steps.Forget([$"boost/{profile}"], (Stream(profile), [new ProfileForgotten(profile, [.. Enumerable.Range(1, _emails[profile])])]));
    }

    private static string Stream(string profile) => $"boost/profile/{profile}";

    // Names are at most as long as the commands accept, and indexed.
    private static string Short(string text) => text.Length <= 200 ? text : text[..(char.IsHighSurrogate(text[199]) ? 199 : 200)];
}
