using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net.Http;
using System.Text;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Generated;
using Xunit;

/// <summary>A program that uses only the generated client. The test that generates the client compiles it; it is not compiled with the tests.</summary>
public static class Program
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(2);

    public static async Task AdminAsync(HttpClient http)
    {
        var client = new Client(http);
        Assert.Equal("live", (await client.Get_health_liveAsync()).Status);
        Assert.NotEmpty((await client.Get_healthAsync()).Checks!);

        var created = await EndAsync(client, (await client.Pulse_create_communityAsync(new PulseCreateCommunity { Community_id = "allotment", Name = "Allotment" }, prefer: "wait=30")).Command_id);
        // An unset member has the default of the API, not of C#.
        var community = Assert.Single((await client.Pulse_communitiesAsync(community_id: "allotment", x_Min_Position: created.Position, x_Min_Position_Timeout: 60)).Data);
        Assert.Equal(("Allotment", "", true), (community.Name, community.Description, community.Is_public));
        await EndAsync(client, (await client.Pulse_create_sourceAsync(new PulseCreateSource { Community_id = "allotment", Source_id = "main", Name = "Main" })).Command_id);

        const string Chat = "12/03/2024, 09:15 - Anna: The lift is broken again\n12/03/2024, 09:20 - Ben: Thank you all, great idea\n13/03/2024, 10:00 - Anna: Market on saturday, lovely\n";
        var upload = await client.Pulse_register_exportAsync("allotment", source_id: "main", file: new FileParameter(new MemoryStream(Encoding.UTF8.GetBytes(Chat)), "chat.txt"));
        await EndAsync(client, upload.Command_id);
        await UntilAsync("the export is processed", async () =>
        {
            var export = (await client.Pulse_exportsAsync(export_id: upload.Export_id)).Data.SingleOrDefault();
            Assert.NotEqual("failed", export?.Status);
            return export?.Status == "completed";
        });
        Assert.Equal(upload.Export_id, Assert.Single((await client.Get_exports_progressAsync(community: "allotment")).Exports).Export_id);

        ICollection<PulseDailyDigestsRow> days = [];
        await UntilAsync("there are digests of both days", async () => (days = (await client.Pulse_daily_digestsAsync(community_id: "allotment", source_id: "main", order: "day_date")).Data).Count == 2);
        Assert.Equal([12, 13], days.Select(d => d.Day_date.Day));
        Assert.Equal([2, 1], days.Select(d => d.Message_count));
        var since = await client.Pulse_daily_digestsAsync(community_id: "allotment", source_id: "main", day_date_gte: days.Last().Day_date, limit: 1);
        Assert.Equal((1, null), (since.Data.Count, since.Next));
        Assert.Equal(2, (await client.Pulse_daily_digestsAsync(community_id: "allotment", source_id_in: "main,other")).Data.Count);
        Assert.Equal(2, (await client.Get_pulse_daily_jsonAsync(community: "allotment", source: "main", from: days.First().Day_date, to: days.Last().Day_date)).Days.Count);

        var events = (await client.Get_admin_eventsAsync(from: 1, limit: 1000)).Events;
        Assert.Contains(events, e => ((JsonElement)e.Data).ValueKind == JsonValueKind.Object && e.Event.Position > 0);
        Assert.NotEmpty((await client.Pulse_communities_explainAsync("allotment")).Events!);
        Assert.NotEmpty((await client.Get_admin_effects_positionAsync($"{created.Position}")).Tables);

        var rebuild = await client.Post_admin_rebuildsAsync(new RebuildRequest { Tables = ["pulse.communities", "pulse.daily_digests"] });
        using (var progress = await client.Get_admin_rebuilds_id_progressAsync(rebuild.Id))
            Assert.Contains("event: end", await new StreamReader(progress.Stream).ReadToEndAsync());
        Assert.Equal("completed", (await client.Get_admin_rebuilds_idAsync(rebuild.Id)).State);
        Assert.Contains(await client.Get_admin_generationsAsync(), g => g is { Table: "pulse.communities", State: "previous" });
        var verification = await client.Post_admin_verificationsAsync(new VerifyRequest { Tables = ["pulse.communities"], Where = new Dictionary<string, string> { ["community_id"] = "allotment" } });
        await UntilAsync("the verification ends", async () => (await client.Get_admin_verifications_idAsync(verification.Id)).Is_final);
        var ended = await client.Get_admin_verifications_idAsync(verification.Id);
        Assert.Equal(("completed", true), (ended.State, ((JsonElement)ended.Result!).GetProperty("holds").GetBoolean()));
        Assert.Equal("running", (await client.Get_admin_projectionsAsync()).Projections.Single(p => p.Table == "pulse.communities").State);

        var token = await client.Post_admin_tokensAsync(new NewToken { Name = "reports", Expires_in_days = 1 });
        Assert.NotEmpty(token.Token);
        await client.Delete_admin_tokens_nameAsync("reports");
        Assert.NotNull((await client.Get_admin_tokensAsync()).Tokens.Single(t => t.Name == "reports").Revoked_at);

        var problem = await Assert.ThrowsAsync<ApiException<Problem>>(() => client.Pulse_daily_digestsAsync(order: "summary"));
        Assert.Equal((400, "column_not_indexed"), (problem.StatusCode, problem.Result.Code));
        var missing = await Assert.ThrowsAsync<ApiException<Problem>>(() => client.Get_commands_idAsync(Guid.NewGuid().ToString()));
        Assert.Equal((404, "command_not_found"), (missing.StatusCode, missing.Result.Code));
    }

    public static async Task FamilyAsync(HttpClient anyone, HttpClient parent, HttpClient admin)
    {
        var child = new Client(anyone);
        var session = await child.Post_api_session_startAsync(new SessionRequest { ChildId = "mika" });
        using (var greeting = await child.Get_api_speech_hash_mp3Async(Path.GetFileNameWithoutExtension(session.TtsAudioUrl)!)) Assert.True(await LengthAsync(greeting.Stream) > 0);
        var answer = await child.Post_api_conversation_textAsync(new TextRequest { SessionId = session.SessionId.ToString(), Text = "りんごがすき" });
        Assert.NotEmpty(answer.RabbitResponse);
        var spoken = await child.Post_api_conversation_audioAsync(
            session.SessionId.ToString(), new FileParameter(new MemoryStream([0x1A, 0x45, 0xDF, 0xA3]), "voice.webm", "audio/webm"), timestamp: DateTimeOffset.UtcNow, durationMs: 1500, transcription: "みかんもすき");
        Assert.Equal("みかんもすき", spoken.Transcription);
        await UntilAsync("both turns are counted", async () => (await child.Get_api_session_idAsync(session.SessionId.ToString())).TurnCount == 2);

        var mother = new Client(parent);
        var logs = new LogList();
        await UntilAsync("both turns are shown", async () => (logs = await mother.Get_api_parent_logsAsync(childId: "mika", limit: 10)).Logs.Count == 2);
        Assert.Equal(["みかんもすき", "りんごがすき"], logs.Logs.Select(l => l.ChildInput));
        using (var voice = await mother.Get_api_parent_audio_turnIdAsync(spoken.TurnId.ToString(), childId: "mika")) Assert.Equal(4, await LengthAsync(voice.Stream));
        await UntilAsync("words are counted", async () => (await mother.Get_api_parent_vocabularyAsync(childId: "mika", period: Period.All)).TotalUniqueWords > 0);
        Assert.NotNull((await mother.Get_api_parent_highlightsAsync(childId: "mika")).Highlights);
        Assert.Equal(new DateTime(2024, 3, 12), (await mother.Get_api_parent_summaryAsync(childId: "mika", date: new DateTimeOffset(2024, 3, 12, 0, 0, 0, TimeSpan.Zero))).Date.Date);
        Assert.Equal(401, (await Assert.ThrowsAsync<ApiException<ErrorEnvelope>>(() => child.Get_api_parent_logsAsync(pin: "000000"))).StatusCode);

        var operatorOf = new Client(admin);
        await operatorOf.Put_api_rabbit_children_child_id_pinAsync("mika", new NewPin { Pin = "135790" });
        Assert.Equal(2, (await child.Get_api_parent_logsAsync(pin: "135790", childId: "mika")).Total);
        // The session is closed first, so that no turn is in progress when its words are erased.
        await EndAsync(operatorOf, (await operatorOf.Rabbit_close_sessionAsync(session.SessionId.ToString())).Command_id);
        await EndAsync(operatorOf, (await operatorOf.Rabbit_forget_childAsync(new RabbitForgetChild { Child_id = "mika" })).Command_id);
    }

    private static async Task<CommandState> EndAsync(Client client, Guid command)
    {
        var state = new CommandState();
        await UntilAsync("the command ends", async () => (state = await client.Get_commands_idAsync(command.ToString())).Status != "accepted");
        Assert.True(state.Status == "completed", $"{state.Name} is {state.Status}: {state.Problem}");
        return state;
    }

    private static async Task<int> LengthAsync(Stream stream)
    {
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return (int)copy.Length;
    }

    private static async Task UntilAsync(string what, Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(s_patience);
        while (!await holds())
        {
            Assert.False(limit.IsCancellationRequested, $"Waited {s_patience.TotalMinutes} minutes until {what}.");
            await Task.Delay(50, CancellationToken.None);
        }
    }
}
