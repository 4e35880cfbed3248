using System.CommandLine;
using System.Text.Json.Nodes;
using EventSourced.Cli.Output;
using EventSourced.Cli.Parsing;

namespace EventSourced.Cli.Commands;

/// <summary><c>es token</c>: admin tokens of the API.</summary>
internal static class TokenCommand
{
    public static Command Create(Screen screen) => new("token", "Create, list and revoke admin tokens.") { NewToken(screen), List(screen), Revoke(screen) };

    private static Command NewToken(Screen screen)
    {
        var name = Name();
        var days = new Option<int?>("--days") { Description = "Days until it expires; by default it does not expire.", HelpName = "N" };
        return new Command("create", "Create a token and print it; it is shown only once.") { name, days }.Calling(async (parsed, api, cancellation) =>
        {
            var body = new JsonObject { ["name"] = parsed.GetRequiredValue(name) };
            if (parsed.GetValue(days) is { } n) body["expires_in_days"] = n;
            var created = await api.PostAsync("admin/tokens", body, cancellation);
            screen.Line(created!["token"]!.GetValue<string>());
        });
    }

    private static Command List(Screen screen)
    {
        return new Command("list", "List the tokens, without their secrets.").Calling(async (_, api, cancellation) =>
        {
            var table = Sheet.Of("id", "name", "created", "expires", "revoked");
            foreach (var token in (await api.GetAsync("admin/tokens", cancellation))!["tokens"]!.AsArray())
                table.Add(token!["id"]!.ToString(), token["name"]!.ToString(), RowsView.Text(token["created_at"]), RowsView.Text(token["expires_at"]), RowsView.Text(token["revoked_at"]));
            screen.Table(table);
        });
    }

    private static Command Revoke(Screen screen)
    {
        var client = CommonOptions.Client();
        var name = new Argument<string?>("NAME") { Description = "Name of the token.", Arity = ArgumentArity.ZeroOrOne };
        var id = new Option<string?>("--id") { Description = $"Id of the token from `{Hint.Es("token list")}`, instead of the name.", HelpName = "ID" };
        var command = new Command("revoke", "Revoke a token, by its name or by its id.") { name, id };
        client.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = (parsed.GetValue(name), parsed.GetValue(id)) switch
            {
                ({ } given, null) => Uri.EscapeDataString(given),
                (null, { } given) => $"id/{Uri.EscapeDataString(given)}",
                _ => throw CliException.Usage("Give the token's NAME, or --id ID."),
            };
            using var api = client.Connect(parsed);
            await api.DeleteAsync($"admin/tokens/{path}", cancellation);
            screen.Good($"The token {parsed.GetValue(name) ?? parsed.GetValue(id)} is revoked.");
            return 0;
        });
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "Name of the token: the actor of its commands." };
}
