namespace EventSourced.Commands.Tests.Boost.GitHub;

/// <summary>HTTP clients like those of the product.</summary>
internal sealed class TestClients : IHttpClientFactory
{
    public HttpClient CreateClient(string name) => new(new SocketsHttpHandler { AllowAutoRedirect = false });
}
