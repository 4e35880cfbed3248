namespace EventSourced.Api.Tests.Rabbit;

public sealed class DocumentedParameterTests(ApiWorld world) : IClassFixture<ApiWorld>
{
    [Fact]
    public async Task The_document_describes_the_parameters_of_product_routes()
    {
        Assert.Equal(["childId", "endDate", "limit", "pin", "startDate"], await world.QueryParametersAsync("/api/parent/logs"));
    }
}
