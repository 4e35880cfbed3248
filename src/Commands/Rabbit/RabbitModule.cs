using EventSourced.Commands.Modules;
using EventSourced.Contracts.Rabbit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EventSourced.Commands.Rabbit;

/// <summary>Rabbit: turns of a conversation become vocabulary and highlights.</summary>
public sealed class RabbitModule : IModule
{
    /// <inheritdoc/>
    public string Name => "rabbit";

    /// <inheritdoc/>
    public void Services(IServiceCollection services, IConfiguration configuration) => services.AddRabbitCommands(configuration);

    /// <inheritdoc/>
    public void Reactions(ReactionBuilder on)
    {
        on.Event<TurnRecorded>().Send(e => e.AnalysisJobId is null ? null : new AnalyzeTurn(e.SessionId, e.TurnId))
            .OnGivenUp((analysis, failure) => new FailAnalysis(analysis.SessionId, analysis.TurnId, analysis.JobType, failure.Describe("The analysis")));
        on.FormerQueue("analyses", m => new AnalyzeTurn(m.GetProperty("sessionId").GetGuid(), m.GetProperty("turnId").GetGuid()));
    }

    /// <inheritdoc/>
    public void Schedule(ScheduleBuilder every)
    {
        every.Cron("30 * * * * ?").Send(now => new CloseIdleSessions(now));
        every.Cron("0 30 3 * * ?").Send(now => new ExpireAudio(now));
        every.Cron("0 0 12 * * ?").Send(now => new RunDailySummary(DateOnly.FromDateTime(now.UtcDateTime)), Misfire.FireOnce);
    }
}
