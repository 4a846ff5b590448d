using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Retraining.Executors;

namespace TriageConsole.Features.Retraining.Runs;

/// <summary>
/// Receives what services call back. The first result is stored, and a job registers it; a second one has the same answer and changes
/// nothing.
/// </summary>
internal sealed class CallbackService(
    IDbContextFactory<TriageDbContext> contexts,
    RunChanges changes,
    IOptions<RetrainingOptions> options,
    TimeProvider time
)
{
    /// <summary>The maximum length of a callback in bytes. A service that makes something longer returns a reference.</summary>
    public const int MaxBytes = 256 * 1024;

    public const string Failed = "failed";
    private const string Running = "running";
    private const string Succeeded = "succeeded";
    private const int MaxLines = 100;

    /// <summary>
    /// Whether a callback can be accepted, before its body is read: anyone can send one, and the signature is known to fit only at its end.
    /// </summary>
    public async Task<bool> IsExpectedAsync(long runId, string? signature, CancellationToken cancellationToken)
    {
        if (!RunTokens.IsSignature(signature))
            return false;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.RetrainingRuns.AnyAsync(r => r.Id == runId && r.Kind == ExecutorKind.Webhook, cancellationToken);
    }

    /// <summary>Null if there is no such run, or the signature does not fit.</summary>
    public async Task<Result<CallbackAnswer>?> AcceptAsync(long runId, byte[] body, string? signature, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var run = await db
            .RetrainingRuns.AsNoTracking()
            .SingleOrDefaultAsync(r => r.Id == runId && r.Kind == ExecutorKind.Webhook, cancellationToken);
        if (
            run is null
            || !options.Value.Executors.TryGetValue(run.Executor, out var executor)
            || executor.Kind != ExecutorKind.Webhook
            || !RunTokens.IsSigned(executor.Secret, body, signature)
        )
            return null;
        if (Parse(body) is not { } said)
            return Error.Invalid("The body is JSON with run, status (running, succeeded or failed), and components or message.");
        // The signature covers only the body: without this, one of another run could be sent here.
        if (said.Run != runId)
            return Error.InvalidField("run", "The body is signed for another run.");
        if (said.Lines.Count > 0 && run.State == RetrainingState.Running && run.ReceivedAt is null)
        {
            var mask = new SecretMask([executor.Secret]);
            await changes.LogAsync(runId, RetrainingEventKind.Output, said.Lines.Select(mask.Apply), cancellationToken);
        }

        if (said.Status != Running)
            await StoreAsync(db, runId, Texts.Storable(System.Text.Encoding.UTF8.GetString(body)), cancellationToken);
        return Result.Done("", new CallbackAnswer(runId, "received"));
    }

    /// <summary>The first one wins, also of two at the same time.</summary>
    private async Task StoreAsync(TriageDbContext db, long runId, string text, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (
            await db
                .RetrainingRuns.Where(r => r.Id == runId && r.State == RetrainingState.Running && r.ReceivedAt == null)
                .ExecuteUpdateAsync(
                    s => s.SetProperty(r => r.ReceivedAt, now).SetProperty(r => r.Received, text).SetProperty(r => r.NextStepAt, now),
                    cancellationToken
                ) == 1
        )
            await changes.LogAsync(runId, RetrainingEventKind.Note, ["The service called back with its result."], cancellationToken);
    }

    private static (long Run, string Status, IReadOnlyList<string> Lines)? Parse(byte[] body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (
                root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("run", out var run)
                || !run.TryGetInt64(out var id)
                || !root.TryGetProperty("status", out var status)
                || status.ValueKind != JsonValueKind.String
                || status.GetString() is not (Running or Succeeded or Failed)
            )
                return null;
            var lines =
                root.TryGetProperty("log", out var log) && log.ValueKind == JsonValueKind.Array
                    ? log.EnumerateArray().Where(l => l.ValueKind == JsonValueKind.String).Select(l => l.GetString()!).Take(MaxLines)
                    : [];
            return (id, status.GetString()!, [.. lines]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
