using System.Diagnostics;
using System.Diagnostics.Metrics;
using EventSourced.Contracts;
using MediatR;

namespace EventSourced.Commands.Pipeline;

/// <summary>Names of the spans and meters of commands.</summary>
public static class CommandTelemetry
{
    /// <summary>Name of the source and of the meter.</summary>
    public const string Name = "EventSourced.Commands";

    internal static ActivitySource Source { get; } = new(Name);

    internal static Meter Meter { get; } = new(Name);

    internal static Histogram<double> Duration { get; } = Meter.CreateHistogram<double>("es.command.duration", "s", "Time a command took in the pipeline, by name and outcome.");
}

/// <summary>First: a span around the whole pipeline, in the sender's trace.</summary>
/// <typeparam name="TCommand">The command.</typeparam>
internal sealed class TracingBehavior<TCommand> : IPipelineBehavior<Handle<TCommand>, CommandResult> where TCommand : ICommand
{
    private static readonly string Name = CommandCatalog.NameOf(typeof(TCommand));

    public async Task<CommandResult> Handle(Handle<TCommand> request, CancellationToken cancellationToken, RequestHandlerDelegate<CommandResult> next)
    {
        var began = Stopwatch.GetTimestamp();
        using var activity = Start(request.Context);
        activity?.SetTag("es.command.id", request.Context.CommandId);
        var outcome = "error";
        try
        {
            var result = await next();
            outcome = result switch
            {
                CommandResult.Completed => "completed",
                CommandResult.Rejected rejected => rejected.Problem.Code,
                _ => "unknown",
            };
            return result;
        }
        catch (Exception e)
        {
            RecordError(activity, e);
            throw;
        }
        finally
        {
            activity?.SetTag("es.command.outcome", outcome);
            CommandTelemetry.Duration.Record(Stopwatch.GetElapsedTime(began).TotalSeconds, new("command", Name), new("outcome", outcome));
        }
    }

    private static void RecordError(Activity? activity, Exception e)
    {
        var redacted = ErrorRedaction.IsRequired(typeof(TCommand), e);
        activity?.SetStatus(ActivityStatusCode.Error, redacted ? e.GetType().Name : e.Message);
        if (redacted) activity?.AddEvent(new ActivityEvent("exception", tags: new() { ["exception.type"] = e.GetType().FullName }));
        else activity?.AddException(e);
    }

    // The bus's span is the better parent if it belongs to the same trace. Otherwise the command's traceparent is the parent.
    private static Activity? Start(CommandContext context) =>
        ActivityContext.TryParse(context.TraceParent, null, isRemote: true, out var parent) && Activity.Current?.TraceId != parent.TraceId
            ? CommandTelemetry.Source.StartActivity(Name, ActivityKind.Internal, parent)
            : CommandTelemetry.Source.StartActivity(Name);
}
