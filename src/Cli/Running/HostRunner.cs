using Microsoft.Extensions.Hosting;

namespace EventSourced.Cli.Running;

/// <summary>
/// Runs hosts. One that fails to start is stopped before its services are disposed of: a message that the bus takes meanwhile would find none, and end in the
/// error queue.
/// </summary>
internal static class HostRunner
{
    /// <summary>Runs a host until it is told to stop, and disposes of it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="error">Takes what went wrong in stopping a host that did not start; why it did not is thrown.</param>
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
                error($"What had begun did not stop in order: {e.Message}");
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
