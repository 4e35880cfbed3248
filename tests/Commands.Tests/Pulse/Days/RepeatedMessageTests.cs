using EventSourced.Contracts.Pulse;

namespace EventSourced.Commands.Tests.Pulse;

/// <summary>Repeated messages over several exports of one chat.</summary>
public sealed class RepeatedMessageTests
{
    private static readonly DateOnly Day = new(2024, 2, 1);

    [Fact]
    public void A_capped_export_that_begins_in_the_middle_of_a_day_adds_a_new_repetition()
    {
        var chat = new DayChat();
        Assert.Equal(3, chat.Import([Ok(9, 0), At(9, 30, "more"), Ok(10, 0)]));
        // The export begins at 09:30 and contains the message of 10:00 and a new one.
        Assert.Equal(1, chat.Import([At(9, 30, "more"), Ok(10, 0), Ok(11, 0)]));
        Assert.Equal(0, chat.Import([Ok(10, 0), Ok(11, 0)]));
        Assert.Equal(0, chat.Import([Ok(9, 0), At(9, 30, "more"), Ok(10, 0), Ok(11, 0)]));
        Assert.Equal(4, chat.Count(Day));
    }

    [Fact]
    public void A_capped_export_before_the_full_one_gives_the_same_result()
    {
        var (whole, chat) = (new DayChat(), new DayChat());
        ChatMessage[] all = [Ok(9, 0), Ok(9, 0), At(9, 30, "more"), Ok(10, 0), Ok(11, 0)];
        whole.Import(all);
        chat.Import(all[3..]);
        chat.Import(all);
        chat.Import(all[1..]);
        Assert.Equal(whole.Hashes(), chat.Hashes());
        Assert.Equal(whole.Digests(), chat.Digests());
    }

    [Fact]
    public void Repetitions_within_one_minute_stay_repetitions()
    {
        var chat = new DayChat();
        Assert.Equal(3, chat.Import([Ok(9, 0), Ok(9, 0), Ok(9, 0)]));
        Assert.Equal(0, chat.Import([Ok(9, 0), Ok(9, 0), Ok(9, 0)]));
        // An export may contain only a part of the minute in which it begins.
        Assert.Equal(1, chat.Import([Ok(9, 0), Ok(9, 0), Ok(9, 1)]));
        Assert.Equal(4, chat.Count(Day));
    }

    [Fact]
    public void The_clocks_of_two_phones_may_differ()
    {
        var chat = new DayChat();
        chat.Import([Before, Ok(9, 0), At(9, 1, "yes"), After]);
        // The same messages a minute later, in an export of the whole day and in one that ends within the day.
        Assert.Equal(0, chat.Import([Before, Ok(9, 1), At(9, 2, "yes"), After]));
        Assert.Equal(0, chat.Import([Before, Ok(9, 1), At(9, 2, "yes")]));
        // Another time zone.
        Assert.Equal(0, chat.Import([Before, Ok(12, 0), At(12, 1, "yes"), After]));
        Assert.Equal(0, chat.Import([Ok(12, 0), At(12, 1, "yes"), After]));
        // A repetition is recognised with either clock.
        Assert.Equal(1, chat.Import([Before, Ok(12, 0), At(12, 1, "yes"), Ok(12, 2), After]));
        Assert.Equal(0, chat.Import([Before, Ok(9, 0), At(9, 1, "yes"), Ok(9, 2), After]));
    }

    [Fact]
    public void A_repeated_hour_counts_twice()
    {
        var (whole, chat) = (new DayChat(), new DayChat());
        ChatMessage[] all = [Ok(2, 10), Ok(2, 50), At(2, 5, "winter"), Ok(2, 10), Ok(2, 50), Ok(3, 10)];
        whole.Import(all);
        Assert.Equal(6, whole.Count(Day));
        // One export ends in the first pass of the hour, the other begins there and contains the second.
        chat.Import(all[1..]);
        Assert.Equal(1, chat.Import(all[..2]));
        Assert.Equal(0, chat.Import(all));
        Assert.Equal(whole.Hashes(), chat.Hashes());
    }

