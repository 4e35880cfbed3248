using EventSourced.Commands.Boost.Libraries;

namespace EventSourced.Commands.Boost.Usage;

/// <summary>Reads a file of scans without recording them.</summary>
public static class UsageScansCheck
{
    /// <summary>The number of its files that may use Boost, with their includes and the versions that build files name.</summary>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="BoostFileException">It has no scans.</exception>
    public static async Task<long> CountAsync(byte[] file, CancellationToken cancellationToken)
    {
        var read = await UsageScansJson.ReadAsync(file, cancellationToken);
        return read.Scans.Sum(s => (long)UsageScan.Of(s.Scan.Files).Sources.Count);
    }
}
