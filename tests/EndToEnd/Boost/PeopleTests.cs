using System.Text.Json.Nodes;
using EventSourced.Contracts.Boost;

namespace EventSourced.EndToEnd.Boost;

/// <summary>People on several platforms: profiles, proposals of identities, what is read of a person, and forgetting.</summary>
public sealed class PeopleTests
{
    [Fact]
    public async Task Profiles_of_one_person_are_proposed_accepted_read_and_forgotten()
    {
        await using var world = await LibraryWorld.StartAsync();
        await world.CommandAsync("accounts", new { github_account_id = 5, username = "annlee", display_name = "Ann Lee" });
        await world.CommandAsync("profiles/github%3A5/emails", new { email = "ann@users.example" });
        await world.CommandAsync("repos/annlee/tool", new { });
        await world.CommandAsync("repos/annlee/tool/issues", new { number = 1, issue_id = 10, author = new { username = "annlee" }, title = "A", comments = new[] { new { comment_id = 11, author = new { username = "annlee" }, body = "B" } } });
        await world.CommandAsync("slack-users", new { slack_user_id = "U1", username = "ann", display_name = "ann LEE" });
        var mail = (string)(await world.CommandAsync("mailing-list-profiles", new { profile_id = Guid.NewGuid(), display_name = "A. Lee", email = "Ann (a) users.example" }))["result"]!["profile"]!;
        Assert.Equal(mail, (string)(await world.CommandAsync("mailing-list-profiles", new { profile_id = Guid.NewGuid(), display_name = "A. Lee", email = "ann@users.example" }))["result"]!["profile"]!);
        await world.CommandAsync("paper-authors", new { profile_id = Guid.NewGuid(), display_name = "Somebody Else", author_alias = "S. Else" });
        await world.CommandAsync("discord-profiles", new { discord_user_id = 81384788765712384, username = "bot", is_bot = true });
        await world.CommandAsync("youtube-speakers", new { display_name = "Ann Lee", channel_id = "UC1" });
        await world.CommandAsync("slack-users", new { slack_user_id = "no id" }, 422);

        var proposed = (await world.CommandAsync("staged-identities/propose", new { }))["result"]!;
        Assert.Equal((6, 1, 4), ((int)proposed["profiles"]!, (int)proposed["new"]!, (int)proposed["added"]!));
        Assert.Equal((0, 0), Counts(await world.CommandAsync("staged-identities/propose", new { })));
        await world.CatchUpAsync();
        Assert.Equal(
            ["github", "mailing_list", "slack", "youtube"], await world.ListAsync("select p.type from boost.temp_profile_identity_relation r join boost.base_profile p on p.id = r.base_profile_id order by 1"));
        Assert.Equal(["discord", "github", "mailing_list", "slack", "wg21", "youtube"], await world.ListAsync("select type from boost.base_profile order by 1"));

        var staged = EventSourced.Contracts.DerivedId.Of("boost.proposal 1 github:5");
        var identity = (Guid)(await world.CommandAsync($"staged-identities/{staged}/merge", new { }))["result"]!["identity_id"]!;
        Assert.Equal((0, 0), Counts(await world.CommandAsync("staged-identities/propose", new { })));
        await world.CatchUpAsync();
        var person = await world.GetAsync($"/boost/people/{BoostRows.Identity(identity)}");
        Assert.Equal("Ann Lee", (string)person["display_name"]!);
        Assert.Equal(["github 5 ann@users.example", "mailing_list  ann@users.example", "slack U1 ", "youtube youtube:channel:UC1:speaker:ann_lee "],
            person["profiles"]!.AsArray().Select(p => $"{p!["type"]} {p["external_id"]} {p["emails"]!.AsArray().FirstOrDefault()}"));
        Assert.Equal((1, 0, 1), ((int)person["activity"]!["issues"]!, (int)person["activity"]!["pull_requests"]!, (int)person["activity"]!["comments"]!));
        await world.GetAsync("/boost/people/1", 404);
        await world.GetAsync("/boost/people/ann", 400);

        await world.CommandAsync("forget", new { }, 422);
        Assert.Equal(4, (int)(await world.CommandAsync("forget", new { identity_id = identity }))["result"]!["profiles"]!);
        await world.CommandAsync("forget", new { profile = "slack:U2" }, 404);
        await world.CatchUpAsync();
        Assert.Equal(["", ""], await world.ListAsync("select email from boost.email where not is_active and not is_primary"));
        Assert.Equal(["//"], await world.ListAsync("select username || '/' || display_name || '/' || avatar_url from boost.slack_user"));
        Assert.Empty(await world.ListAsync("select data::text from log.mt_events where type = 'boost.email_added.v1' and data::text like '%users.example%'"));
        // Names that are not public keys are encrypted, too. The rows of a person who was not forgotten have theirs.
        Assert.Empty(await world.ListAsync("""
            select type || ' ' || data::text from log.mt_events where type in ('boost.slack_user_recorded.v1', 'boost.discord_profile_recorded.v1', 'boost.mailing_list_profile_recorded.v1', 'boost.paper_author_recorded.v1', 'boost.youtube_speaker_recorded.v1')
            and (coalesce(data->>'display_name', '') not like 'enc1.%' or data::text ~* '"(bot|ann|ann lee|a. lee|somebody else|s. else)"')
            """));
        Assert.Equal(["Somebody Else S. Else"], await world.ListAsync("select display_name || ' ' || author_alias from boost.wg21_paper_author_profile"));
        // Forgotten people stay forgotten, and the addresses cannot be read any more.
        await world.CommandAsync("slack-users", new { slack_user_id = "U1", username = "ann" });
        await world.CatchUpAsync();
        Assert.Equal([""], await world.ListAsync("select username from boost.slack_user"));
        Assert.Equal(["4"], await world.ListAsync("select count(*)::text from log.mt_events where type = 'boost.profile_forgotten.v1'"));
    }

    private static (int, int) Counts(JsonNode command) => ((int)command["result"]!["new"]!, (int)command["result"]!["added"]!);
}