    [Fact]
    public void Messages_of_older_events_match_any_minute()
    {
        var (chat, old) = (new DayChat(), new DayChat());
        ChatMessage[] all = [Before, Ok(9, 0), Ok(10, 0), After];
        old.Import(all);
        foreach (var e in old.EventsOf(Day)) chat.EventsOf(Day).Add(e is DayMessagesRecorded recorded ? recorded with { Minutes = null, CoveredFrom = null, CoveredTo = null } : e);
        Assert.Equal(2, chat.Import([Before, After]));
        Assert.Equal(0, chat.Import(all));
        Assert.Equal(0, chat.Import(all[2..]));
        Assert.Equal(1, chat.Import([.. all[..3], Ok(11, 0), After]));
        Assert.Equal(0, chat.Import([.. all[..3], Ok(11, 0), After]));
        Assert.Equal(0, chat.Import([Ok(10, 0), Ok(11, 0), After]));
    }

    [Fact]
    public void An_export_with_more_of_a_day_is_analysed_even_if_no_message_is_new()
    {
        var (whole, chat) = (new DayChat(), new DayChat());
        ChatMessage[] all = [At(9, 0, "a"), At(10, 0, "b"), At(11, 0, "c")];
        whole.Import(all);
        chat.Import(all[..2]);
        chat.Import(all[1..]);
        Assert.NotEqual(whole.Digests(), chat.Digests());
        Assert.Equal(0, chat.Import(all));
        Assert.Equal(whole.Digests(), chat.Digests());
        var events = chat.EventsOf(Day).Count;
        chat.Import(all);
        Assert.Equal(events, chat.EventsOf(Day).Count);
    }

    [Fact]
    public void Overlapping_exports_give_the_whole_chat_in_any_cut_and_order()
    {
        for (var seed = 1; seed <= 3_000; seed++)
        {
            var random = new Random(seed);
            var all = Chat(random);
            var whole = new DayChat();
            whole.Import(all);
            Assert.Equal(all.Count, all.Select(m => m.Day).Distinct().Sum(whole.Count));

            var exports = OverlappingRanges.Of(all, random);
            var imported = exports.Concat(exports).OrderBy(_ => random.Next()).Concat(exports.Take(2)).ToList();
            var chat = new DayChat();
            foreach (var range in imported) chat.Import(all[range]);
            var what = $"seed {seed}: {string.Join(", ", imported)} of {all.Count}";
            Assert.True(whole.Hashes() == chat.Hashes(), $"{what}\n{whole.Hashes()}\n\n{chat.Hashes()}");

            // After an export with every day in full, the digests equal those of the whole chat.
            Assert.True(chat.Import(all) == 0, what);
            Assert.True(whole.Digests() == chat.Digests(), what);
        }
    }

    private static List<ChatMessage> Chat(Random random)
    {
        List<ChatMessage> all = [];
        var days = random.Next(1, 4);
        // Few senders, texts and minutes, so that there are many repetitions.
        var (minutes, texts) = (random.Next(2, 30), random.Next(1, 4));
        for (var day = 0; day < days; day++)
        {
            var minute = random.Next(minutes);
            for (var i = random.Next(1, 25); i > 0; i--)
            {
                all.Add(new(Day.AddDays(day), minute, random.Next(2) == 0 ? "Ann" : "Ben", $"text {random.Next(texts)}"));
                if (random.Next(3) > 0) minute = Math.Min(1439, minute + random.Next(3));
            }
        }
        return all;
    }

    private static ChatMessage Before => new(Day.AddDays(-1), 600, "Zoe", "before");

    private static ChatMessage After => new(Day.AddDays(1), 600, "Zoe", "after");

    private static ChatMessage Ok(int hour, int minute) => At(hour, minute, "ok");

    private static ChatMessage At(int hour, int minute, string text) => new(Day, hour * 60 + minute, "Ann", text);
}
