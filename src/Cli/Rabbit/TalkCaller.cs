using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Rabbit;

/// <summary>A turn that was sent.</summary>
/// <param name="Session">Its session.</param>
/// <param name="Turn">Its id.</param>
/// <param name="Words">How many words the child said.</param>
/// <param name="Command">The command that records it.</param>
internal sealed record SentTurn(Guid Session, Guid Turn, int Words, SentCommand Command);

/// <summary>Simulates a child: a session, some turns in sequence or concurrently, sometimes one twice, and the end of the session.</summary>
internal sealed class TalkCaller(int number, NemesisWorld world, ConcurrentBag<SentTurn> turns)
{
    private static readonly string[] s_words = "apple bread carrot dog elephant friend garden house ice jam kite lemon moon nose orange park".Split(' ');
    private readonly Random _random = new(unchecked(world.Seed * 401 + number));

    public async Task RunAsync(CancellationToken stop)
    {
        for (var round = 0; !stop.IsCancellationRequested; round++)
        {
            // Few children for many sessions, so that analyses of one child are concurrent.
            var session = await StartAsync(world.Book, $"child-{_random.Next(3)}", stop);
            if (session is not { } id) return;
            List<SentCommand> said = [.. Enumerable.Range(0, _random.Next(3, 9)).Select(_ => Say(id).Command)];
            if (_random.Next(3) == 0) await Task.WhenAll(said.Select(command => world.Book.RunAsync(command, stop)));
            else foreach (var command in said) await world.Book.RunAsync(command, stop);
            if (stop.IsCancellationRequested) return;
            if (_random.Next(4) == 0) await world.Book.RunAsync(said[_random.Next(said.Count)], stop);
            await world.Book.RunAsync(world.Book.Write(HttpMethod.Post, $"api/rabbit/sessions/{id}/close", "rabbit.close_session", new JsonObject { ["session_id"] = id.ToString() }, "rabbit.session_closed.v1"), stop);
        }
    }

    /// <summary>Starts a session of a child; null on cancellation.</summary>
    public static async Task<Guid?> StartAsync(CommandBook book, string child, CancellationToken stop)
    {
        var id = Guid.NewGuid();
        var started = book.Write(HttpMethod.Post, "api/rabbit/sessions", "rabbit.start_session",
            new JsonObject { ["session_id"] = id.ToString(), ["child_id"] = child }, "rabbit.session_started.v1", "rabbit.child_session_started.v1");
        return await book.RunAsync(started, stop) ? id : null;
    }

    /// <summary>A turn in a session.</summary>
    public static SentTurn Say(CommandBook book, Guid session, string text, string answer)
    {
        var turn = Guid.NewGuid();
        // The message has the child's words encrypted, so it cannot be duplicated from here.
        var command = book.Write(HttpMethod.Post, $"api/rabbit/sessions/{session}/turns", "rabbit.record_turn",
            new JsonObject { ["turn_id"] = turn.ToString(), ["child_input"] = text, ["rabbit_response"] = answer }, isRepeatable: false, "rabbit.turn_recorded.v1");
        return new SentTurn(session, turn, text.Split(' ').Length, command);
    }

    private SentTurn Say(Guid session)
    {
        var text = string.Join(' ', Enumerable.Range(0, _random.Next(1, 8)).Select(_ => s_words[_random.Next(s_words.Length)]));
        var turn = Say(world.Book, session, text, "I see.");
        turns.Add(turn);
        world.Tally.Count("turns");
        return turn;
    }
}
