using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace EventSourced.Testing;

/// <summary>Keeps what a host logs.</summary>
public sealed class LogLines : ILoggerProvider
{
    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>Each with its level, its category, its text and its exception.</summary>
    public IReadOnlyCollection<string> Lines => _lines;

    /// <summary>The lines at the default level of a host.</summary>
    public IReadOnlyList<string> Loud => [.. _lines.Where(l => !l.StartsWith("Trace", StringComparison.Ordinal) && !l.StartsWith("Debug", StringComparison.Ordinal))];

    /// <inheritdoc/>
    public ILogger CreateLogger(string categoryName) => new Keeper(categoryName, _lines);

    /// <inheritdoc/>
    public void Dispose()
    {
    }

    private sealed class Keeper(string category, ConcurrentQueue<string> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{logLevel} {category}: {formatter(state, exception)}{(exception is null ? "" : $" {exception}")}");
    }
}
