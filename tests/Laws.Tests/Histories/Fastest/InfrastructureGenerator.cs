using EventSourced.Contracts.Fastest;

namespace EventSourced.Laws.Tests.Histories.Fastest;

/// <summary>Generates the deployments and resources of a project, and what was imported for it.</summary>
internal sealed class InfrastructureGenerator(Guid project, Steps steps, Random random)
{
    private static readonly (string Type, string Provider, string Name)[] s_kinds = [("database", "railway", "postgres"), ("storage", "cloudflare", "r2"), ("storage", "cloudflare", "kv")];
    private readonly List<(Guid Id, int Kind)> _failed = [];

    private string ProjectStream => $"fastest-project-{project}";

    public void WriteSettings(Guid workspace) => steps.Commit($"fastest-workspace-{workspace}", new DeploymentSettingsWritten(
        workspace, random.OneIn(2), random.OneIn(3) ? null : "node", random.OneIn(3) ? null : random.Text(), random.OneIn(3) ? null : random.Text()));

    /// <summary>A deployment with resources; some fail and are requested again by the next one, some are deleted, some wait for ever.</summary>
    public void Deploy(Guid workspace, string snapshot)
    {
        var deployment = random.Guid();
        List<(Guid Id, int Kind)> wanted = [.. _failed, (random.Guid(), random.Next(s_kinds.Length))];
        _failed.Clear();
        var started = new DeploymentStarted(
            deployment, project, workspace, snapshot, RandomValues.Sha256($"{random.Next()}"), "manual", random.OneIn(3) ? null : "railway", [.. wanted.Select(w => w.Id)]);
        steps.Commit(($"fastest-deployment-{deployment}", [started]), (ProjectStream, [.. wanted.Select(w => Request(w.Id, w.Kind, deployment))]));
        foreach (var (id, kind) in wanted) Record(id, kind, deployment);
        if (random.OneIn(4)) return;
        var isGood = random.OneIn(2);
        steps.Commit($"fastest-deployment-{deployment}", new DeploymentFinished(
            deployment, project, isGood ? "success" : "failed", isGood ? "https://garden.example" : null, isGood ? null : random.Text()));
    }

    /// <summary>A resource that stays in error.</summary>
    public void Fail()
    {
        var (id, deployment) = (random.Guid(), random.Guid());
        steps.Commit(ProjectStream, Request(id, 0, deployment));
        steps.Commit(ProjectStream, new ResourceStatusRecorded(id, project, deployment, "error", null, null, random.Text()));
    }

    public void Import(Guid workspace, string snapshot)
    {
        var (job, suggestion) = ($"job-{random.Guid():N}", $"suggestion-{random.Guid():N}");
        DateTimeOffset? later = random.OneIn(3) ? null : steps.Now.AddMinutes(1);
        steps.Commit($"fastest-job-{random.Guid()}", new JobImported(
            job, project, workspace, random.TextOrEmpty(), random.Pick(["pending", "completed"]), random.OneIn(3) ? null : snapshot, random.OneIn(3) ? null : random.Text(), steps.Now, later, later?.AddHours(1)));
        steps.Commit($"fastest-suggestion-{random.Guid()}", new RefactoringSuggestionImported(
            suggestion, project, workspace, random.OneIn(3) ? null : snapshot, "duplication", random.Pick(["info", "warning", "critical"]), random.Text(), random.OneIn(3) ? null : random.Text(),
            random.OneIn(3) ? null : random.ListOf(3, r => r.Text()), random.OneIn(3) ? null : random.Text(), random.Pick(["pending", "dismissed"]), steps.Now));
    }

    private ResourceRequested Request(Guid id, int kind, Guid deployment) => new(id, project, deployment, s_kinds[kind].Type, s_kinds[kind].Provider, s_kinds[kind].Name);

    private void Record(Guid id, int kind, Guid deployment)
    {
        switch (random.Next(4))
        {
            case 0:
                steps.Commit(ProjectStream, new ResourceStatusRecorded(id, project, deployment, "error", null, null, random.Text()));
                _failed.Add((id, kind));
                break;
            case 1:
                steps.Commit(ProjectStream, new ResourceDeleted(id, project, deployment));
                break;
            case 2:
                break;
            default:
                steps.Commit(ProjectStream, new ResourceStatusRecorded(id, project, deployment, "ready", $"{s_kinds[kind].Name}-{random.Next()}", $"enc:v1:{random.Next()}", null));
                break;
        }
    }
}
