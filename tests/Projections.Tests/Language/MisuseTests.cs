using EventSourced.Contracts;
using EventSourced.Projections.Elsewhere;
using EventSourced.Projections.Faulty;
using EventSourced.ReadTables;

namespace EventSourced.Projections.Tests.Language;

public sealed class MisuseTests
{
    private static readonly EventCatalog s_events = EventCatalog.Scan(typeof(Happened).Assembly);

    [Fact]
    public void All_faults_of_all_tables_are_reported_together_with_file_line_and_fix()
    {
        var refused = Refused(typeof(Things), typeof(ManyFaults), typeof(Orphans), typeof(NeverNull));
        string[] problems =
        [
            "have the same name id", "Undocumented has no <summary>", "Took has the type System.TimeSpan", "name of its area is \"No Area\"", "Other cannot hold a timestamp",
            "which cannot be translated to SQL", "has 2 key value(s), but the key has 1", "the event has no member Other", "sets count 2 times", "uses the captured variable captured",
            "uses Random.", "uses DateTimeOffset.UtcNow",
        ];
        foreach (var problem in problems) Assert.Contains(refused.Faults, f => f.Table == nameof(ManyFaults) && f.Problem.Contains(problem, StringComparison.Ordinal));
        Assert.Equal([nameof(ManyFaults), nameof(NeverNull), nameof(Orphans)], refused.Faults.Select(f => f.Table).Distinct().Order());
        Assert.All(refused.Faults, f => Assert.True(f.Fix.Length > 10, f.ToString()));
        Assert.All(refused.Faults, f => Assert.Equal("Language/Faulty.cs", f.File));
        Assert.Contains(refused.Faults, f => f.Line > 0);
        Assert.All(refused.Faults, f => Assert.Contains(f.ToString(), refused.Message));
    }

    [Fact]
    public void A_reference_that_the_events_cannot_maintain_is_refused()
    {
        Assert.Contains(Refused(typeof(Things), typeof(Orphans)).Faults, f => f.Problem.Contains("Ended removes by group") && f.Fix.Contains(".Along(r => r.Group, p => p.Group)"));
        Assert.Contains(Refused(typeof(Things), typeof(NeverNull)).Faults, f => f.Problem.Contains("none of them is nullable"));
        Assert.Contains(Refused(typeof(Tree)).Faults, f => f.Problem.Contains("refers to itself and cascades"));
        Assert.Contains(Refused(typeof(RoundOne), typeof(RoundTwo)).Faults, f => f.Problem.Contains("cycle"));
        Assert.Contains(Refused(typeof(Orphans)).Faults, f => f.Problem.Contains("is not a read table of the catalog"));

        var faults = Refused(typeof(OfSets), typeof(Sets), typeof(Counts), typeof(Strangers)).Faults;
        Assert.Contains(faults, f => f.Table == nameof(OfSets) && f.Problem.Contains("replaces as a set"));
        Assert.Contains(faults, f => f.Table == nameof(OfSets) && f.Problem.Contains("which is derived"));
        Assert.Contains(faults, f => f.Table == nameof(OfSets) && f.Problem.Contains("of another module"));
        Assert.Contains(faults, f => f.Table == nameof(Counts) && f.Problem.Contains("area is counts"));
    }

    [Fact]
    public void An_event_that_no_table_handles_is_a_fault_unless_it_is_ignored()
    {
        var fault = Assert.Single(Refused(typeof(Things)).Faults);
        Assert.Equal(("Listed", "No read table handles faulty.listed.v1."), (fault.Table, fault.Problem));
        Assert.Equal("Listed: No read table handles faulty.listed.v1. Map it, or declare [assembly: IgnoredEvent(typeof(Listed), \"why\")].", fault.ToString());
        Assert.Equal("faulty.things", Assert.Single(ReadTableCatalog.Of(s_events, [typeof(Things)], new HashSet<Type> { typeof(Listed) }).Tables).QualifiedName);
    }

    private static DefinitionException Refused(params Type[] rows) => Assert.Throws<DefinitionException>(() => ReadTableCatalog.Of(s_events, rows, new HashSet<Type>()));
}
