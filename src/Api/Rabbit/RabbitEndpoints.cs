using EventSourced.Api.OpenApi;
using EventSourced.Api.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Rabbit;

/// <summary>The product routes: for a child's browser, which has no token, and for its parent, who has a PIN.</summary>
internal static class RabbitEndpoints
{
    /// <summary>Name of the CORS policy of these routes.</summary>
    public const string Cors = "rabbit";

    // A text has 2,000 characters of up to 12 bytes each as JSON escapes.
    private const long MaxJsonBytes = 64 * 1024;

    public static void MapRabbit(this IEndpointRouteBuilder routes)
    {
        routes.MapChildPins();
        var open = routes.MapGroup("/api").AllowAnonymous().WithMetadata(new RabbitErrors()).RequireCors(Cors);
        MapAssets(open.MapGroup("").WithTags("Rabbit, child"));
        MapChild(open.MapGroup("").WithTags("Rabbit, child").AddEndpointFilter<RouteGroupBuilder, AddressLimitFilter>().AddEndpointFilter<RouteGroupBuilder, OriginFilter>());
        MapParent(open.MapGroup("parent").WithTags("Rabbit, parent").AddEndpointFilter<RouteGroupBuilder, AddressLimitFilter>().AddEndpointFilter<RouteGroupBuilder, ParentPinFilter>()
            .Takes(new QueryParameter(ParentPinFilter.Parameter, $"The PIN, where the header {ParentPinFilter.Header} cannot be sent."))
            .WithMetadata(new HeaderSecurity(ParentPinFilter.Header, "The parent's PIN.")));
    }

    private static void MapAssets(RouteGroupBuilder group)
    {
        group.MapGet("health", (HttpContext context, RabbitHealth health) => health.ReadAsync(context))
            .Produces<RabbitHealth.HealthAnswer>().Produces<RabbitHealth.HealthAnswer>(500).WithSummary("Whether the database, the object store and the bus answer.").Fails(400);
    }

    private static void MapChild(RouteGroupBuilder group)
    {
        group.MapGet("speech/{hash}.mp3", SpeechEndpoints.PlayAsync).Produces<Stream>(200, "audio/mpeg").WithSummary("A spoken answer of the rabbit.").Fails(400, 404, 429);
        group.MapPost("session/start", SessionEndpoints.StartAsync).Takes<SessionRequest>("application/json").WithMetadata(new BodyLimit(MaxJsonBytes)).Produces<SessionAnswer>()
            .WithSummary("Starts a session, once for each sessionId.").Fails(400, 403, 409, 413, 415, 429, 503, 504);
        group.MapGet("session/{id}", SessionEndpoints.ShowAsync).Produces<SessionShape>().WithSummary("The state of a session.").Fails(400, 404, 429, 503);
        group.MapPost("conversation/text", ConversationEndpoints.TypedAsync).Takes<TextRequest>("application/json").WithMetadata(new BodyLimit(MaxJsonBytes)).Produces<TextAnswer>()
            .WithSummary("A typed turn.").Fails(400, 403, 404, 409, 413, 415, 429, 503, 504);
        group.MapPost("conversation/audio", ConversationEndpoints.SpokenAsync).Takes<AudioRequest>("multipart/form-data").Produces<AudioAnswer>()
            .WithSummary("A spoken turn, 0.5 to 30 s long.").Fails(400, 403, 404, 408, 409, 413, 415, 429, 502, 503, 504);
    }

    private static void MapParent(RouteGroupBuilder group)
    {
        var child = new QueryParameter(ParentScope.Parameter, "Only this child; required with the PIN of a child.");
        var limit = QueryParameter.Limit(50, 500);
        static QueryParameter Moment(string name, string which) => new(name, $"{which} day or time, included: 2026-02-01 or 2026-02-01T03:00:00Z.");
        group.MapGet("logs", ParentEndpoints.LogsAsync).Takes(child, Moment("startDate", "First"), Moment("endDate", "Last"), limit).Produces<LogList>()
            .WithSummary("Turns, newest first.").Fails(400, 401, 429, 500, 503);
        group.MapGet("vocabulary", ParentEndpoints.VocabularyAsync).Takes(child, new QueryParameter("period", "How far back; month by default.", Values: ["week", "month", "all"])).Produces<VocabularyShape>()
            .WithSummary("How the vocabulary grows.").Fails(400, 401, 429, 500, 503);
        group.MapGet("highlights", ParentEndpoints.HighlightsAsync).Takes(child, new QueryParameter("type", "Only highlights of this type."), limit).Produces<HighlightList>()
            .WithSummary("Highlights, newest first.").Fails(400, 401, 429, 500, 503);
        group.MapGet("summary", ParentEndpoints.SummaryAsync).Takes(child, QueryParameter.Date("date", "The day; today by default.")).Produces<SummaryShape>()
            .WithSummary("The 24 hours before 12:00 UTC of a day.").Fails(400, 401, 429, 500, 503);
        group.MapGet("audio/{turnId}", ParentEndpoints.AudioAsync).Takes(child).Produces<Stream>(200, "audio/webm").WithSummary("A child's voice.").Fails(400, 401, 404, 429, 500, 503);
    }
}
