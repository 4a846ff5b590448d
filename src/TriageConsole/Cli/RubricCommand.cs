using System.CommandLine;
using TriageConsole.Features.Rubrics;

namespace TriageConsole.Cli;

internal static class RubricCommand
{
    private static readonly Argument<FileInfo> RubricFile = new("FILE") { Description = "A rubric as JSON." };
    private static readonly Option<string> Workflow = new("--workflow") { Description = "The key of the workflow.", Required = true };
    private static readonly Option<string> Tenant = new("--tenant") { Description = "The tenant of the workflow.", Required = true };

    public static Command Create()
    {
        var import = new Command("import", "Publish a rubric from a file as the next version of the workflow's rubric.");
        import.Arguments.Add(RubricFile);
        import.Options.Add(Workflow);
        import.Options.Add(Tenant);
        import.SetAction(ImportAsync);
        var command = new Command("rubric", "Manage rubrics.");
        command.Subcommands.Add(import);
        return command;
    }

    private static async Task<int> ImportAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(RubricFile)!;
        if (!file.Exists)
            throw new CommandException($"There is no file {file.FullName}.");
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var json = await File.ReadAllTextAsync(file.FullName, cancellationToken);
        var import = await scope
            .Services.GetRequiredService<RubricService>()
            .ImportAsync(parsed.GetValue(Tenant)!, parsed.GetValue(Workflow)!, json, "command line", cancellationToken);
        if (!import.Ok)
            throw new CommandException($"{file.Name} was not published:\n  {string.Join("\n  ", import.Problems.Select(p => p.Message))}");
        await Console.Out.WriteLineAsync(
            $"\"{import.Value.Name}\" version {import.Value.Number} is the active rubric of {parsed.GetValue(Workflow)}."
        );
        return 0;
    }
}
