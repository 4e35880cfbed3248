using System.CommandLine;
using EventSourced.Cli.Fastest.Http;
using EventSourced.Cli.Fastest.SignIn;
using EventSourced.Cli.Output;

namespace EventSourced.Cli.Fastest;

/// <summary><c>es fst login</c>: signs this machine in with a code that the user confirms in a browser.</summary>
internal static class LoginVerb
{
    public static Command Create(Screen screen)
    {
        var api = FstVerbs.Api();
        var command = new Command("login", "Sign in: confirm a code in a browser. The session is stored in your folder of configurations.") { api };
        command.Does(async (parsed, cancellation) =>
        {
            var url = Connections.Address(parsed.GetValue(api));
            using var device = new FastestApi(url, null);
            var codes = await device.StartDeviceAsync(cancellation);
            screen.Line($"Open   {new Uri(url, codes.VerificationUriComplete)}");
            screen.Line($"   or  {new Uri(url, codes.VerificationUri)}   and type the code   {codes.UserCode}");
            screen.Step($"waiting until you have confirmed it, up to {codes.ExpiresIn / 60} minutes; Ctrl-C stops");
            var session = await new DeviceSignIn(device, Task.Delay).WaitAsync(codes, cancellation);
            SessionFile.OfUser.Keep(url, new(session.AccessToken, DateTimeOffset.UtcNow.AddSeconds(session.ExpiresIn)));
            using var signedIn = new FastestApi(url, session.AccessToken);
            var user = await signedIn.UserAsync(cancellation);
            screen.Good($"signed in at {url} as {user.Email} for {session.ExpiresIn / 86400} days; the session is in {SessionFile.OfUser.Path}");
            if (FstVariables.Current.Token is { Length: > 0 }) screen.Note($"The variable {FstVariables.TokenVariable} is set and has precedence over this session: unset it.");
            return 0;
        });
        return command;
    }
}
