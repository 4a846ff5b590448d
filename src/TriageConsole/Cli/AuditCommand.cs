using System.CommandLine;
using System.Security.Cryptography;
using TriageConsole.Auditing;
using TriageConsole.Components;
using TriageConsole.Core.AuditLog;
using TriageConsole.Features.Audit;

namespace TriageConsole.Cli;

/// <summary>Verifies the audit log, and proves single entries.</summary>
internal static class AuditCommand
{
    private static readonly Option<FileInfo[]> Key = new("--key")
    {
        Description =
            "A public key (PEM) that was kept elsewhere: the oldest. Repeatable, for keys without the endorsement of the key before. "
            + "Default: the one next to the checkpoints.",
    };

    private static readonly Option<bool> WithoutEndorsement = new("--without-endorsement")
    {
        Description = "The old key was stolen or lost, so that its signature is worth nothing or impossible.",
    };

    private static readonly Option<string?> Reason = new("--reason") { Description = "Why, for the audit log." };

    private static readonly Argument<long> Number = new("number") { Description = "The number of the entry." };

    private static readonly Argument<FileInfo> Proof = new("file") { Description = "The proof." };

    private static readonly Option<FileInfo> ProofKey = new("--key") { Description = "The public key (PEM) of the log.", Required = true };

    public static Command Create()
    {
        var command = new Command("audit", "The audit log.");
        var verify = new Command("verify", "Read every entry and compare the log with its checkpoints.");
        verify.Options.Add(Key);
        verify.SetAction(VerifyAsync);
        command.Subcommands.Add(verify);
        var checkpoint = new Command("checkpoint", "Sign the log as it is now and copy the checkpoint outside the database.");
        checkpoint.SetAction(CheckpointAsync);
        command.Subcommands.Add(checkpoint);
        var rotate = new Command("rotate-key", "Replace the key that signs checkpoints, and print the new public key.");
        rotate.Options.Add(WithoutEndorsement);
        rotate.Options.Add(Reason);
        rotate.SetAction(RotateKeyAsync);
        command.Subcommands.Add(rotate);
        var prove = new Command("prove", "Write the proof that an entry is in the log, as JSON.");
        prove.Arguments.Add(Number);
        prove.SetAction(ProveAsync);
        command.Subcommands.Add(prove);
        var check = new Command("check-proof", "Check a proof by a public key alone, without the database.");
        check.Arguments.Add(Proof);
        check.Options.Add(ProofKey);
        check.SetAction(CheckProofAsync);
        command.Subcommands.Add(check);
        return command;
    }

    private static async Task<int> VerifyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        string? pem = null;
        foreach (var file in parsed.GetValue(Key) ?? [])
            pem += await ReadAsync(file, cancellationToken) + "\n";
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
        await Console.Out.WriteLineAsync(
            $"{Figures.Plural(log.Size, "entry", "entries")}, {Figures.Plural(log.Checkpoints, "checkpoint agrees", "checkpoints agree")}, "
                + $"{Figures.Plural(log.FaultCount, "fault", "faults")}."
        );
        foreach (var fault in log.Faults)
            await Console.Out.WriteLineAsync($"  {Words(fault)}");
        if (report.MissingCopies > 0)
            await Console.Out.WriteLineAsync(
                $"  {Figures.Plural(report.MissingCopies, "copy of a checkpoint is", "copies of checkpoints are")} not in the store"
            );
        if (!report.HasStore)
            await Console.Error.WriteLineAsync("No checkpoints outside the database: set Audit__Folder or Audit__Store.");
        return report.IsIntact ? 0 : 1;
    }

    private static async Task<int> CheckpointAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        await TakeAsync(scope, cancellationToken);
        return 0;
    }

    private static async Task<int> RotateKeyAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var keys = scope.Services.GetRequiredService<AuditKeys>();
        var rotated = await keys.RotateAsync(
            await keys.CurrentAsync(cancellationToken),
            !parsed.GetValue(WithoutEndorsement),
            parsed.GetValue(Reason),
            AuditActor.CommandLine,
            cancellationToken
        );
        if (!rotated.Ok)
            throw new CommandException(rotated.Message);
        await Console.Error.WriteLineAsync(rotated.Message);
        await Console.Out.WriteLineAsync(rotated.Value);
        await TakeAsync(scope, cancellationToken);
        return 0;
    }

    private static async Task TakeAsync(CommandScope scope, CancellationToken cancellationToken)
    {
        await scope.Services.GetRequiredService<AuditSequencer>().RunAsync(cancellationToken);
        try
        {
            await scope.Services.GetRequiredService<AuditCheckpoints>().TakeAsync(cancellationToken);
        }
        catch (HttpRequestException e)
        {
            throw new CommandException($"The checkpoint is taken, and the webhook has not received it: {e.Message}");
        }
    }

    private static async Task<int> ProveAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
        var proof = await scope.Services.GetRequiredService<AuditProofs>().ProveAsync(parsed.GetValue(Number), cancellationToken);
        if (!proof.Ok)
            throw new CommandException(proof.Message);
        await Console.Out.WriteLineAsync(proof.Value.ToJson());
        return 0;
    }

    private static async Task<int> CheckProofAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        List<ECDsa> keys;
        AuditProof proof;
        try
        {
            keys = AuditCheck.Import(await ReadAsync(parsed.GetRequiredValue(ProofKey), cancellationToken));
            proof = AuditProof.Parse(await ReadAsync(parsed.GetRequiredValue(Proof), cancellationToken));
        }
        catch (FormatException e)
        {
            throw new CommandException(e.Message);
        }

        var holds = proof.Holds([.. keys]);
        foreach (var key in keys)
            key.Dispose();
        var entry = proof.Entry;
        await Console.Out.WriteLineAsync(
            holds
                ? $"Entry {entry.Number} is in the log: {entry.At:u} {entry.Actor} {entry.Action} {entry.Subject}"
                : "The proof does not hold: the entry, the checkpoint or the key is another one."
        );
        return holds ? 0 : 1;
    }

    private static async Task<string> ReadAsync(FileInfo file, CancellationToken cancellationToken) =>
        file.Exists
            ? await File.ReadAllTextAsync(file.FullName, cancellationToken)
            : throw new CommandException($"There is no file {file.FullName}.");

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
            AuditFaultKind.NotEndorsed => $"checkpoint at {fault.Number}: key {fault.Key} begins here without the endorsement of the key "
                + "before it. From here on, trust needs its public key: give it with --key",
            AuditFaultKind.WrongEndorsement => $"checkpoint at {fault.Number}: the endorsement of key {fault.Key} was replaced",
            AuditFaultKind.SecondSuccessor => $"checkpoint at {fault.Number}: key {fault.Key} follows a key that another one follows",
            AuditFaultKind.ReplacedKey => $"checkpoint at {fault.Number}: it is signed by key {fault.Key}, which was replaced before",
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "The kind is not known."),
        };
}
