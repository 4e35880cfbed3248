using EventSourced.Commands.Fastest.Guidance;
using EventSourced.Commands.Intelligence;
using EventSourced.Contracts.Fastest;

namespace EventSourced.Commands.Tests.Fastest.Guidance;

/// <summary>Suggestions of next steps, by the model and by the rules (specification, 2.7).</summary>
public sealed class NextStepTests
{
    private static readonly Guid s_project = Guid.NewGuid(), s_command = Guid.NewGuid();

    private static readonly ProjectBriefWritten s_startup = new(s_project, "startup",
        """{"intent":"startup","problem":"x","target_users":["gardeners"],"mvp_features":["Plan beds","Share plans"],"non_goals":[],"current_stage":"idea","has_users":false,"has_revenue":false}""");

    [Fact]
    public void Values_outside_their_range_get_the_default()
    {
        var steps = NextSteps.Of(NextStepModel.Read("""
            Here you are: ```json
            {"steps": [
              {"title": "  Plan beds  ", "description": 7, "category": "Gardening", "priority": 9, "effort": "huge"},
              {"title": "Ship", "category": "Testing", "priority": "1", "effort": "small", "rationale": "because"},
              {"title": ""}, {"description": "no title"}, "no object"
            ]}
            ```
            """), [], s_command);
        Assert.Equal(["Plan beds", "Ship"], steps.Select(s => s.Title));
        Assert.Equal(("feature", 2, null, null), (steps[0].Category, steps[0].Priority, steps[0].Effort, steps[0].Description));
        Assert.Equal(("testing", 1, "small", "because"), (steps[1].Category, steps[1].Priority, steps[1].Effort, steps[1].Rationale));
    }

    [Fact]
    public void Titles_and_texts_are_shortened_without_dividing_a_character()
    {
        var step = Assert.Single(NextSteps.Of(NextStepModel.Read($$"""{"steps": [{"title": "{{new string('a', 139)}}😀", "description": "{{new string('b', 1001)}}"}]}"""), [], s_command));
        Assert.Equal((139, 1000), (step.Title.Length, step.Description!.Length));
    }

    [Fact]
    public void What_was_suggested_recently_is_left_out_in_any_case_and_no_title_comes_twice()
    {
        IEnumerable<Suggestion> suggestions = [new("Ship"), new("ship"), new("PLAN BEDS"), .. Enumerable.Range(0, 9).Select(i => new Suggestion($"Step {i}"))];
        Assert.Equal(["Ship", "Step 0", "Step 1", "Step 2", "Step 3", "Step 4"], NextSteps.Of(suggestions, ["plan beds"], s_command).Select(s => s.Title));
    }

    [Fact]
    public void Only_the_20_most_recent_suggestions_count()
    {
        var known = new KnownGuidance();
        known.When(new NextStepsSuggested(s_project, "m", [.. Enumerable.Range(0, 25).Select(i => new NextStep(Guid.NewGuid(), $"Step {i}", null, null, "feature", 2, null))]));
        Assert.Equal(Enumerable.Range(5, 20).Select(i => $"Step {i}"), known.RecentTitles);
    }

    [Fact]
    public void Without_a_model_the_features_of_the_brief_come_first()
    {
        var steps = NextStepRules.Suggest(s_startup);
        Assert.Equal(["Build: Plan beds", "Build: Share plans", "Show the project to three target users"], steps.Take(3).Select(s => s.Title));
        Assert.Equal("For example: gardeners.", steps[2].Description);
        Assert.Equal(6, steps.Count);
        Assert.Equal(steps, NextStepRules.Suggest(s_startup));
        Assert.DoesNotContain("Build: Plan beds", NextSteps.Of(NextStepRules.Suggest(s_startup), ["build: plan beds"], s_command).Select(s => s.Title));
    }

    [Fact]
    public void A_brief_of_another_intent_gives_what_every_project_needs() =>
        Assert.Equal(3, NextStepRules.Suggest(new(s_project, "game", """{"intent":"game","mvp_features":"not a list"}""")).Count);

    [Fact]
    public async Task The_model_sees_the_brief_and_former_suggestions()
    {
        var model = new Model("""{"steps": []}""");
        Assert.Empty((await NextStepModel.AskAsync(model, "Garden", s_startup, ["Ship"], default))!);
        Assert.True(model.Asked!.IsJson);
        Assert.Contains("Plan beds", model.Asked.Messages[1].Content);
        Assert.Contains("- Ship", model.Asked.Messages[1].Content);
        Assert.Null(await NextStepModel.AskAsync(new Model(null), "Garden", s_startup, [], default));
    }

    [Theory]
    [InlineData("I cannot help with that.")]
    [InlineData("""{"steps": "none"}""")]
    [InlineData("""{"steps": [{"title": "cut""")]
    [InlineData("}{")]
    public void An_answer_without_the_list_is_refused_without_quoting_it(string answer)
    {
        var e = Assert.Throws<ModelServiceException>(() => NextStepModel.Read(answer));
        Assert.DoesNotContain(answer, e.Message);
        Assert.Contains("\"steps\"", e.Message);
    }

    private sealed class Model(string? answer) : ILanguageModel
    {
        public string Name => "test";

        public ModelRequest? Asked { get; private set; }

        public Task<string?> CompleteAsync(ModelRequest request, CancellationToken cancellationToken)
        {
            Asked = request;
            return Task.FromResult(answer);
        }
    }
}
