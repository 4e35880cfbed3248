using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Days;
using EventSourced.Contracts;
using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

public sealed class DayDeciderTests
{
    private static readonly DateOnly Day = new(2024, 2, 1);
    private static readonly DayAnalysis Analysis = new("neutral", 0, ["noise"], "A day.", new("x".Length, "low", [], 0));

    [Fact]
    public void New_messages_are_recorded_and_digested()
    {
        var decision = Import([], Read(Given.Export, ("alice", "a"), ("bob", "b"), ("alice", "c")));
        var recorded = Assert.IsType<DayMessagesRecorded>(decision.Events[0]);
        Assert.Equal(["alice", "bob"], recorded.SenderHashes);
        Assert.Equal([0, 1, 0], recorded.SenderIndexes);
        Assert.Equal([Hash("a"), Hash("b"), Hash("c")], recorded.ContentHashes);
        Assert.Equal([600, 601, 602], recorded.Minutes!);
        var digest = Assert.IsType<DayDigested>(decision.Events[1]);
        Assert.Equal((3, 3, Given.Export), (digest.MessageCount, digest.CoveredMessages, digest.ExportId));
        Assert.Equal(["alice", "bob"], digest.SenderHashes);
        Assert.Equal((3, 3), (decision.Recorded, decision.Contributed));
    }

    [Fact]
    public void Known_messages_record_nothing_and_count_for_the_export_that_recorded_them()
    {
        var read = Read(Given.Export, ("alice", "a"), ("bob", "b"));
        var known = Import([], read).Events;
        Assert.Equal((0, 0, 2), Brief(Import(known, read)));
        var other = Read(Given.Other, ("bob", "b"), ("bob", "z"));
        var decision = Import(known, other, Given.Other);
        Assert.Equal((2, 1, 1), Brief(decision));
        Assert.Equal([Hash("z")], ((DayMessagesRecorded)decision.Events[0]).ContentHashes);
        Assert.Equal(["bob"], ((DayMessagesRecorded)decision.Events[0]).SenderHashes);
        Assert.Equal((3, 2), (((DayDigested)decision.Events[1]).MessageCount, ((DayDigested)decision.Events[1]).CoveredMessages));
    }

    [Fact]
    public void A_missing_digest_is_recorded_again_without_new_messages()
    {
        var read = Read(Given.Export, ("alice", "a"));
        IEvent[] cleared = [.. Import([], read).Events, new DayCleared("garden", "chat", Day, false)];
        Assert.IsType<DayDigested>(Assert.Single(Import(cleared, read).Events));
        IEvent[] gone = [.. cleared, new DayCleared("garden", "chat", Day, true)];
        Assert.Equal((2, 1, 1), Brief(Import(gone, read)));
        Assert.Equal(1, ((DayDigested)Import(gone, read).Events[1]).MessageCount);
    }

    [Fact]
    public void A_day_is_cleared_when_there_is_something_to_clear()
    {
        var imported = Import([], Read(Given.Export, ("alice", "a"))).Events;
        var (digests, all) = (Clear(false), Clear(true));
        Assert.Equal([new DayCleared("garden", "chat", Day, false)], Decide(digests, imported));
        Assert.Equal([new DayCleared("garden", "chat", Day, true)], Decide(all, imported));
        IEvent[] cleared = [.. imported, new DayCleared("garden", "chat", Day, false)];
        Assert.Empty(Decide(digests, cleared));
        Assert.Single(Decide(all, cleared));
        Assert.Empty(Decide(all, [.. cleared, new DayCleared("garden", "chat", Day, true)]));
        Assert.Empty(Decide(all, []));

        static Clear Clear(bool hashes) => new("garden", "chat", Day, Day, hashes);
        static IReadOnlyList<IEvent> Decide(Clear clear, IReadOnlyList<IEvent> events) =>
            DayDecider.Decide(new DayDigestState(Given.Chat, Day).After(Given.Facts(1, events)), clear).Events;
    }

    [Fact]
    public void Hash_values_round_trip_through_text()
    {
        var hash = SHA256.HashData("a"u8);
        Assert.Equal(Convert.ToHexStringLower(hash), HashKey.Of(hash).ToHex());
        Assert.Equal(HashKey.Of(hash), HashKey.OfHex(Convert.ToHexStringLower(hash)));
        Assert.Throws<FormatException>(() => HashKey.OfHex(new string('a', 66)));
        Assert.Throws<FormatException>(() => HashKey.OfHex(new string('g', 64)));
    }

    private static (int Events, int Recorded, int Contributed) Brief(DayDecision decision) => (decision.Events.Count, decision.Recorded, decision.Contributed);

    private static DayDecision Import(IReadOnlyList<IEvent> known, ImportedDay read, Guid? export = null) =>
        DayDecider.Import(new DayState(Given.Chat, Day).After(Given.Facts(1, known)), read, export ?? Given.Export);

    private static ImportedDay Read(Guid export, params (string Sender, string Text)[] messages)
    {
        var read = new ImportedDay(Day);
        for (var i = 0; i < messages.Length; i++) read.Add(i, HashKey.OfHex(Hash(messages[i].Text)), messages[i].Sender, 600 + i);
        read.Complete(Analysis with { Summary = export.ToString() }, "m");
        return read;
    }

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
