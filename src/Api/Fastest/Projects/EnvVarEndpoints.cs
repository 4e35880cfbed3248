using EventSourced.Api.Commands;
using EventSourced.Commands.Fastest;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;
using EventSourced.Projections.Fastest.Projects;
using EventSourced.ReadTables.Query;
using Microsoft.AspNetCore.Http;

namespace EventSourced.Api.Fastest.Projects;

/// <summary>Environment variables of projects (specification, 2.2). Secret values are encrypted before they become a command, and masked in lists.</summary>
internal static class EnvVarEndpoints
{
    public static async Task<IResult> ListAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables, SecretBox box) =>
        Results.Ok(new EnvVarList(await RowsAsync(id, context, access, tables, box, Masks.Of)));

    // For the owner's programs: secret values in plain text.
    public static async Task<IResult> ValuesAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables, SecretBox box)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Ok(new EnvVarValues((await RowsAsync(id, context, access, tables, box, value => value)).ToDictionary(v => v.Key, v => v.Value)));
    }

    public static async Task<IResult> SetAsync(string id, HttpContext context, CommandRuns runs, SecretBox box)
    {
        var body = await CommandBody.ReadBodyAsync<EnvVarRequest>(context);
        if (!EnvVarRules.IsKey(body.Key)) throw FastestException.Invalid($"key is \"{Storable.Replace(body.Key ?? "")}\": begin with a letter or underscore, and use letters, digits and underscores only.");
        if (body.Value is null) throw FastestException.Invalid("value is missing; it may be empty.");
        await SetAsync(id, [body], context, runs, box);
        return Results.Ok(new SuccessAnswer(true));
    }

    // Bad keys are skipped silently, yet counted (specification, 2.2).
    public static async Task<IResult> SetAllAsync(string id, HttpContext context, CommandRuns runs, SecretBox box)
    {
        var body = await CommandBody.ReadBodyAsync<EnvVarsRequest>(context);
        var submitted = body.Variables ?? throw FastestException.Invalid("variables is missing.");
        await SetAsync(id, [.. submitted.Where(v => EnvVarRules.IsKey(v.Key) && v.Value is not null)], context, runs, box);
        return Results.Ok(new CountAnswer(true, submitted.Count));
    }

    public static async Task<IResult> RemoveAsync(string id, string key, HttpContext context, CommandRuns runs)
    {
        await runs.ReachAsync<ProjectEnvVars>(await runs.RunAsync(context, RequestId.Of(context), new RemoveEnvVar(RequestValues.Id(id, "project"), key)), context);
        return Results.Ok(new SuccessAnswer(true));
    }

    private static async Task SetAsync(string id, IReadOnlyList<EnvVarRequest> variables, HttpContext context, CommandRuns runs, SecretBox box)
    {
        var project = RequestValues.Id(id, "project");
        List<EnvVar> values = [];
        foreach (var variable in variables)
            values.Add(new(variable.Key!, variable.IsSecret ? await box.SealAsync(EnvVarRules.UseOf(project, variable.Key!), variable.Value!, context.RequestAborted) : variable.Value!, variable.IsSecret));
        await runs.ReachAsync<ProjectEnvVars>(await runs.RunAsync(context, RequestId.Of(context), new SetEnvVars(project, values)), context);
    }

    private static async Task<IReadOnlyList<EnvVarShape>> RowsAsync(string id, HttpContext context, ProjectAccess access, ReadTableReader tables, SecretBox box, Func<string, string> show)
    {
        var project = await access.ProjectAsync(context, id);
        List<EnvVarShape> variables = [];
        foreach (var row in await tables.From<ProjectEnvVars>().Where(r => r.ProjectId, project.Id).OrderBy(r => r.Key).AllAsync(context.RequestAborted))
        {
            var value = row.IsSecret == 0 ? row.Value : show(await box.OpenAsync(EnvVarRules.UseOf(Guid.Parse(project.Id), row.Key), row.Value, context.RequestAborted));
            variables.Add(new(row.Id, row.Key, value, row.IsSecret == 1, row.CreatedAt, row.UpdatedAt));
        }
        return variables;
    }
}

/// <summary>An environment variable.</summary>
internal sealed record EnvVarRequest(string? Key = null, string? Value = null, bool IsSecret = false);

/// <summary>Environment variables.</summary>
internal sealed record EnvVarsRequest(IReadOnlyList<EnvVarRequest>? Variables = null);

/// <summary>Environment variables of a project; secret values are masked.</summary>
internal sealed record EnvVarList(IReadOnlyList<EnvVarShape> Variables);

/// <summary>An environment variable.</summary>
internal sealed record EnvVarShape(string Id, string Key, string Value, bool IsSecret, string CreatedAt, string UpdatedAt);

/// <summary>Values by key, secret ones in plain text.</summary>
internal sealed record EnvVarValues(IReadOnlyDictionary<string, string> Values);

/// <summary>It was done, for so many that were sent.</summary>
internal sealed record CountAnswer(bool Success, int Count);
