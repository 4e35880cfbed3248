using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pulse.Analysis;
using EventSourced.Commands.Pulse.Days;

namespace EventSourced.Commands.Tests.Pulse;

public sealed class OtherFormsTests
{
    private const MessageForm Media = MessageForm.Named | MessageForm.Unnamed;
    private static readonly DateOnly Day = new(2024, 2, 1);
    private static readonly MessageForm[] Forms =
        [MessageForm.Plain, MessageForm.Named, MessageForm.Unnamed, MessageForm.Edited, MessageForm.Labelled, MessageForm.Edited | MessageForm.Labelled, MessageForm.Named | MessageForm.Edited];

    [Fact]
    public void Messages_are_known_in_another_form_as_if_each_was_compared_with_all()
    {
        for (var seed = 0; seed < 3_000; seed++)
        {
            var random = new Random(seed);
            var state = State(Read("theirs", random));
            var read = Read("ours", random);
            Assert.True(Pairwise(state, read).SetEquals(Known(state, read)), $"Seed {seed}");
        }
    }

    [Theory]
    // None is the same message: the minutes differ.
    [InlineData((int)MessageForm.Edited, (int)MessageForm.Edited, false)]
    [InlineData((int)MessageForm.Named, (int)MessageForm.Named, true)]
    [InlineData((int)MessageForm.Named, (int)MessageForm.Unnamed, true)]
    public void A_day_with_many_messages_of_one_sender_is_compared_in_little_time(int theirs, int ours, bool areSame)
    {
        const int Many = 120_000;
        var state = State(Read("theirs", (MessageForm)theirs, Many, from: 0));
        var read = Read("ours", (MessageForm)ours, Many, from: 720);
        var watch = Stopwatch.StartNew();
        Assert.Equal(areSame ? Many : 0, Known(state, read).Count);
        // Comparing all pairs takes longer, those of media hours.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
    }

    private static IReadOnlySet<int> Known(DayState state, ImportedDay read) => OtherForms.Known(state, read, Enumerable.Range(0, read.Count), []);

    /// <summary>The same by comparing each message with all known ones that are left.</summary>
    private static HashSet<int> Pairwise(DayState state, ImportedDay read)
    {
        HashSet<int> known = [];
        foreach (var sender in Enumerable.Range(0, read.Count).GroupBy(read.Sender))
        {
            var candidates = state.Messages.Select(m => m.Value).Where(m => state.SenderOf(m) == sender.Key).Select(m => (m.Minute, m.Form)).OrderBy(c => c.Minute).ToList();
            foreach (var (here, there) in new[] { (MessageForm.Unnamed, Media), (MessageForm.Named, MessageForm.Unnamed) })
            {
                var media = sender.Where(m => (read.Form(m) & here) != 0 && !known.Contains(m)).ToList();
                var theirs = candidates.FindAll(c => (c.Form & there) != 0);
                if (media.Count == 0 || theirs.Count == 0) continue;
                var fresh = DuplicateMatcher.FindNew([.. media.Select(read.Minute)], read.Span, [.. theirs.Select(c => c.Minute)], state).Select(i => media[i]).ToHashSet();
                foreach (var message in media.Where(m => !fresh.Contains(m)))
                {
                    known.Add(message);
                    var same = theirs.FindIndex(c => c.Minute == read.Minute(message));
                    candidates.Remove(same >= 0 && candidates.Contains(theirs[same]) ? theirs[same] : theirs.First(candidates.Contains));
                }
            }
            foreach (var message in sender.Where(m => !known.Contains(m)))
            {
                var at = candidates.FindIndex(c => IsSame(read.Form(message), read.Minute(message), c));
                if (at < 0) continue;
                known.Add(message);
                candidates.RemoveAt(at);
            }
        }
        return known;

        bool IsSame(MessageForm form, short minute, (short Minute, MessageForm Form) other) =>
            (form & other.Form & MessageForm.Named) != 0 ? read.Span.HoldsAllOf(other.Minute) && state.HoldsAllOf(minute)
            : minute == other.Minute && (((form | other.Form) & MessageForm.Edited) != 0 ? read.Span.HoldsAllOf(minute) || state.HoldsAllOf(minute) : (form & other.Form & MessageForm.Labelled) != 0);
    }

    private static DayState State(ImportedDay read) => new DayState(Given.Chat, Day).After(Given.Facts(1, DayDecider.Import(new DayState(Given.Chat, Day), read, Given.Export).Events));

    /// <summary>A few messages of few senders in few minutes, in an export that may begin or end on the day.</summary>
    private static ImportedDay Read(string text, Random random)
    {
        var (begins, ends) = (random.Next(3) == 0, random.Next(3) == 0);
        var read = new ImportedDay(Day, begins, ends, (group, ordinal) => Hash($"{text} {group} {ordinal}"));
        var minutes = Enumerable.Range(0, random.Next(1, 25)).Select(_ => random.Next(600, 606)).Order().ToList();
        for (var i = 0; i < minutes.Count; i++) read.Add(i, Hash($"{text} {i}"), random.Next(3) == 0 ? "bob" : "alice", minutes[i], Forms[random.Next(Forms.Length)]);
        read.Complete(NeutralDay.Analysis, "m");
        return read;
    }

    private static ImportedDay Read(string text, MessageForm form, int count, int from)
    {
        var read = new ImportedDay(Day);
        for (var i = 0; i < count; i++) read.Add(i, Hash($"{text} {i}"), "alice", from + (int)(i * 720L / count), form);
        read.Complete(NeutralDay.Analysis, "m");
        return read;
    }

    private static HashKey Hash(string text) => HashKey.Of(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
