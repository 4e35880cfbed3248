using System.Security.Cryptography;
using EventSourced.EventStore;

namespace EventSourced.Servers.Setup;

/// <summary>Random passwords, each in a file that only its owner can read.</summary>
internal sealed class Secrets(string folder)
{
    public bool Has(string name) => File.Exists(PathOf(name));

    public string PathOf(string name) => Path.Combine(folder, name);

    public string GetOrCreate(string name)
    {
        if (Has(name)) return File.ReadAllText(PathOf(name)).Trim();
        PrivateFiles.CreateFolder(folder);
        var secret = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24));
        Write(PathOf(name), secret);
        return secret;
    }

    /// <summary>Writes the file with its final mode from the start.</summary>
    public static void Write(string path, string content, UnixFileMode mode = PrivateFiles.FileMode)
    {
        var staged = path + ".new";
        File.Delete(staged);
        using (var stream = new FileStream(staged, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = mode }))
            stream.Write(System.Text.Encoding.UTF8.GetBytes(content));
        File.Move(staged, path, overwrite: true);
    }
}
