using EventSourced.Cli.Commands;
using EventSourced.Commands.Modules;

return await EsCommand.RunAsync(args, () => ModuleCatalog.Default);
