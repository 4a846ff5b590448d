using System.CommandLine;
using TriageConsole.Features.Redaction;

namespace TriageConsole.Cli;

/// <summary>The command <c>erase-user</c>: removes the texts of an end user and writes the certificate.</summary>
internal static class EraseUserCommand
{
    private static readonly Option<string> Tenant = new("--tenant") { Description = "The key of the tenant.", Required = true };
    private static readonly Option<string> User = new("--user") { Description = "The user_id in events.", Required = true };
    private static readonly Option<string> Reason = new("--reason") { Description = "Why, for the record.", Required = true };
    private static readonly Option<FileInfo?> Certificate = new("--certificate")
    {
        Description = "The file for the certificate. Default: standard output.",
    };

    public static Command Create()
    {
        var command = new Command("erase-user", "Erase an end user: texts and keys are removed, counts stay. It cannot be undone.");
        foreach (var option in new Option[] { Tenant, User, Reason, Certificate })
            command.Options.Add(option);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var result = await scope
            .Services.GetRequiredService<ErasureService>()
            .EraseAsync(parsed.GetValue(Tenant)!, parsed.GetValue(User)!, parsed.GetValue(Reason)!, cancellationToken);
        if (!result.Ok)
            throw new CommandException(result.Message);
        var json = result.Value.ToJson();
        if (parsed.GetValue(Certificate) is { } file)
            await File.WriteAllTextAsync(file.FullName, json, cancellationToken);
        else
            await Console.Out.WriteLineAsync(json);
        return 0;
    }
}
