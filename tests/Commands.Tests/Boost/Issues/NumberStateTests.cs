using EventSourced.Commands.Boost.Issues;
using EventSourced.Commands.Deciding;
using EventSourced.Contracts.Boost;

namespace EventSourced.Commands.Tests.Boost.Issues;

/// <summary>What an answer of the API says that is new about an issue or a pull request.</summary>
public sealed class NumberStateTests
{
    private static readonly DateTimeOffset s_day = new(2024, 5, 6, 7, 8, 9, TimeSpan.Zero);
    private static readonly GivenAccount s_ann = new("ann", 7);

    private readonly NumberState _issue = new("o", "r", 1);
    private readonly NumberState _pull = new("o", "r", 2);

    [Fact]
    public void The_same_again_is_nothing_and_a_newer_answer_replaces_everything()
    {
        var said = Issue(s_day) with { Body = "b", Labels = ["bug", " bug ", "", "api"], Assignees = [s_ann] };
        var first = Fold(_issue, _issue.After(said, 7, [9, 7, 9]).After!);
        Assert.Equal([7, 9], first.Assignees);
        Assert.Equal(["api", "bug"], first.Labels);
        Assert.Equal((null, false), _issue.After(said with { Labels = ["api", "bug"] }, 7, [7, 9]));

        var after = _issue.After(Issue(s_day.AddSeconds(1)) with { Title = "new", Labels = [] }, 8, []).After!;
        Assert.Equal(("new", "", 8L, 0, 0), (after.Title, after.Body, after.AccountId, after.Assignees.Count, after.Labels.Count));
    }

    [Fact]
    public void An_older_answer_changes_nothing_and_one_of_the_same_time_does()
    {
        Fold(_issue, _issue.After(Issue(s_day), 7, []).After!);
        Assert.Equal((null, true), _issue.After(Issue(s_day.AddTicks(-1)) with { Title = "old" }, 7, []));
        Assert.Equal((null, true), _issue.After(Issue(null) with { Title = "without a time" }, 7, []));
        Assert.Equal("again", _issue.After(Issue(s_day) with { Title = "again" }, 7, []).After!.Title);
    }

    [Fact]
    public void An_answer_of_any_zone_is_compared_and_recorded_as_an_instant()
    {
        var local = new DateTimeOffset(2024, 5, 6, 9, 8, 9, TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.Zero, Fold(_issue, _issue.After(Issue(local), 7, []).After!).UpdatedAt!.Value.Offset);
        Assert.Equal((null, false), _issue.After(Issue(s_day), 7, []));
    }

    [Fact]
    public void Sets_that_an_answer_does_not_have_stay()
    {
        Fold(_issue, _issue.After(Issue(s_day) with { Labels = ["bug"] }, 7, [7]).After!);
        var after = _issue.After(Issue(s_day) with { Title = "new", Labels = null }, 7, null).After!;
        Assert.Equal(["bug"], after.Labels);
        Assert.Equal([7], after.Assignees);
    }

    [Theory]
    [InlineData("closed", true, "merged")]
    [InlineData("closed", false, "closed")]
    [InlineData("open", false, "open")]
    // GitHub cannot say this; an open one is open.
    [InlineData("open", true, "open")]
    public void A_closed_pull_request_with_a_time_of_merging_is_merged(string said, bool hasTime, string state) =>
        Assert.Equal(state, _pull.After(Pull(s_day) with { State = said, MergedAt = hasTime ? s_day : null }, 7, []).After!.State);

    [Fact]
    public void A_number_is_an_issue_or_a_pull_request_and_the_error_names_both()
    {
        Fold(_issue, _issue.After(Issue(s_day), 7, []).After!);
        Fold(_pull, _pull.After(Pull(s_day), 7, []).After!);
        var asPull = _issue.ProblemOf(NumberFacts.Of(Pull(s_day)))!;
        Assert.Equal((409, "number_conflict"), (asPull.Status, asPull.Code));
        Assert.Contains("o/r#1 is issue 100 (\"t\"), and cannot be pull request 200 (\"p\") too", asPull.Detail, StringComparison.Ordinal);
        Assert.Contains("o/r#2 is pull request 200 (\"p\"), and cannot be issue 100 (\"t\") too", _pull.ProblemOf(NumberFacts.Of(Issue(s_day)))!.Detail, StringComparison.Ordinal);
        Assert.NotNull(_issue.ProblemOf(NumberFacts.Of(Issue(s_day) with { IssueId = 101 })));
        Assert.NotNull(_issue.ProblemOf(new NumberFacts(1) { IsListedPullRequest = true }));
        Assert.NotNull(_issue.ProblemOf(new NumberFacts(1) { ReviewComments = [Comment(5, "x", s_day)] }));
        Assert.Null(_issue.ProblemOf(NumberFacts.Of(Issue(s_day))));
        Assert.Null(_pull.ProblemOf(new NumberFacts(2) { IsListedPullRequest = true, Comments = [Comment(5, "x", s_day)] }));
    }

    [Fact]
    public void Comments_are_added_and_replaced_by_their_ids_unless_they_are_older_and_others_stay()
    {
        Fold(_issue, _issue.After(Issue(s_day), 7, []).After!);
        var first = _issue.CommentsAfter([(Comment(1, "a", s_day), 7), (Comment(2, "b", s_day), -1)], areOnCode: false);
        Assert.Equal((2, 2, 0), (first.Changed.Count, first.New, first.Older));
        _issue.After(Facts.From(_issue.Version + 1, [new IssueCommentsRecorded("o", "r", 1, 100, first.Changed)]));

        var next = _issue.CommentsAfter(
            [(Comment(1, "a", s_day), 7), (Comment(2, "edited", s_day.AddHours(1)), -1), (Comment(2, "old", s_day.AddHours(-1)), -1), (Comment(3, "c", null), 7), (Comment(3, "c", null), 7)], areOnCode: false);
        Assert.Equal([(2, "edited"), (3, "c")], next.Changed.Select(c => (c.CommentId, c.Body)));
        Assert.Equal((1, 1), (next.New, next.Older));
        // Comments on code have other ids.
        Assert.Equal(1, _issue.CommentsAfter([(Comment(1, "a", s_day), 7)], areOnCode: true).New);
    }

    private static RecordIssue Issue(DateTimeOffset? updated) => new("o", "r", 1, 100, s_ann, "t", CreatedAt: s_day.AddDays(-1), UpdatedAt: updated, Assignees: [], Labels: []);

    private static RecordPullRequest Pull(DateTimeOffset? updated) => new("o", "r", 2, 200, s_ann, "p", CreatedAt: s_day.AddDays(-1), UpdatedAt: updated, Assignees: [], Labels: []);

    private static GivenComment Comment(long id, string body, DateTimeOffset? updated) => new(id, s_ann, body, s_day.AddDays(-1), updated);

    private static TEvent Fold<TEvent>(NumberState state, TEvent e) where TEvent : Contracts.IEvent
    {
        state.After(Facts.From(state.Version + 1, [e]));
        return e;
    }
}
