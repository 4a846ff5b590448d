using System.ComponentModel;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Data;
using TriageConsole.Data.Retraining;
using TriageConsole.Features.Evaluation.Evaluators;
using TriageConsole.Features.Retraining.Runs;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>
/// Runs a program of the operator in a new folder with run.json, which is also its standard input, and the files of the dataset. It writes
/// result.json and ends with exit code 0.
/// </summary>
internal sealed class CommandExecutor(
    IDbContextFactory<TriageDbContext> contexts,
    RunFiles files,
    RunChanges changes,
    ConsoleAddress address,
    IOptions<RetrainingOptions> options,
    TimeProvider time
) : IExecutor
{
    private const string ResultFile = "result.json";

    public ExecutorKind Kind => ExecutorKind.Command;

    /// <summary>The process was ended when the work on the run was cancelled.</summary>
    public Task<bool> CancelAsync(RunContext context, CancellationToken cancellationToken) => Task.FromResult(true);

    public async Task<ExecutorStep> StepAsync(RunContext context, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("triage-retrain-");
        try
        {
            var token = await TokenAsync(context.Run.Id, cancellationToken);
            foreach (var split in context.Dataset.Splits)
            {
                await using var file = File.Create(Path.Combine(folder.FullName, FileName(split)));
                await files.WriteAsync(context, split, file, cancellationToken);
            }

            var input = Description(context, token);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, "run.json"), input, cancellationToken);
            var mask = new SecretMask([.. context.Options.Secrets.Values, token]);
            await RunAsync(context, folder.FullName, input, mask, cancellationToken);
            return ExecutorStep.Done(await ResultAsync(folder.FullName, mask, cancellationToken));
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            throw new RunRefusedException($"The command could not run: {e.Message}");
        }
        finally
        {
            LimitedProcess.Remove(folder);
        }
    }

    private static string FileName(string split) => $"{split}.jsonl";

    /// <summary>A new token for the run. An earlier one, of an instance that was killed, is not valid any more.</summary>
    private async Task<string> TokenAsync(long runId, CancellationToken cancellationToken)
    {
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var hash = RunTokens.HashOf(token);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db
            .RetrainingRuns.Where(r => r.Id == runId && r.State == RetrainingState.Running)
            .ExecuteUpdateAsync(s => s.SetProperty(r => r.TokenHash, hash), cancellationToken);
        return token;
    }

    private string Description(RunContext context, string token)
    {
        var (run, data) = (context.Run, context.Dataset);
        var url = address.Own($"api/v1/retraining/runs/{run.Id}/score");
        return JsonSerializer.Serialize(
            new
            {
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
                    data.Name,
                    Version = data.Number,
                    data.Format,
                    Files = data.Splits.ToDictionary(s => s, FileName),
                },
                Metric = run.MetricBudget == 0 || url is null
                    ? null
                    : new
                    {
                        Url = url,
                        Token = token,
                        Budget = run.MetricBudget,
                        Calls = run.MetricCalls,
                        GeneratesOutputs = context.Options.Endpoint.Length > 0,
                    },
                Result = ResultFile,
            },
            ExecutorResult.Json
        );
    }

    private async Task RunAsync(RunContext context, string folder, string input, SecretMask mask, CancellationToken cancellationToken)
    {
        var command = context.Options;
        var lines = new ProcessLines(mask, options.Value.MaxLines);
        using var over = new CancellationTokenSource();
        var storing = StoreAsync(context.Run.Id, lines, over.Token);
        ProcessEnd end;
        try
        {
            end = await LimitedProcess.RunAsync(
                new ProcessSpec(
                    command.Program,
                    command.Arguments,
                    folder,
                    input,
                    command.TimeoutSeconds,
                    command.MaxOutputBytes,
                    command.Secrets.ToDictionary()
                ),
                (isError, some) => lines.Add(isError, some.Span),
                time,
                cancellationToken
            );
        }
        finally
        {
            await over.CancelAsync();
            await storing;
            await StoreAsync(context.Run.Id, lines, isEnd: true);
        }

        if (end.IsTooMuch)
            throw new RunRefusedException($"The command wrote more than {command.MaxOutputBytes / 1024} KB and was ended.");
        if (end.IsTimedOut)
            throw new RunRefusedException($"The command did not end within {command.TimeoutSeconds} s and was ended.");
        if (end.ExitCode != 0)
            throw new RunRefusedException($"The command ended with exit code {end.ExitCode}. {lines.Last}".TrimEnd());
    }

    /// <summary>Stores what the process writes while it runs.</summary>
    private async Task StoreAsync(long runId, ProcessLines lines, CancellationToken over)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(options.Value.PollMilliseconds), time);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
                await StoreAsync(runId, lines, isEnd: false);
        }
        catch (OperationCanceledException)
        {
            // The process has ended.
        }
    }

    private async Task StoreAsync(long runId, ProcessLines lines, bool isEnd)
    {
        if (lines.Take(isEnd) is { Count: > 0 } taken)
            await changes.LogAsync(runId, RetrainingEventKind.Output, taken, CancellationToken.None);
    }

    private static async Task<ExecutorResult> ResultAsync(string folder, SecretMask mask, CancellationToken cancellationToken)
    {
        var file = new FileInfo(Path.Combine(folder, ResultFile));
        // A link could lead to any file that the server can read.
        if (!file.Exists || file.LinkTarget is not null)
            throw new RunRefusedException($"The command ended with exit code 0, but wrote no {ResultFile}.");
        if (file.Length > ExecutorResult.MaxBytes)
            throw new RunRefusedException($"{ResultFile} is larger than {ExecutorResult.MaxBytes / 1024 / 1024} MB.");
        var json = await File.ReadAllTextAsync(file.FullName, Encoding.UTF8, cancellationToken);
        if (mask.Finds(json))
            throw new RunRefusedException($"{ResultFile} contains a secret of the executor. It is not registered.");
        var result = ExecutorResult.Parse(json, ResultFile);
        return result.Ok ? result.Value : throw new RunRefusedException(result.Message);
    }
}
