using EventSourced.Api.OpenApi;
using EventSourced.Api.Queries;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace EventSourced.Api.Fastest.Infrastructure;

/// <summary>Routes of infrastructure and deployments (specification, 2.10 and 4).</summary>
internal static class InfrastructureEndpoints
{
    private const string Json = "application/json";

    public static void MapInfrastructure(this RouteGroupBuilder user)
    {
        MapCredentials(user.MapGroup("infrastructure/credentials").WithTags("Fastest, infrastructure"));
        MapWorkspaces(user.MapGroup("workspaces").WithTags("Fastest, deployments"));
        MapProjects(user.MapGroup("projects").WithTags("Fastest, deployments"));
        user.MapPost("deployments/{id}/status", DeploymentEndpoints.FinishAsync).WithTags("Fastest, deployments").Takes<DeploymentStatusRequest>(Json).Produces<DeploymentAnswer>()
            .WithSummary("Records how a deployment ended, once.").Fails(404, 409, 422, 503, 504);
    }

    private static void MapCredentials(RouteGroupBuilder group)
    {
        group.MapGet("", CredentialEndpoints.ListAsync).Produces<CredentialList>().WithSummary("The infrastructure providers of which the user has saved a token.").Fails(503);
        group.MapPut("{provider}", CredentialEndpoints.SaveAsync).Takes<CredentialRequest>(Json).Produces<SuccessAnswer>().WithSummary("Saves the token of an infrastructure provider.").Fails(404, 422, 503, 504);
        group.MapDelete("{provider}", CredentialEndpoints.RemoveAsync).Produces<SuccessAnswer>().WithSummary("Removes the token of an infrastructure provider.").Fails(404, 503, 504);
    }

    private static void MapWorkspaces(RouteGroupBuilder group)
    {
        group.MapGet("{id}/deployment-settings", DeploymentSettingsEndpoints.ShowAsync).Produces<SettingsAnswer>().WithSummary("How a workspace is deployed.").Fails(404, 503);
        group.MapPut("{id}/deployment-settings", DeploymentSettingsEndpoints.WriteAsync).Takes<SettingsRequest>(Json).Produces<SettingsAnswer>()
            .WithSummary("Writes how a workspace is deployed.").Fails(404, 422, 503, 504);
        group.MapPost("{id}/deploy", DeploymentEndpoints.StartAsync).Produces<DeploymentAnswer>(201).WithSummary("Deploys the current snapshot of a workspace.").Fails(400, 404, 503, 504);
        group.MapGet("{id}/deployments", DeploymentEndpoints.OfWorkspaceAsync).Takes(Limit).Produces<DeploymentList>().WithSummary("Deployments of a workspace, newest first.").Fails(404, 422, 503);
    }

    private static void MapProjects(RouteGroupBuilder group)
    {
        group.MapGet("{id}/detect", DetectEndpoint.ShowAsync).Produces<DetectAnswer>().WithSummary("What a project needs to run.").Fails(400, 404, 503);
        group.MapPost("{id}/deploy", DeploymentEndpoints.StartProjectAsync).Produces<DeploymentAnswer>(201)
            .WithSummary("Deploys the main workspace of a project, with the databases and the storage that it needs.").Fails(400, 404, 409, 422, 503, 504);
        group.MapGet("{id}/deployments", DeploymentEndpoints.OfProjectAsync).Takes(Limit).Produces<DeploymentList>().WithSummary("Deployments of a project, newest first.").Fails(404, 422, 503);
        group.MapGet("{id}/resources", ResourceEndpoints.ListAsync).Produces<ResourceList>().WithSummary("Databases and storage of a project.").Fails(404, 503);
        group.MapPost("{id}/resources/{resource}/status", ResourceEndpoints.RecordAsync).Takes<ResourceStatusRequest>(Json).Produces<SuccessAnswer>()
            .WithSummary("Records how the provisioning of a resource ended, once.").Fails(404, 409, 422, 503, 504);
        group.MapDelete("{id}/resources/{resource}", ResourceEndpoints.DeleteAsync).Produces<SuccessAnswer>().WithSummary("Deletes a resource; it stays in the list.").Fails(404, 503, 504);
    }

    private static QueryParameter Limit { get; } = QueryParameter.Limit(30, 100);
}
