return await TriageConsole.Cli.CommandLine.RunAsync(args);
