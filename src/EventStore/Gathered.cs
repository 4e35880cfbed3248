using Npgsql;

namespace EventSourced.EventStore;

/// <summary>
/// Makes one question of all that are asked while another is on its way to the server: under load many callers share a round trip and a commit, and a lone
/// caller waits for nobody.
/// </summary>
/// <param name="source">The database. A connection is held for as long as there are questions.</param>
/// <param name="ask">Answers questions, each in its place. A fault of one of them may fail all: they are then asked one by one.</param>
internal sealed class Gathered<TQuestion, TAnswer>(NpgsqlDataSource source, Func<NpgsqlConnection, IReadOnlyList<TQuestion>, Task<IReadOnlyList<TAnswer>>> ask)
{
    private const int Most = 500;
    private readonly Lock _lock = new();
    private readonly Queue<Waiting> _waiting = new();
    private bool _asking;

    /// <summary>The answer to a question.</summary>
    /// <param name="question">The question.</param>
    /// <param name="cancellationToken">Gives up waiting; the question may be asked all the same.</param>
    public Task<TAnswer> AskAsync(TQuestion question, CancellationToken cancellationToken)
    {
        var waiting = new Waiting(question);
        lock (_lock)
        {
            _waiting.Enqueue(waiting);
            if (_asking) return waiting.Task.WaitAsync(cancellationToken);
            _asking = true;
        }
        // What others ask is no part of this caller's trace.
        using (ExecutionContext.SuppressFlow()) _ = Task.Run(RunAsync, CancellationToken.None);
        return waiting.Task.WaitAsync(cancellationToken);
    }

    private async Task RunAsync()
    {
        NpgsqlConnection? connection = null;
        while (Next() is { Count: > 0 } batch) connection = await AnswerAsync(batch, connection);
        if (connection is not null) await connection.DisposeAsync();
    }

    private List<Waiting> Next()
    {
        List<Waiting> batch = [];
        lock (_lock)
        {
            while (batch.Count < Most && _waiting.TryDequeue(out var waiting)) batch.Add(waiting);
            _asking = batch.Count > 0;
        }
        return batch;
    }

    /// <summary>Answers all of a batch. Returns the connection for the next, or null when there is none to go on with.</summary>
    private async Task<NpgsqlConnection?> AnswerAsync(List<Waiting> batch, NpgsqlConnection? connection)
    {
        var retry = new Retry(TimeSpan.Zero);
        while (true)
        {
            try
            {
                connection ??= await source.OpenConnectionAsync();
                var answers = await ask(connection, [.. batch.Select(w => w.Question)]);
                for (var i = 0; i < batch.Count; i++) batch[i].TrySetResult(answers[i]);
                return connection;
            }
            catch (Exception e) when (Retry.IsRaced(e) && retry.Again())
            {
            }
            catch (Exception e) when (batch.Count > 1 && Retry.IsFault(e))
            {
                foreach (var waiting in batch) connection = await AnswerAsync([waiting], connection);
                return connection;
            }
            catch (Exception e)
            {
                foreach (var waiting in batch) waiting.TrySetException(e);
                if (connection is not null) await connection.DisposeAsync();
                return null;
            }
        }
    }

    private sealed class Waiting(TQuestion question) : TaskCompletionSource<TAnswer>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public TQuestion Question { get; } = question;
    }
}
