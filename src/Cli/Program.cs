using EventSourced.Cli.Commands;

return await EsCommand.RunAsync(args);
