using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EventSourced.Api.Access;
using EventSourced.Api.Hosting;
using EventSourced.Api.Problems;
using EventSourced.Commands.Bus;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.EventStore;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Commands;

/// <summary>Takes commands in: notes them in the ledger, hands them to the bus, and waits for the outcome if asked.</summary>
internal sealed class CommandIntake(CommandLedger ledger, ICommandSender bus, PersonalData personal, ApiTelemetry telemetry, TimeProvider time)
{
    /// <summary>Item of a request that holds the id of its command: an error that leaves the outcome open names it, so that a retry is the same command.</summary>
    public const string CommandInFlight = "eventsourced.command";

    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(60);

    /// <summary>Accepts a command and answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The command's id.</param>
    /// <param name="command">The command.</param>
    /// <param name="members">What the answer says besides the command's id.</param>
    public async Task<IResult> AcceptAsync<TCommand>(HttpContext context, Guid id, TCommand command, IReadOnlyDictionary<string, string>? members = null)
        where TCommand : ICommand
    {
        var wait = WaitOf(context.Request);
        context.Items[CommandInFlight] = id;
        await SendAsync(context, id, command, context.Caller());
        var record = await ledger.WaitAsync(id, wait ?? TimeSpan.Zero, context.RequestAborted);
        if (wait is { } limit) context.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={limit.TotalSeconds:0}");
        context.Response.Headers["X-Command-Id"] = id.ToString();
        return CommandAnswer.Of(context, record, members);
    }

    /// <summary>Accepts a command and hands it to the bus, unless it has its outcome. Whether it is queued when this fails, only a broker knows that was asked.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The command's id.</param>
    /// <param name="command">The command.</param>
    /// <param name="sender">Who asks.</param>
    public async Task SendAsync<TCommand>(HttpContext context, Guid id, TCommand command, Principal sender)
        where TCommand : ICommand
    {
        var declared = CommandCatalog.Of(typeof(TCommand));
        if (!declared.IsAllowedBy(sender.Permissions))
            throw new ApiException(403, "permission_missing", $"{sender.Name} may not send {declared.Name}: it needs the permission {declared.Allow}.");
        await ValidateAsync(context, command);
        var name = declared.Name;
        var body = JsonSerializer.SerializeToElement(command, CommandCatalog.Json);
        var accepted = await ledger.AcceptAsync(id, name, sender.Name, personal.HashOf(typeof(TCommand), JsonSerializer.SerializeToUtf8Bytes(body)), context.RequestAborted);
        if (accepted.Acceptance == Acceptance.ConflictingBody)
        {
            throw new ApiException(422, "idempotency_key_reused",
                $"The id {id} belongs to another request. Use a new Idempotency-Key for a new request, or repeat the first one unchanged.");
        }
        // An accepted command is sent again: the first send may not have reached the broker, and a second delivery runs nothing twice.
        if (!CommandStatus.IsFinal(accepted.Status))
        {
            var envelope = CommandEnvelope.For(command, id, sender.Name, time.GetUtcNow(), TraceParentOf(context.Request), sender.Permissions, sender.Tenant);
            await bus.SendAsync(envelope with { Body = await personal.ProtectAsync(typeof(TCommand), body, context.RequestAborted) }, context.RequestAborted);
            telemetry.CommandSent(name);
        }
    }

    // Where nothing here is traced, the caller's own trace still goes on.
    private static string? TraceParentOf(HttpRequest request) =>
        Activity.Current?.Id ?? (request.Headers.TraceParent.ToString() is var caller && ActivityContext.TryParse(caller, null, out _) ? caller : null);

    private static async Task ValidateAsync<TCommand>(HttpContext context, TCommand command)
    {
        if (await CommandValidation.CheckAsync(context.RequestServices.GetServices<IValidator<TCommand>>(), command, context.RequestAborted) is { } problem)
            throw new ApiException(problem.Status, problem.Code, problem.Detail, problem.Errors);
    }

    // Prefer: wait=N (RFC 7240). Other preferences are not ours to judge.
    private static TimeSpan? WaitOf(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].SelectMany(v => (v ?? "").Split([',', ';'], StringSplitOptions.TrimEntries)))
        {
            if (!preference.StartsWith("wait", StringComparison.OrdinalIgnoreCase) || preference.Split('=', 2, StringSplitOptions.TrimEntries) is not [_, var text]) continue;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= s_longestWait.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw new ApiException(400, "invalid_header", $"Prefer says \"{preference}\"; expected wait= and a whole number of seconds from 0 to {s_longestWait.TotalSeconds:0}.");
        }
        return null;
    }
}
