using System.Text;
using System.Text.Json;
using EventSourced.EventStore.Log;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EventSourced.EventStore.Signals;

/// <summary>
/// Signals of one process to others: to all workers that the log has grown, and to the process whose caller waits for a command that its outcome is stored. They are notifications of
/// PostgreSQL, sent after the commit; signals in quick succession share a statement. A lost signal only costs time, because the receivers also poll.
/// </summary>
/// <param name="notifications">Receives the signals of the others.</param>
/// <param name="log">Connections to send on.</param>
/// <param name="logger">Log.</param>
public sealed partial class ProcessSignals(Notifications notifications, EventLogSource log, ILogger<ProcessSignals> logger) : BackgroundService
{
    // Larger outcomes are read from the ledger.
    private const int MostBytesOfOutcome = 1_000;

    private const string LogChannel = "es_log", OutcomesChannel = "es_outcomes";

    // The first signal is sent at once; those that follow shortly after it share a statement.
    private static readonly TimeSpan s_minInterval = TimeSpan.FromMilliseconds(4);

    private readonly SemaphoreSlim _wakeUp = new(0, 1);
    private readonly Lock _lock = new();
    private readonly ReplyAddress _address = ReplyAddress.Create();
    private Dictionary<string, List<SignalledOutcome>> _outcomes = [];
    private bool _logHasGrown;
    private Action? _logAdvanced;
    private CommandLedger? _ledger;
    private volatile bool _hasOtherWorkers;

    /// <summary>The address of this process, for the envelopes of commands for whose outcomes it waits. It is secret: whoever knows it can signal outcomes.</summary>
    public string Address => field ??= _address.ToString();

    /// <summary>Whether another process follows the log. If not, the growth of the log is not notified.</summary>
    public bool HasOtherWorkers
    {
        get => _hasOtherWorkers;
        set => _hasOtherWorkers = value;
    }

    /// <summary>Receives the signals that the log has grown, of this process and of others. Call it before the host starts.</summary>
    /// <param name="advanced">Wakes the readers of the log. It must not block.</param>
    public void ReceiveLog(Action advanced)
    {
        _logAdvanced = advanced;
        // Signals may have been lost meanwhile.
        notifications.Changed += advanced;
        notifications.Subscribe(LogChannel, sender =>
        {
            // This process has woken its readers at once.
            if (sender != _address.Name) advanced();
        });
    }

    /// <summary>Answers the callers of this process when others have stored the outcomes of their commands. Call it before the host starts.</summary>
    /// <param name="ledger">The ledger that the callers wait on.</param>
    public void ReceiveOutcomes(CommandLedger ledger)
    {
        _ledger = ledger;
        notifications.Changed += () => ledger.OutcomesAreSignalled = notifications.IsListening;
        notifications.Subscribe(OutcomesChannel, payload =>
        {
            if (payload.Split(' ') is [var name, var text] && name == _address.Name && _address.Open(text) is { } outcomes)
                ledger.OutcomesStored([.. outcomes.Split('\n').Select(Parse)]);
        });
    }

    /// <summary>Signals that this process has written to the log. Does not block.</summary>
    public void LogWritten()
    {
        _logAdvanced?.Invoke();
        if (!_hasOtherWorkers) return;
        lock (_lock)
        {
            _logHasGrown = true;
            WakeUp();
        }
    }

    /// <summary>Signals that a command has an outcome. Does not block.</summary>
    /// <param name="process">Address of the process that waits for it.</param>
    /// <param name="outcome">The command.</param>
    public void OutcomeStored(string process, SignalledOutcome outcome)
    {
        if (process == Address)
        {
            _ledger?.OutcomesStored([outcome]);
            return;
        }
        lock (_lock)
        {
            if (!_outcomes.TryGetValue(process, out var commands)) _outcomes.Add(process, commands = []);
            commands.Add(outcome);
            WakeUp();
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _wakeUp.WaitAsync(stoppingToken);
            try
            {
                await SendAsync(Take(), stoppingToken);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException)
            {
                LogLost(e);
            }
            await Task.Delay(s_minInterval, stoppingToken);
        }
    }

    private void WakeUp()
    {
        if (_wakeUp.CurrentCount == 0) _wakeUp.Release();
    }

    private List<(string Channel, string Payload)> Take()
    {
        Dictionary<string, List<SignalledOutcome>> outcomes;
        List<(string, string)> signals = [];
        lock (_lock)
        {
            (outcomes, _outcomes) = (_outcomes, []);
            if (_logHasGrown) signals.Add((LogChannel, _address.Name));
            _logHasGrown = false;
        }
        // The address of an earlier version has no key: that process polls.
        foreach (var (address, commands) in outcomes)
            if (ReplyAddress.TryParse(address) is { } process)
                signals.AddRange(TextsOf(commands).Select(text => (OutcomesChannel, $"{process.Name} {process.Seal(text)}")));
        return signals;
    }

    private static IEnumerable<string> TextsOf(List<SignalledOutcome> outcomes)
    {
        var text = new StringBuilder();
        foreach (var line in outcomes.Select(Format))
        {
            if (text.Length > 0 && text.Length + line.Length >= ReplyAddress.MostBytes)
            {
                yield return text.ToString();
                text.Clear();
            }
            if (text.Length > 0) text.Append('\n');
            text.Append(line);
        }
        if (text.Length > 0) yield return text.ToString();
    }

    private async Task SendAsync(List<(string Channel, string Payload)> signals, CancellationToken cancellationToken)
    {
        await using var connection = await log.Source.OpenConnectionAsync(cancellationToken);
        // Without a flush: PostgreSQL holds a lock of all notifying transactions until the end of the commit.
        await using var command = new NpgsqlCommand(
            "select set_config('synchronous_commit', 'off', true), pg_notify(n.channel, n.payload) from unnest($1, $2) as n (channel, payload)", connection);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. signals.Select(s => s.Channel)] });
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. signals.Select(s => s.Payload)] });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    // The serialiser escapes line breaks and all that is not ASCII: a character is a byte.
    private static string Format(SignalledOutcome outcome)
    {
        var json = JsonSerializer.Serialize(outcome);
        return json.Length <= MostBytesOfOutcome ? json : JsonSerializer.Serialize(outcome with { Outcome = null });
    }

    private static SignalledOutcome Parse(string line) => JsonSerializer.Deserialize<SignalledOutcome>(line);

    [LoggerMessage(LogLevel.Debug, "Signals to other processes are lost: they poll")]
    private partial void LogLost(Exception exception);
}

/// <summary>A command whose outcome is stored.</summary>
/// <param name="CommandId">The command.</param>
/// <param name="Outcome">The outcome; null when the receiver must read it from the ledger.</param>
public readonly record struct SignalledOutcome(Guid CommandId, CommandProgress? Outcome);
