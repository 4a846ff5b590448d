using System.CommandLine;
using TriageConsole.Core.AuditLog;
using TriageConsole.Features.Audit;

namespace TriageConsole.Cli;

/// <summary>Verifies the audit log.</summary>
internal static class AuditCommand
{
    private static readonly Option<FileInfo?> Key = new("--key")
    {
        Description = "A public key (PEM) that was kept elsewhere. Default: the one beside the checkpoints.",
    };

    public static Command Create()
    {
        var command = new Command("audit", "The audit log.");
        var verify = new Command("verify", "Read every entry and compare the log with its checkpoints.");
        verify.Options.Add(Key);
        verify.SetAction(VerifyAsync);
        command.Subcommands.Add(verify);
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var file = parsed.GetValue(Key);
        if (file is { Exists: false })
            throw new CommandException($"There is no file {file.FullName}.");
        var pem = file is null ? null : await File.ReadAllTextAsync(file.FullName, cancellationToken);
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        AuditVerifyReport report;
        try
        {
            report = await scope.Services.GetRequiredService<AuditCheck>().RunAsync(pem, cancellationToken);
        }
        catch (FormatException e)
        {
            throw new CommandException(e.Message);
        }

        var log = report.Log;
        await Console.Out.WriteLineAsync($"{log.Size:N0} entries, {log.Checkpoints:N0} checkpoints agree, {log.FaultCount:N0} faults.");
        foreach (var fault in log.Faults)
            await Console.Out.WriteLineAsync($"  {Words(fault)}");
        if (!report.HasStore)
            await Console.Error.WriteLineAsync("No checkpoints outside the database: set Audit__Folder or Audit__Store.");
        return log.IsIntact ? 0 : 1;
    }

    private static string Words(AuditFault fault) =>
        fault.Kind switch
        {
            AuditFaultKind.Changed => $"entry {fault.Number}: its values do not give its hash",
            AuditFaultKind.Missing => $"entry {fault.Number}: {fault.Entries:N0} entries are absent from here on",
            AuditFaultKind.NotLinked => $"entry {fault.Number}: it does not follow the entry before it",
            AuditFaultKind.Truncated => $"checkpoint at {fault.Number}: the log ends before it",
            AuditFaultKind.OtherRoot => $"checkpoint at {fault.Number}: the entries up to it are not those that were signed",
            AuditFaultKind.OtherOrigin => $"checkpoint at {fault.Number}: it is of another log",
            AuditFaultKind.NotSigned => "a checkpoint has no valid signature",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "The kind is not known."),
        };
}
