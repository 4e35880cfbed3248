namespace EventSourced.Api.Tests.Pulse;

public sealed class DocumentedParameterTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task The_document_describes_the_parameters_of_product_routes()
    {
        Assert.Equal(["community", "source", "week_start", "weekof"], await world.QueryParametersAsync("/pulse.json"));
        Assert.Equal(["community", "cursor", "limit", "source"], await world.QueryParametersAsync("/pulse/history.json"));
        Assert.Equal(["community_id", "date_order", "delete_after_processing", "filename", "source_id"], await world.QueryParametersAsync("/api/pulse/exports", "post"));
    }
}
