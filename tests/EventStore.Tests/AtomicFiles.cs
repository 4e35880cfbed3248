namespace EventSourced.EventStore.Tests;

public sealed class AtomicFiles : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("atomic-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void a_file_is_replaced_and_nothing_else_is_left()
    {
        var path = Path.Combine(_folder, "file");
        AtomicFile.Replace(path, "a long first text"u8);
        AtomicFile.Replace(path, "second"u8);
        Assert.Equal("second", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void a_private_file_takes_the_place_of_one_that_everybody_reads()
    {
        if (OperatingSystem.IsWindows()) return;
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "open");
        File.SetUnixFileMode(path, PrivateFiles.FileMode | UnixFileMode.OtherRead);
        PrivateFiles.Replace(path, "geheim \u00e4");
        Assert.Equal(("geheim ä", PrivateFiles.FileMode), (File.ReadAllText(path), File.GetUnixFileMode(path)));
    }

    [Fact]
    public void a_failed_replacement_leaves_no_second_file()
    {
        var path = Path.Combine(_folder, "folder");
        Directory.CreateDirectory(Path.Combine(path, "child"));
        Assert.ThrowsAny<Exception>(() => AtomicFile.Replace(path, "text"u8));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }
}
