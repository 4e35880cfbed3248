using EventSourced.Api.Fastest.ActionItems;
using EventSourced.Api.Fastest.Conversations;
using EventSourced.Api.Fastest.Guidance;
using EventSourced.Api.OpenApi;
using EventSourced.Api.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Fastest;

/// <summary>Routes of conversations, next steps, decisions and action items.</summary>
internal static class GuidanceRoutes
{
    private const string Json = "application/json";

    public static void MapGuidance(this RouteGroupBuilder user)
    {
        MapConversations(user.MapGroup("conversations").WithTags("Fastest, conversations"));
        MapProjects(user.MapGroup("projects").WithTags("Fastest, guidance"));
        MapItems(user.MapGroup("action-items").WithTags("Fastest, action items"));
        user.MapPost("workspaces/{id}/analyse", ActionItemEndpoints.AnalyseAsync).WithTags("Fastest, action items").Produces<ActionItemFeed>()
            .WithSummary("Looks for work that a workspace needs; answers what is new.").Fails(400, 404, 422, 502, 503, 504);
    }

    private static void MapConversations(RouteGroupBuilder group)
    {
        group.MapGet("", ConversationEndpoints.ListAsync).Produces<ConversationList>()
            .Takes(QueryParameter.Limit(20, 100), QueryParameter.Integer(ConversationEndpoints.Offset, "How many entries are passed over, up to 900; default 0."))
            .WithSummary("The user's conversations, last changed first.").Fails(422, 503);
        group.MapPost("", ConversationEndpoints.StartAsync).Takes<ConversationRequest>(Json).Produces<ConversationAnswer>(201).WithSummary("Starts a conversation about a workspace.").Fails(404, 422, 503, 504);
        group.MapGet("{id}", ConversationEndpoints.ShowAsync).Produces<ConversationAnswer>().WithSummary("A conversation.").Fails(404, 503);
        group.MapPatch("{id}", ConversationEndpoints.EditAsync).Takes<ConversationEdit>(Json).Produces<ConversationAnswer>()
            .WithSummary("Changes the title, or moves the conversation to another workspace of its project.").Fails(404, 422, 503, 504);
        group.MapGet("{id}/messages", ConversationEndpoints.MessagesAsync).Produces<MessageList>()
            .Takes(QueryParameter.Limit(50, 200), QueryParameter.Integer(ConversationEndpoints.Before, "Only messages before this number."))
            .WithSummary("The last messages of a conversation, oldest first.").Fails(404, 422, 503);
        group.MapPost("{id}/messages", ConversationEndpoints.AddMessageAsync).Takes<MessageRequest>(Json).Produces<MessageAnswer>(201).WithSummary("Adds a message.").Fails(404, 422, 503, 504);
    }

    private static void MapProjects(RouteGroupBuilder group)
    {
        group.MapGet("{id}/next-steps", GuidanceEndpoints.StepsAsync).Produces<NextStepList>()
            .Takes(new QueryParameter(GuidanceEndpoints.Status, "Only steps with this status.")).WithSummary("Suggested next steps, by priority.").Fails(404, 503);
        group.MapPost("{id}/next-steps/generate", GuidanceEndpoints.SuggestAsync).Produces<SuggestedSteps>().WithSummary("Has next steps suggested from the brief; answers what is new.").Fails(404, 422, 502, 503, 504);
        group.MapPatch("{id}/next-steps/{step}", GuidanceEndpoints.SetStatusAsync).Takes<StatusRequest>(Json).Produces<NextStepAnswer>().WithSummary("Records what somebody did about a next step.").Fails(404, 422, 503, 504);
        group.MapPost("{id}/next-steps/{step}/feedback", GuidanceEndpoints.RateAsync).Takes<FeedbackRequest>(Json).Produces<NextStepAnswer>()
            .WithSummary("Records whether a next step was helpful; each call counts.").Fails(404, 422, 503, 504);
        group.MapGet("{id}/decisions", GuidanceEndpoints.DecisionsAsync).Produces<DecisionList>()
            .Takes(new QueryParameter(GuidanceEndpoints.IncludeLinks, "Whether each decision has the concepts that it concerns: true or false.", Values: ["true", "false"]))
            .WithSummary("Decisions of a project, newest first.").Fails(404, 422, 503);
        group.MapPost("{id}/decisions/extract", GuidanceEndpoints.ExtractAsync).Takes<ExtractRequest>(Json).Produces<ExtractedDecisions>()
            .WithSummary("Has decisions found in conversations; answers what is new.").Fails(404, 422, 502, 503, 504);
    }

    private static void MapItems(RouteGroupBuilder group)
    {
        group.MapGet("", ActionItemEndpoints.FeedAsync).Produces<ActionItemFeed>().WithSummary("Work that the user's workspaces need, most severe first.").Fails(503);
        group.MapPost("{id}/dismiss", ActionItemEndpoints.DismissAsync).Produces<SuccessAnswer>().WithSummary("Dismisses an entry.").Fails(400, 404, 503, 504);
        group.MapGet("{id}/runs", ActionItemEndpoints.RunsAsync).Takes(QueryParameter.Limit(20, 100)).Produces<RunList>().WithSummary("Runs of an item, newest first.").Fails(404, 422, 503);
        group.MapPost("{id}/runs", ActionItemEndpoints.QueueAsync).Produces<RunAnswer>(201).WithSummary("Queues a run of an item.").Fails(400, 404, 503, 504);
        group.MapGet("runs/{id}", ActionItemEndpoints.RunAsync).Produces<RunAnswer>().WithSummary("A run.").Fails(404, 503);
        group.MapPost("runs/{id}/begin", ActionItemEndpoints.BeginAsync).Produces<RunAnswer>().WithSummary("Records that a program begins to work on a run.").Fails(400, 404, 503, 504);
        group.MapPost("runs/{id}/attempts", ActionItemEndpoints.RecordAsync).Takes<AttemptRequest>(Json).Produces<RunAnswer>().WithSummary("Records an attempt of a run.").Fails(400, 404, 422, 503, 504);
        group.MapPost("runs/{id}/apply", ActionItemEndpoints.ApplyAsync).Produces<RunAnswer>().WithSummary("Records that the patch of a run was applied.").Fails(400, 404, 503, 504);
    }
}
