using System.Text;
using EventSourced.Commands.Boost.Clang;
using EventSourced.Commands.Boost.Libraries;
using EventSourced.Commands.Boost.Usage;

namespace EventSourced.Commands.Tests.Boost.Usage;

/// <summary>Files of scans.</summary>
public sealed class UsageScansJsonTests
{
    private const string Scan = """{"full_name":"gull/nest","stars":11,"files":[{"path":"a\ud83d\ude00.cpp","content":"#include \"boost/asio.hpp\" \udce9\u0000\ud800","commit_date":"2026-03-01T01:00:00+01:00","headers":["boost/x.hpp",7]}]}""";

    [Fact]
    public async Task Halves_of_surrogate_pairs_are_replaced_and_the_rest_is_read()
    {
        var read = await ReadAsync("\ufeff" + Scan);
        var scan = Assert.Single(read.Scans).Scan;
        Assert.Equal(("gull/nest", 11, null), (scan.Repository, scan.Stars, scan.Forks));
        var file = Assert.Single(scan.Files);
        Assert.Equal(("a\ud83d\ude00.cpp", new DateTimeOffset(2026, 3, 1, 0, 0, 0, TimeSpan.Zero)), (file.Path, file.CommitDate));
        Assert.Equal("#include \"boost/asio.hpp\" \ufffd\ufffd", file.Content);
        Assert.Equal(["headers_are_no_list"], read.LeftOut.ToList((reason, _, _) => reason));
        Assert.Equal(["boost/asio.hpp"], Assert.Single(UsageScan.Of(scan.Files).Sources).Includes);
    }

    [Theory]
    [InlineData("7", "entry_is_no_object")]
    [InlineData("{\"full_name\": \"nest\"}", "scan_without_repository")]
    [InlineData("{\"full_name\": \"gull/nest\"}", "scan_without_files")]
    [InlineData("{\"full_name\": \"gull/nest\", \"files\": [], \"stars\": -1}", "stars_is_no_count")]
    [InlineData("{\"full_name\": \"gull/nest\", \"files\": [], \"scanned_at\": 7}", "scanned_at_is_no_time")]
    [InlineData("{\"\\ud800\": 1, \"full_name\": \"gull/nest\", \"files\": []}", "entry_is_no_unicode")]
    public async Task What_says_nothing_is_left_out_and_counted(string entry, string reason) =>
        Assert.Equal([$"{reason} 2"], (await ReadAsync($"{{\"full_name\":\"a/b\",\"files\":[]}}\n{entry}")).LeftOut.ToList((r, _, places) => $"{r} {string.Join(',', places)}"));

    [Fact]
    public async Task A_damaged_file_is_read_or_refused_and_never_anything_else()
    {
        var random = new Random(7);
        var whole = Encoding.UTF8.GetBytes(Scan + "\n[" + Scan + ",{\"number\":1,\"updated_at\":\"2026-03-01T01:00:00Z\"},{\"sha\":\"7c1e061f91e2ef542217b76286c314d006c0c8fc\",\"commit\":{\"author\":{\"date\":\"x\"}}}]");
        for (var n = 0; n < 3_000; n++)
        {
            var bytes = whole[..random.Next(whole.Length / 2, whole.Length + 1)];
            for (var changes = random.Next(4); changes > 0; changes--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            try
            {
                foreach (var (_, scan) in (await UsageScansJson.ReadAsync(bytes, TestContext.Current.CancellationToken)).Scans) UsageScan.Of(scan.Files);
                await ClangJson.ReadAsync(bytes, TestContext.Current.CancellationToken);
            }
            catch (BoostFileException)
            {
                // Refused.
            }
        }
    }

    private static Task<ReadScans> ReadAsync(string text) => UsageScansJson.ReadAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
}
