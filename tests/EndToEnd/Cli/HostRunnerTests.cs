using EventSourced.Cli.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EventSourced.EndToEnd.Cli;

/// <summary>Hosts that fail to start.</summary>
public sealed class HostRunnerTests
{
    [Fact]
    public async Task Started_services_are_stopped_before_a_host_that_failed_to_start_is_disposed()
    {
        var steps = new List<string>();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddSingleton(_ => new Service(steps));
        builder.Services.AddHostedService(p => new Bus(steps, p.GetRequiredService<Service>()));
        builder.Services.AddHostedService<Failing>();

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => HostRunner.RunAsync(builder.Build(), steps.Add));

        Assert.Equal("the database is starting up", thrown.Message);
        Assert.Equal(["bus started", "bus stopped", "services gone"], steps);
    }

    private sealed class Service(List<string> steps) : IDisposable
    {
        public void Dispose() => steps.Add("services gone");
    }

    private sealed class Bus(List<string> steps, Service service) : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken)
        {
            Assert.NotNull(service);
            steps.Add("bus started");
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            steps.Add("bus stopped");
            return Task.CompletedTask;
        }
    }

    private sealed class Failing : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("the database is starting up");

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
