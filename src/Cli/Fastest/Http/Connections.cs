using EventSourced.Cli.Fastest.Folder;
using EventSourced.Cli.Fastest.SignIn;
using EventSourced.Cli.Parsing;
using EventSourced.Cli.Running;

namespace EventSourced.Cli.Fastest.Http;

/// <summary>Which API is meant, and with which token.</summary>
internal static class Connections
{
    /// <summary>The address that was given, else that of the folder, of the last sign-in, or of the system that runs here.</summary>
    /// <exception cref="CliException">There is none, or it is no address.</exception>
    public static Uri Address(string? given)
    {
        var text = given ?? WorkingFolder.Find(Directory.GetCurrentDirectory())?.Config.Api ?? SessionFile.OfUser.Read().Last ?? new DataDirectory(DataDirectory.Default).ReadConnection()?.Url
            ?? throw new CliException("Which API? Name its address with --api, such as --api http://127.0.0.1:5080.");
        return Parse(text) ?? throw CliException.Usage($"\"{text}\" is no address of an API: use one such as http://127.0.0.1:5080.");
    }

    /// <summary>A client with the session of the user.</summary>
    /// <exception cref="CliException">There is no session, or it has expired.</exception>
    public static FastestApi Open(string api)
    {
        var url = Parse(api) ?? throw new CliException($"\"{api}\" is no address of an API. Correct it in {WorkingFolder.ConfigName}.");
        if (FstVariables.Current.Token is { Length: > 0 } token) return new FastestApi(url, token);
        var session = SessionFile.OfUser.Read().Of(url) ?? throw new CliException($"You are not signed in at {url}. Sign in with: {SignIn(url)}");
        return session.ExpiresAt > DateTimeOffset.UtcNow ? new FastestApi(url, session.Token)
            : throw new CliException($"Your session at {url} expired at {session.ExpiresAt:yyyy-MM-dd HH:mm} UTC. Sign in again with: {SignIn(url)}");
    }

    /// <summary>What to do when the API refuses the token.</summary>
    public static string RefusedAt(Uri api, string? reason) => FstVariables.Current.Token is { Length: > 0 }
        ? $"{api} refuses the token of the variable {FstVariables.TokenVariable}{Because(reason)} Set it to the token of a session, or unset it and sign in with: {SignIn(api)}"
        : $"{api} refuses your session{Because(reason)} Sign in with: {SignIn(api)}";

    /// <summary>The command that signs in.</summary>
    public static string SignIn(Uri api) => Hint.Es($"fst login --api {Hint.Quoted(api.AbsoluteUri.TrimEnd('/'))}");

    private static string Because(string? reason) => reason is null ? "." : $": {reason}";

    private static Uri? Parse(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == "http" || url.Scheme == "https") ? new Uri(url.GetLeftPart(UriPartial.Path)) : null;
}
