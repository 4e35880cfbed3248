namespace EventSourced.Api.Tests.OpenApi;

/// <summary>A client generated from the document can use the whole API. The calls are in Client/Program.cs, which is compiled against it.</summary>
public sealed class GeneratedClientTests(ServedSystem system) : IClassFixture<ServedSystem>
{
    // A generator numbers types that have no name.
    [Fact]
    public void Every_schema_has_its_own_name() =>
        Assert.DoesNotContain(system.Client.Types, name => char.IsAsciiDigit(name[^1]) || name.StartsWith("Anonymous", StringComparison.Ordinal) || name == "Body" || name == "Response");

    [Fact]
    public Task An_admin_imports_a_chat_queries_rebuilds_and_verifies() => system.Client.RunAsync("AdminAsync", system.Admin);

    [Fact]
    public Task A_child_talks_and_its_parent_reads_it() => system.Client.RunAsync("FamilyAsync", system.Anyone, system.Parent, system.Admin);
}
