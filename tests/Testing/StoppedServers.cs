using Xunit.Sdk;
using Xunit.v3;

namespace EventSourced.Testing;

/// <summary>Stops the servers of a test process after its last test. Every test project that refers to this one has it.</summary>
public sealed class StoppedServers : ITestPipelineStartup
{
    /// <inheritdoc/>
    public ValueTask StartAsync(IMessageSink diagnosticMessageSink) => ValueTask.CompletedTask;

    /// <inheritdoc/>
    public async ValueTask StopAsync() => await TestServers.StopAsync();
}
