using EventSourced.Api.OpenApi;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Rabbit;

/// <summary>The product's own routes: for a child's browser, which has no token, and for its parent, who has a PIN.</summary>
internal static class RabbitEndpoints
{
    private const string Any = "*/*";

    public static void MapRabbit(this IEndpointRouteBuilder routes)
    {
        routes.MapRabbitCommands();
        var open = routes.MapGroup("/api").AllowAnonymous().AddEndpointFilter<RouteGroupBuilder, ErrorFilter>();
        MapAssets(open.MapGroup("").WithTags("Rabbit, child"));
        MapChild(open.MapGroup("").WithTags("Rabbit, child").AddEndpointFilter<RouteGroupBuilder, AddressLimitFilter>());
        MapParent(open.MapGroup("parent").WithTags("Rabbit, parent").AddEndpointFilter<RouteGroupBuilder, AddressLimitFilter>().AddEndpointFilter<RouteGroupBuilder, ParentPinFilter>()
            .WithMetadata(new OwnSecurity(ParentPinFilter.Header, "The parent's PIN.")));
    }

    private static void MapAssets(RouteGroupBuilder group)
    {
        group.MapGet("health", (HttpContext context, RabbitHealth health) => health.ReadAsync(context))
            .Produces<RabbitHealth.HealthAnswer>().Produces<RabbitHealth.HealthAnswer>(500).WithSummary("Whether the database, the object store and the bus answer.");
        group.MapGet("speech/{hash}.mp3", SpeechEndpoints.PlayAsync).Produces(200, contentType: "audio/mpeg").WithSummary("A spoken answer of the rabbit.").Fails(404);
    }

    private static void MapChild(RouteGroupBuilder group)
    {
        group.MapPost("session/start", SessionEndpoints.StartAsync).Takes<SessionRequest>("application/json").Produces<SessionAnswer>()
            .WithSummary("Opens a session; of one sessionId, once.").Fails(400, 409, 429, 503, 504);
        group.MapGet("session/{id}", SessionEndpoints.ShowAsync).Produces<SessionShape>().WithSummary("How a session stands.").Fails(404, 429, 503);
        group.MapPost("conversation/text", ConversationEndpoints.TypedAsync).Takes<TextRequest>("application/json").Produces<TextAnswer>()
            .WithSummary("A typed turn.").Fails(400, 404, 409, 429, 503, 504);
        group.MapPost("conversation/audio", ConversationEndpoints.SpokenAsync).Takes<AudioRequest>("multipart/form-data").Produces<AudioAnswer>()
            .WithSummary("A spoken turn, 0.5 to 30 s long.").Fails(400, 404, 409, 413, 429, 502, 503, 504);
    }

    private static void MapParent(RouteGroupBuilder group)
    {
        group.MapGet("logs", ParentEndpoints.LogsAsync).Produces<LogList>()
            .WithSummary("Turns, newest first: childId=, startDate=, endDate= (both included), limit=.").Fails(400, 401, 429, 500, 503);
        group.MapGet("vocabulary", ParentEndpoints.VocabularyAsync).Produces<VocabularyShape>()
            .WithSummary("How the vocabulary grows: childId=, period= week, month or all.").Fails(400, 401, 429, 500, 503);
        group.MapGet("highlights", ParentEndpoints.HighlightsAsync).Produces<HighlightList>()
            .WithSummary("Highlights, newest first: childId=, type=, limit=.").Fails(400, 401, 429, 500, 503);
        group.MapGet("summary", ParentEndpoints.SummaryAsync).Produces<SummaryShape>()
            .WithSummary("The 24 hours before 12:00 UTC of date=, by default of today: childId=.").Fails(400, 401, 429, 500, 503);
        group.MapGet("audio/{turnId}", ParentEndpoints.AudioAsync).Produces(200, contentType: "audio/webm").WithSummary("A child's voice.").Fails(401, 404, 429, 500, 503);
    }

    // Describes the body. Routing would refuse other types in a form that is not this product's: so it lets all through, and the document does not say so.
    private static RouteHandlerBuilder Takes<T>(this RouteHandlerBuilder route, string contentType) where T : notnull =>
        route.Accepts<T>(isOptional: true, contentType, Any).AddOpenApiOperationTransformer((operation, _, _) =>
        {
            operation.RequestBody?.Content?.Remove(Any);
            return Task.CompletedTask;
        });

    private static void Fails(this RouteHandlerBuilder route, params int[] statuses)
    {
        foreach (var status in statuses) route.Produces<ErrorEnvelope>(status);
    }
}
