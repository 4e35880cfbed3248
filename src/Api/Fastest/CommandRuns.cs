using System.Globalization;
using System.Text.Json;
using EventSourced.Api.Access;
using EventSourced.Api.Commands;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using EventSourced.EventStore;
using EventSourced.ReadTables;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest;

/// <summary>What a command returned.</summary>
/// <param name="Position">Position of its last event; 0 when it changed nothing.</param>
/// <param name="Result">Its result.</param>
internal sealed record CommandRun(long Position, JsonElement Result);

/// <summary>Sends commands and waits for them. Clients of Fastest expect to read what they have just written, so the answer also waits for the tables.</summary>
internal sealed class CommandRuns(CommandIntake intake, CommandLedger ledger, TableStates tables, ReadTableCatalog catalog, FastestOptions options)
{
    /// <summary>The principal of callers who have no session yet.</summary>
    private static readonly Principal s_signIn = new("sign_in", "fastest", [FastestPermission.SignIn]);

    /// <summary>Runs a command of the caller, with the id of the request.</summary>
    /// <exception cref="FastestException">It was rejected, or has not ended in time.</exception>
    public Task<CommandRun> RunAsync<TCommand>(HttpContext context, Guid id, TCommand command) where TCommand : ICommand => RunAsync(context, id, command, context.Caller());

    /// <summary>Runs a command of a caller who has no session yet.</summary>
    /// <exception cref="FastestException">It was rejected, or has not ended in time.</exception>
    public Task<CommandRun> SignInAsync<TCommand>(HttpContext context, TCommand command) where TCommand : ICommand => RunAsync(context, Guid.CreateVersion7(), command, s_signIn);

    /// <summary>Waits until a table has reached the position of a run.</summary>
    public async Task ReachAsync<TRow>(CommandRun run, HttpContext context) where TRow : class, IReadTable<TRow>
    {
        context.Response.Headers["X-Position"] = run.Position.ToString(CultureInfo.InvariantCulture);
        await tables.WaitAsync(catalog.Of<TRow>(), null, run.Position, options.Wait, context.RequestAborted);
    }

    private async Task<CommandRun> RunAsync<TCommand>(HttpContext context, Guid id, TCommand command, Principal sender) where TCommand : ICommand
    {
        await intake.SendAsync(context, id, command, sender);
        var record = await ledger.WaitAsync(id, options.Wait, context.RequestAborted);
        if (record.Status == CommandStatus.Completed)
            return new CommandRun(record.Position ?? 0, record.Result is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : default);
        if (!CommandStatus.IsFinal(record.Status))
        {
            throw new FastestException(504, FastestCodes.Pending, "The command has not ended yet. Send the same request again with this id as its Idempotency-Key; it runs once.",
                new Dictionary<string, object> { ["idempotency_key"] = id })
            { RetryAfter = TimeSpan.FromSeconds(1) };
        }
        throw record.Status == CommandStatus.Rejected && OutcomeJson.Problem(record.Result) is { } problem
            ? FastestException.Of(problem)
            : new FastestException(500, FastestCodes.InternalError, "The command failed. The log has the reason.");
    }
}
