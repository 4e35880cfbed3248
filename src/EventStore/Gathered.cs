using System.Threading.Channels;
using EventSourced.EventStore.Appending;
using Npgsql;

namespace EventSourced.EventStore;

/// <summary>
/// Makes one question of all that are asked while another is on its way to the server: under load many callers share a round trip and a commit, and a lone
/// caller waits for nobody. The connection is kept for a moment, with statements that are planned for a large table whatever the size it has now.
/// </summary>
/// <param name="source">The database.</param>
/// <param name="ask">Answers questions, each in its place. A fault of one of them may fail all: they are then asked one by one. May be called again after a failure.</param>
internal sealed class Gathered<TQuestion, TAnswer>(NpgsqlDataSource source, Func<NpgsqlConnection, IReadOnlyList<TQuestion>, Task<IReadOnlyList<TAnswer>>> ask)
{
    private const int Most = 500;
    private static readonly TimeSpan s_kept = TimeSpan.FromMilliseconds(200);
    private readonly Channel<Waiting> _waiting = Channel.CreateUnbounded<Waiting>(new UnboundedChannelOptions { SingleReader = true });
    private NpgsqlConnection? _connection;
    private int _begun;

    /// <summary>The answer to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Gives up waiting; the question may be asked all the same.</param>
    public Task<TAnswer> AskAsync(TQuestion question, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _begun, 1) == 0)
        {
            // What others ask is no part of this caller's trace.
            using (ExecutionContext.SuppressFlow()) _ = Task.Run(RunAsync, CancellationToken.None);
        }
        var waiting = new Waiting(question);
        _waiting.Writer.TryWrite(waiting);
        return waiting.Task.WaitAsync(cancellationToken);
    }

    // Ends never: nothing but those who may ask holds on to it.
    private async Task RunAsync()
    {
        while (true)
        {
            List<Waiting> batch = [];
            while (batch.Count < Most && _waiting.Reader.TryRead(out var waiting)) batch.Add(waiting);
            if (batch.Count > 0) await AnswerAsync(batch);
            else await WaitAsync(_waiting.Reader.WaitToReadAsync().AsTask());
        }
    }

    private async Task WaitAsync(Task next)
    {
        if (_connection is not null && await Task.WhenAny(next, Task.Delay(s_kept)) != next) await CloseAsync();
        await next;
    }

    private async Task AnswerAsync(List<Waiting> batch)
    {
        var retry = new Retry(TimeSpan.Zero);
        while (true)
        {
            var isOld = _connection is not null;
            try
            {
                _connection ??= await OpenAsync();
                var answers = await ask(_connection, [.. batch.Select(w => w.Question)]);
                for (var i = 0; i < batch.Count; i++) batch[i].TrySetResult(answers[i]);
                return;
            }
            catch (Exception e) when (Retry.IsRaced(e) && retry.Again())
            {
            }
            catch (Exception e) when (batch.Count > 1 && Retry.IsFault(e))
            {
                foreach (var waiting in batch) await AnswerAsync([waiting]);
                return;
            }
            catch (Exception e)
            {
                await CloseAsync();
                // It may have broken while nobody asked.
                if (isOld && Retry.IsOutage(e)) continue;
                foreach (var waiting in batch) waiting.TrySetException(e);
                return;
            }
        }
    }

    private async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = await source.OpenConnectionAsync();
        try
        {
            await ServerSessions.SetAsync(connection, KeyPlans.ForSession());
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    private async Task CloseAsync()
    {
        var connection = _connection;
        _connection = null;
        try
        {
            if (connection is not null) await connection.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // It is gone all the same, and those who wait must not go with it.
        }
    }

    private sealed class Waiting(TQuestion question) : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TQuestion Question { get; } = question;
    }
}
