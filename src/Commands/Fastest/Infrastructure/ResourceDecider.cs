using EventSourced.Commands.Deciding;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts.Fastest;
using FluentValidation;

namespace EventSourced.Commands.Fastest.Infrastructure;

/// <summary>Decides about resources of projects (specification, 2.10).</summary>
internal sealed class ResourceDecider : IDecider<ResourceState, RecordResourceStatus>, IDecider<ResourceState, DeleteResource>
{
    public static ResourceState StreamOf(RecordResourceStatus command) => new(command.ProjectId);

    public static ResourceState StreamOf(DeleteResource command) => new(command.ProjectId);

    public static Decision Decide(ResourceState state, RecordResourceStatus command, CommandContext context)
    {
        if (!state.IsOpenTo(context)) return FastestProblems.ProjectNotFound(command.ProjectId);
        if (state.Find(command.ResourceId) is not { } resource) return NotFound(command.ResourceId);
        var recorded = new ResourceStatusRecorded(
            command.ResourceId, command.ProjectId, resource.Requested.DeploymentId, command.Status, command.ProviderResourceId, command.ConnectionInfo, command.Error);
        return resource.Status == ResourceStatus.Provisioning ? Decision.Of(state, recorded)
            : resource.Status != ResourceStatus.Deleted && resource.Recorded == recorded ? Decision.Before(resource.Position)
            : new Problem(409, "resource_not_provisioning", $"The resource {command.ResourceId} is {resource.Status}: only a resource that is being provisioned gets a status.");
    }

    // A second deletion has nothing to do, so that a retry after a lost answer succeeds.
    public static Decision Decide(ResourceState state, DeleteResource command, CommandContext context) =>
        !state.IsOpenTo(context) ? FastestProblems.ProjectNotFound(command.ProjectId)
        : state.Find(command.ResourceId) is not { } resource ? NotFound(command.ResourceId)
        : resource.Status == ResourceStatus.Deleted ? Decision.Before(resource.Position)
        : Decision.Of(state, new ResourceDeleted(command.ResourceId, command.ProjectId, resource.Requested.DeploymentId));

    private static Problem NotFound(Guid resourceId) => new(404, "resource_not_found", $"The project has no resource {resourceId}. GET /v1/projects/{{id}}/resources lists them.");
}

internal sealed class RecordResourceStatusValidator : AbstractValidator<RecordResourceStatus>
{
    public RecordResourceStatusValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.ResourceId).Id();
        RuleFor(c => c.Status).Must(s => s is ResourceStatus.Ready or ResourceStatus.Error).WithMessage("{PropertyName} must be ready or error.");
        RuleFor(c => c.ProviderResourceId).MaximumLength(FastestFields.IdLength);
        RuleFor(c => c.ConnectionInfo).Must(SecretBox.IsSealed).When(c => c.ConnectionInfo is not null)
            .WithMessage("{PropertyName} must be encrypted: a connection in plain text never enters the log.");
        RuleFor(c => c.Error).NotEmpty().MaximumLength(FastestFields.ErrorLength).When(c => c.Status == ResourceStatus.Error);
        RuleFor(c => c.Error).Null().When(c => c.Status == ResourceStatus.Ready).WithMessage("{PropertyName} is for the status error only.");
    }
}

internal sealed class DeleteResourceValidator : AbstractValidator<DeleteResource>
{
    public DeleteResourceValidator()
    {
        RuleFor(c => c.ProjectId).Id();
        RuleFor(c => c.ResourceId).Id();
    }
}
