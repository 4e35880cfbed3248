using EventSourced.Contracts;

namespace EventSourced.Commands.Modules;

/// <summary>Collects the commands that the scheduler sends.</summary>
public sealed class ScheduleBuilder
{
    private readonly List<ScheduledCommand> _commands = [];

    internal IReadOnlyList<ScheduledCommand> Commands => _commands;

    /// <summary>Starts an entry of the schedule.</summary>
    /// <param name="cron">When: a cron expression of Quartz with seconds, UTC.</param>
    public Entry Cron(string cron) => new(this, cron);

    /// <summary>A time without its command yet.</summary>
    public sealed class Entry
    {
        private readonly ScheduleBuilder _schedule;
        private readonly string _cron;

        internal Entry(ScheduleBuilder schedule, string cron) => (_schedule, _cron) = (schedule, cron);

        /// <summary>Sends a command at these times.</summary>
        /// <param name="command">Makes it from the scheduled time.</param>
        /// <param name="misfired">What to do about times at which no worker ran.</param>
        /// <typeparam name="TCommand">The command.</typeparam>
        /// <exception cref="InvalidOperationException">The command has an entry already.</exception>
        public void Send<TCommand>(Func<DateTimeOffset, TCommand> command, Misfire misfired = Misfire.Skip) where TCommand : class, ICommand
        {
            var name = CommandCatalog.NameOf(typeof(TCommand));
            if (_schedule._commands.Any(c => c.Name == name)) throw new InvalidOperationException($"{name} is scheduled twice: one command has one entry.");
            _schedule._commands.Add(new(name, _cron, command, misfired));
        }
    }
}

/// <summary>What to do about scheduled times at which no worker ran.</summary>
public enum Misfire
{
    /// <summary>Nothing: the next time is soon.</summary>
    Skip,

    /// <summary>The last of them fires when a worker runs again.</summary>
    FireOnce,
}

/// <summary>A scheduled command.</summary>
/// <param name="Name">Name of the command, and of the entry.</param>
/// <param name="Cron">When: a cron expression of Quartz with seconds, UTC.</param>
/// <param name="Command">Makes the command from the scheduled time.</param>
/// <param name="Misfired">What to do about missed times.</param>
public sealed record ScheduledCommand(string Name, string Cron, Func<DateTimeOffset, ICommand> Command, Misfire Misfired);
