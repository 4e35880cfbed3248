using System.CommandLine;
using System.Globalization;
using EventSourced.Cli.Output;
using EventSourced.Cli.Running;
using EventSourced.Commands.Modules;
using EventSourced.EventStore;
using EventSourced.Projections;
using Npgsql;

namespace EventSourced.Cli.Commands;

/// <summary><c>es sql-user</c>: PostgreSQL logins that may read the documented tables.</summary>
internal static class SqlUserCommand
{
    public static Command Create(Screen screen, ModuleCatalog modules) => new("sql-user", "Create, list and drop logins that may read the tables by SQL.") { NewUser(screen, modules), List(screen), Drop(screen) };

    private static Command NewUser(Screen screen, ModuleCatalog modules)
    {
        var (name, data) = (Name(), CommonOptions.Data());
        var command = new Command("create", "Create a login; its address with the password is printed once.") { name, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            var access = Access(parsed.GetRequiredValue(data));
            await using var users = new SqlUsers(access);
            var user = parsed.GetRequiredValue(name);
            var password = await users.CreateAsync(user, ReadTableSet.Of(modules.Events, modules.Assemblies), cancellation);
            var address = new NpgsqlConnectionStringBuilder(access.PostgresOwner) { Username = user, Password = password };
            screen.Line(PostgresAddress.ToUri(address.ConnectionString));
            screen.Note($"{user} may read the documented tables. The password is shown only now: use the address as psql 'URI'.");
        });
        return command;
    }

    private static Command List(Screen screen)
    {
        var data = CommonOptions.Data();
        var command = new Command("list", "List the logins that this command created.") { data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var users = new SqlUsers(Access(parsed.GetRequiredValue(data)));
            var table = Sheet.Of("name", ">sessions");
            foreach (var user in await users.ListAsync(cancellation)) table.Add(user.Name, user.Sessions.ToString(CultureInfo.InvariantCulture));
            screen.Table(table);
        });
        return command;
    }

    private static Command Drop(Screen screen)
    {
        var (name, data) = (Name(), CommonOptions.Data());
        var command = new Command("drop", "End the sessions of a login and drop it.") { name, data };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var users = new SqlUsers(Access(parsed.GetRequiredValue(data)));
            await users.DropAsync(parsed.GetRequiredValue(name), cancellation);
            screen.Good($"{parsed.GetRequiredValue(name)} is dropped.");
        });
        return command;
    }

    private static Argument<string> Name() => new("NAME") { Description = "Name of the login." };

    private static OperatorAccess Access(string data)
    {
        var directory = new DataDirectory(data);
        return directory.ReadOperator() ?? throw directory.NotRunning();
    }
}
