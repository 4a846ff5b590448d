using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Notices;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>Posts a run to a service, signed, and waits for its signed callback.</summary>
internal sealed class WebhookExecutor(
    IDbContextFactory<TriageDbContext> contexts,
    IHttpClientFactory clients,
    ConsoleAddress address,
    RunChanges changes,
    TimeProvider time
) : IExecutor
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ExecutorKind Kind => ExecutorKind.Webhook;

    public async Task<ExecutorStep> StepAsync(RunContext context, CancellationToken cancellationToken)
    {
        var (run, now) = (context.Run, time.GetUtcNow());
        if (run.Received is { } received)
            return Read(context, received);
        if (run.DeadlineAt is { } deadline)
            return deadline > now
                ? ExecutorStep.Wait(deadline - now < Longest ? deadline - now : Longest)
                : throw new RunRefusedException($"The service did not call back within {context.Options.TimeoutSeconds} s.");
        var until = now.AddSeconds(context.Options.TimeoutSeconds);
        await PostAsync(context, "start", cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .RetrainingRuns.Where(r => r.Id == run.Id && r.State == RetrainingState.Running)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.DeadlineAt, until), cancellationToken);
        await changes.LogAsync(run.Id, RetrainingEventKind.Note, ["The run was sent to the service."], cancellationToken);
        return ExecutorStep.Wait(TimeSpan.FromSeconds(Math.Min(context.Options.TimeoutSeconds, Longest.TotalSeconds)));
    }

    /// <summary>The service is told; whatever it calls back later changes nothing.</summary>
    public async Task<bool> CancelAsync(RunContext context, CancellationToken cancellationToken)
    {
        try
        {
            await PostAsync(context, "cancel", cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or RunRefusedException)
        {
            await changes.LogAsync(
                context.Run.Id,
                RetrainingEventKind.Warning,
                [$"The service could not be told: {NoticeSender.ReasonOf(e)}"],
                cancellationToken
            );
        }

        return true;
    }

    private static ExecutorStep Read(RunContext context, string received)
    {
        var mask = new SecretMask([context.Options.Secret]);
        if (mask.Finds(received))
            throw new RunRefusedException("The callback contains the secret of the signatures. It is not registered.");
        using var body = JsonDocument.Parse(received);
        if (body.RootElement.GetProperty("status").GetString() == CallbackService.Failed)
            throw new RunRefusedException(
                "The service reports a failure: "
                    + (body.RootElement.TryGetProperty("message", out var text) ? text.ToString() : "it gives no reason.")
            );
        var result = ExecutorResult.Parse(received, "The callback");
        return result.Ok ? ExecutorStep.Done(result.Value) : throw new RunRefusedException(result.Message);
    }

    private async Task PostAsync(RunContext context, string action, CancellationToken cancellationToken)
    {
        var (run, data) = (context.Run, context.Dataset);
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                Action = action,
                Run = run.Id,
                Workflow = context.Workflow.Key,
                context.Pattern,
                Repair = RetrainingWords.Key(run.Repair),
                run.Manifest,
                Components = context.Components.Select(c => new
                {
                    c.Kind,
                    c.Name,
                    c.Version,
                    c.Content,
                    c.Reference,
                }),
                Dataset = new
                {
                    data.Id,
                    data.Name,
                    Version = data.Number,
                    data.Format,
                    data.Splits,
                    Export = $"api/v1/datasets/{data.Id}/versions/{data.Number}/export?format={data.Format}&split=",
                },
                Callback = address.Public($"api/v1/retraining/runs/{run.Id}/callback"),
            },
            ExecutorResult.Json
        );
        using var request = new HttpRequestMessage(HttpMethod.Post, context.Options.Url)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new("application/json") } },
        };
        request.Headers.Add(NoticeSender.SignatureHeader, NoticeSender.Sign(context.Options.Secret, body));
        using var client = clients.CreateClient(nameof(WebhookExecutor));
        // The body of the answer is not read, so its text cannot reach the log.
        using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if ((int)answer.StatusCode is >= 400 and < 500 and not (408 or 429))
            throw new RunRefusedException($"The service refused the run with status {(int)answer.StatusCode}.");
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"The service returned status {(int)answer.StatusCode}.");
    }
}
