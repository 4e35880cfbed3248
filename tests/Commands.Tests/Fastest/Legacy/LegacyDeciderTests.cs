using EventSourced.Commands.Deciding;
using EventSourced.Commands.Fastest.Legacy;
using EventSourced.Commands.Fastest.Projects;
using EventSourced.Commands.Fastest.Workspaces;
using EventSourced.Commands.Pipeline;
using EventSourced.Contracts;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.Legacy;

/// <summary>Imports of jobs and refactoring suggestions, without a database.</summary>
public sealed class LegacyDeciderTests
{
    private static readonly DateTimeOffset s_now = new(2026, 3, 9, 12, 0, 0, TimeSpan.Zero), s_then = s_now.AddYears(-1);
    private static readonly Guid s_project = Guid.NewGuid(), s_workspace = Guid.NewGuid();
    private static readonly ProjectCreated s_created = new(s_project, Guid.NewGuid(), "Garden");
    private static readonly WorkspaceCreated s_opened = new(s_workspace, s_project, "main", null, null, null);
    private static readonly ImportJob s_job = new(s_project, s_workspace, "job 1", "Write tests", s_then, "completed", "snap-1", null, s_then, s_then.AddMinutes(1));
    private static readonly JobImported s_importedJob = new("job 1", s_project, s_workspace, "Write tests", "completed", "snap-1", null, s_then, s_then, s_then.AddMinutes(1));
    private static readonly ImportRefactoringSuggestion s_suggestion = new(s_project, s_workspace, "s1", "duplication", "Two parsers", s_then, AffectedFiles: ["a.ts", "b.ts"]);
    private static readonly RefactoringSuggestionImported s_importedSuggestion = new("s1", s_project, s_workspace, null, "duplication", "info", "Two parsers", null, ["a.ts", "b.ts"], null, "pending", s_then);

    [Fact]
    public void A_job_is_imported_once_for_its_id()
    {
        Assert.Equal([s_importedJob], Import(s_job).Events);
        Assert.True(Import(s_job, s_importedJob) is { IsNothing: true, Problem: null, Position: 1 });
        Assert.Equal(409, Import(s_job with { Prompt = "Other" }, s_importedJob).Problem?.Status);
    }

    [Fact]
    public void A_suggestion_is_imported_once_for_its_id_with_the_same_files()
    {
        var imported = Assert.IsType<RefactoringSuggestionImported>(Assert.Single(Import(s_suggestion).Events));
        Assert.Equal(s_importedSuggestion with { AffectedFiles = imported.AffectedFiles }, imported);
        Assert.True(Import(s_suggestion with { AffectedFiles = ["a.ts", "b.ts"] }, s_importedSuggestion) is { IsNothing: true, Problem: null, Position: 1 });
        Assert.Equal(409, Import(s_suggestion with { AffectedFiles = ["b.ts", "a.ts"] }, s_importedSuggestion).Problem?.Status);
        Assert.Equal(409, Import(s_suggestion with { AffectedFiles = null }, s_importedSuggestion).Problem?.Status);
        Assert.Equal(409, Import(s_suggestion with { Title = "Other" }, s_importedSuggestion).Problem?.Status);
    }

    [Fact]
    public void The_workspace_must_exist_in_the_project()
    {
        var elsewhere = new WorkspaceContext(State(new WorkspaceState(s_workspace), s_opened with { ProjectId = Guid.NewGuid() }), State(new ProjectState(s_project), s_created));
        Assert.Equal(422, LegacyDecider.Decide(new JobContext(new(s_job.JobId), elsewhere), s_job, ByAdmin()).Problem?.Status);
        var deleted = new WorkspaceContext(State(new WorkspaceState(s_workspace), s_opened, new WorkspaceDeleted(s_workspace, s_project)), State(new ProjectState(s_project), s_created));
        Assert.Equal(422, LegacyDecider.Decide(new SuggestionContext(new(s_suggestion.SuggestionId), deleted), s_suggestion, ByAdmin()).Problem?.Status);
        var nowhere = new WorkspaceContext(new(s_workspace), new(s_project));
        Assert.Equal(404, LegacyDecider.Decide(new JobContext(new(s_job.JobId), nowhere), s_job, ByAdmin()).Problem?.Status);
    }

    [Fact]
    public void Only_an_admin_imports_and_values_are_words()
    {
        foreach (var command in (Type[])[typeof(ImportJob), typeof(ImportRefactoringSuggestion)])
        {
            Assert.False(CommandCatalog.Of(command).IsAllowedBy([FastestPermission.Use]));
            Assert.True(CommandCatalog.Of(command).IsAllowedBy([Permission.Admin]));
        }
        Assert.True(new ImportJobValidator().Validate(s_job).IsValid);
        Assert.False(new ImportJobValidator().Validate(s_job with { Status = "Done!" }).IsValid);
        Assert.False(new ImportJobValidator().Validate(s_job with { JobId = "" }).IsValid);
        Assert.True(new ImportRefactoringSuggestionValidator().Validate(s_suggestion).IsValid);
        Assert.False(new ImportRefactoringSuggestionValidator().Validate(s_suggestion with { Severity = "fatal" }).IsValid);
        Assert.False(new ImportRefactoringSuggestionValidator().Validate(s_suggestion with { Title = "" }).IsValid);
    }

    private static Decision Import(ImportJob command, params IEvent[] job) => LegacyDecider.Decide(new JobContext(State(new JobState(command.JobId), job), Workspace()), command, ByAdmin());

    private static Decision Import(ImportRefactoringSuggestion command, params IEvent[] suggestion) =>
        LegacyDecider.Decide(new SuggestionContext(State(new SuggestionState(command.SuggestionId), suggestion), Workspace()), command, ByAdmin());

    private static WorkspaceContext Workspace() => new(State(new WorkspaceState(s_workspace), s_opened), State(new ProjectState(s_project), s_created));

    private static TState State<TState>(TState state, params IEvent[] events) where TState : StreamState => state.After(events.Select((e, i) => new Fact(e, i + 1, i + 1, s_now, Guid.Empty)));

    private static CommandContext ByAdmin() => new(Guid.Empty, "admin", s_now, null);
}
