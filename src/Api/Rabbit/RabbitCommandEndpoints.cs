using EventSourced.Api.Commands;
using EventSourced.Contracts.Rabbit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Rabbit;

/// <summary>The commands of Rabbit, for imports and operators. Those that a clock sends have no address.</summary>
internal static class RabbitCommandEndpoints
{
    public static void MapRabbitCommands(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/rabbit").WithTags("Rabbit");
        group.MapCommand<StartSession>("POST", "sessions", "Opens a session.");
        group.MapCommand<CloseSession>("POST", "sessions/{session_id}/close", "Closes a session.");
        group.MapCommand<ReanalyseSession>("POST", "sessions/{session_id}/reanalyse", "Analyses all turns of a session anew with another tokeniser.");
        group.MapCommand<RecordTurn>("POST", "sessions/{session_id}/turns", "Records a turn; what the rabbit answers is composed when it is left out.");
        group.MapCommand<AnalyzeTurn>("POST", "sessions/{session_id}/turns/{turn_id}/analyse", "Analyses a turn, unless it has been.");
        group.MapCommand<FailAnalysis>("POST", "sessions/{session_id}/turns/{turn_id}/fail", "Notes that an analysis could not be done.");
        group.MapCommand<RunDailySummary>("POST", "summaries", "Sums up the 24 hours before 12:00 UTC of a day.");
        group.MapCommand<ForgetChild>("POST", "forget", "Forgets a child, or a session without one: its words can never be read again.");
    }
}
