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
using EventSourced.EventStore.Personal;
using EventSourced.EventStore.Signals;
using FluentValidation;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Api.Commands;

/// <summary>Accepts commands: adds them to the ledger, sends them to the bus, and waits for the outcome if requested.</summary>
internal sealed class CommandIntake(
    CommandLedger ledger, ICommandSender bus, PersonalData personal, ApiTelemetry telemetry, TimeProvider time, ProcessSignals? signals = null)
{
    /// <summary>Key of the request item with the command's id. An error with an unknown outcome returns the id, so that a retry is the same command.</summary>
    public const string CommandInFlight = "eventsourced.command";

    private static readonly TimeSpan s_maxWait = TimeSpan.FromSeconds(60);

    /// <summary>Accepts a command and answers.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The command's id.</param>
    /// <param name="command">The command.</param>
    /// <param name="members">Additional members of the answer.</param>
    public async Task<IResult> AcceptAsync<TCommand>(HttpContext context, Guid id, TCommand command, IReadOnlyDictionary<string, string>? members = null)
        where TCommand : ICommand
    {
        var wait = WaitOf(context.Request);
        context.Items[CommandInFlight] = id;
        await SendAsync(context, id, command, context.Caller(), waits: wait > TimeSpan.Zero);
        var record = await ledger.WaitAsync(id, wait ?? TimeSpan.Zero, context.RequestAborted);
        if (wait is { } limit) context.Response.Headers["Preference-Applied"] = string.Create(CultureInfo.InvariantCulture, $"wait={limit.TotalSeconds:0}");
        context.Response.Headers["X-Command-Id"] = id.ToString();
        return CommandAnswer.Of(context, record, members);
    }

    /// <summary>Accepts a command and sends it to the bus, unless it has an outcome already. When this fails, the command may or may not be queued.</summary>
    /// <param name="context">The request.</param>
    /// <param name="id">The command's id.</param>
    /// <param name="command">The command.</param>
    /// <param name="sender">The caller.</param>
    /// <param name="waits">Whether this process waits for the outcome.</param>
    public async Task SendAsync<TCommand>(HttpContext context, Guid id, TCommand command, Principal sender, bool waits = true)
        where TCommand : ICommand
    {
        var declared = CommandCatalog.Of(typeof(TCommand));
        if (!declared.IsAllowedBy(sender.Permissions))
            throw new ApiException(403, "permission_missing", $"{sender.Name} may not send {declared.Name}: it needs the permission {declared.Allow}.");
        await ValidateAsync(context, command);
        var name = declared.Name;
        var envelope = CommandEnvelope.For(command, id, sender.Name, time.GetUtcNow(), TraceParentOf(context.Request), sender.Permissions, sender.Tenant);
        var accepted = await ledger.AcceptAsync(id, name, sender.Name, personal.HashOf(typeof(TCommand), JsonSerializer.SerializeToUtf8Bytes(envelope.Body)), context.RequestAborted);
        if (accepted.Acceptance == Acceptance.ConflictingBody)
        {
            throw new ApiException(422, "idempotency_key_reused",
                $"The id {id} belongs to another request. Use a new Idempotency-Key for a new request, or repeat the first one unchanged.");
        }
        if (CommandStatus.IsFinal(accepted.Status))
        {
            // Nobody signals it any more.
            if (waits) ledger.OutcomesStored([new SignalledOutcome(id, null)]);
        }
        else
        {
            // It is sent again if it was accepted before: the first send may not have reached the broker, and a second delivery has no second effect.
            envelope = envelope with { IsAccepted = true, ReplyTo = waits ? signals?.Address : null };
            await bus.SendAsync(envelope with { Body = await personal.ProtectAsync(typeof(TCommand), envelope.Body, context.RequestAborted) }, context.RequestAborted);
            telemetry.CommandSent(name);
        }
    }

    // Without tracing in this process, the caller's trace is passed on.
    private static string? TraceParentOf(HttpRequest request) =>
        Activity.Current?.Id ?? (request.Headers.TraceParent.ToString() is var caller && ActivityContext.TryParse(caller, null, out _) ? caller : null);

    private static async Task ValidateAsync<TCommand>(HttpContext context, TCommand command)
    {
        if (await CommandValidation.CheckAsync(context.RequestServices.GetServices<IValidator<TCommand>>(), command, context.RequestAborted) is { } problem)
            throw new ApiException(problem.Status, problem.Code, problem.Detail, problem.Errors);
    }

    // Prefer: wait=N (RFC 7240). Other preferences are ignored.
    private static TimeSpan? WaitOf(HttpRequest request)
    {
        foreach (var preference in request.Headers["Prefer"].SelectMany(v => (v ?? "").Split([',', ';'], StringSplitOptions.TrimEntries)))
        {
            if (!preference.StartsWith("wait", StringComparison.OrdinalIgnoreCase) || preference.Split('=', 2, StringSplitOptions.TrimEntries) is not [_, var text]) continue;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= s_maxWait.TotalSeconds
                ? TimeSpan.FromSeconds(seconds)
                : throw new ApiException(400, "invalid_header", $"Prefer says \"{preference}\"; expected wait= and a whole number of seconds from 0 to {s_maxWait.TotalSeconds:0}.");
        }
        return null;
    }
}
