namespace EventSourced.Api.Tests.OpenApi;

/// <summary>A client generated from the document does everything that the API can do. What it does is in Client/Program.cs, which is compiled against it.</summary>
public sealed class GeneratedClientTests(ServedSystem system) : IClassFixture<ServedSystem>
{
    // A generator numbers what has no name of its own.
    [Fact]
    public void Every_shape_has_a_name_of_its_own() =>
        Assert.DoesNotContain(system.Client.Types, name => char.IsAsciiDigit(name[^1]) || name.StartsWith("Anonymous", StringComparison.Ordinal) || name == "Body" || name == "Response");

    [Fact]
    public Task An_admin_imports_a_chat_queries_rebuilds_and_verifies() => system.Client.RunAsync("AdminAsync", system.Admin);

    [Fact]
    public Task A_child_talks_and_its_parent_reads_it() => system.Client.RunAsync("FamilyAsync", system.Anyone, system.Parent, system.Admin);
}
