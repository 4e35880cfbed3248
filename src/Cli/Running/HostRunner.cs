using Microsoft.Extensions.Hosting;

namespace EventSourced.Cli.Running;

/// <summary>
/// Runs hosts. A host that fails to start is stopped before its services are disposed: otherwise a message that the bus receives meanwhile would fail without its
/// services, and end in the error queue.
/// </summary>
internal static class HostRunner
{
    /// <summary>Runs a host until it stops, and disposes it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="error">Called when a host that did not start cannot be stopped either. The reason of the failed start is thrown.</param>
    public static async Task RunAsync(IHost host, Action<string> error)
    {
        try
        {
            await host.StartAsync();
            await host.WaitForShutdownAsync();
        }
        catch (Exception)
        {
            try
            {
                await host.StopAsync();
            }
            catch (Exception e)
            {
                error($"The partly started host did not stop cleanly: {e.Message}");
            }
            throw;
        }
        finally
        {
            if (host is IAsyncDisposable disposable) await disposable.DisposeAsync();
            else host.Dispose();
        }
    }
}
