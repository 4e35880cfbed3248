using System.Collections.Concurrent;
using EventSourced.Cli.Nemesis;

namespace EventSourced.Cli.Fastest.Nemesis;

/// <summary>Requests whose answer was lost when the callers stopped. They are repeated with the same key, so that each has an outcome before the check.</summary>
internal sealed class OpenRequests(Caller caller)
{
    private readonly ConcurrentDictionary<Guid, Func<HttpRequestMessage>> _open = new();

    /// <summary>Sends a request of a command once.</summary>
    /// <returns>The answer; null when it says nothing about the outcome.</returns>
    public async Task<Answer?> SendAsync(Guid command, Func<HttpRequestMessage> request, CancellationToken stop)
    {
        _open[command] = request;
        var answer = await caller.SendAsync(request, stop);
        // 202: the command waits. 5xx: the outcome is unknown.
        if (answer.Status is 0 or 202 or >= 500) return null;
        _open.TryRemove(command, out _);
        return answer;
    }

    /// <summary>Repeats the open requests; returns how many stay open as a sentence, or null.</summary>
    public async Task<string?> FinishAsync(CancellationToken stop)
    {
        foreach (var (command, request) in _open.ToList()) await SendAsync(command, request, stop);
        return _open.IsEmpty ? null : $"{_open.Count} requests of users have no outcome";
    }
}
