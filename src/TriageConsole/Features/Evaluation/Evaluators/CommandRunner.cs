using System.ComponentModel;
using System.Text;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>
/// Runs a program of the server's admin on an output. The output is on its standard input and in output.txt; input.txt and expected.txt are
/// next to it, in a new empty folder. The environment is almost empty. Exit code 0 passes. Time and output are limited. The program has the
/// rights of the server's account, so a program that runs foreign code must bring its own sandbox.
/// </summary>
public sealed class CommandRunner(IOptions<EvaluationOptions> options, TimeProvider time)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public async Task<EvalReading> RunAsync(string name, EvalCase item, CancellationToken cancellationToken)
    {
        if (!options.Value.Commands.TryGetValue(name, out var command) || command.Program.Length == 0)
            return Error($"The configuration of the server has no command {name}.");
        var folder = Directory.CreateTempSubdirectory("triage-eval-");
        try
        {
            await WriteAsync(folder.FullName, item, cancellationToken);
            return await RunAsync(command, folder.FullName, item.Output, cancellationToken);
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return Error($"The command could not run: {Texts.Cut(e.Message, 300)}");
        }
        finally
        {
            LimitedProcess.Remove(folder);
        }
    }

    private static EvalReading Error(string why) => new(EvalVerdict.Error, null, why);

    private static async Task WriteAsync(string folder, EvalCase item, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "output.txt"), item.Output, Utf8, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "input.txt"), item.Input ?? "", Utf8, cancellationToken);
        if (item.ExpectedOutput is { } expected)
            await File.WriteAllTextAsync(Path.Combine(folder, "expected.txt"), expected, Utf8, cancellationToken);
    }

    private async Task<EvalReading> RunAsync(CommandOptions command, string folder, string output, CancellationToken cancellationToken)
    {
        var text = new KeptText();
        var end = await LimitedProcess.RunAsync(
            new ProcessSpec(
                command.Program,
                command.Arguments,
                folder,
                output,
                command.TimeoutSeconds,
                command.MaxOutputBytes,
                new Dictionary<string, string>()
            ),
            (_, some) => text.Add(some.Span),
            time,
            cancellationToken
        );
        if (end.IsTooMuch)
            return new EvalReading(EvalVerdict.Fail, null, $"It wrote more than {command.MaxOutputBytes / 1024} KB and was ended.");
        return end.IsTimedOut
            ? new EvalReading(EvalVerdict.Fail, null, $"It did not end within {command.TimeoutSeconds} s. {text}".TrimEnd())
            : new EvalReading(end.ExitCode == 0 ? EvalVerdict.Pass : EvalVerdict.Fail, null, $"Exit code {end.ExitCode}. {text}".TrimEnd());
    }

    /// <summary>The first part of the output, as evidence.</summary>
    private sealed class KeptText
    {
        private readonly StringBuilder kept = new();

        public void Add(ReadOnlySpan<char> some)
        {
            lock (kept)
                if (kept.Length < CompiledEvaluator.MaxEvidence)
                    kept.Append(some[..Math.Min(some.Length, CompiledEvaluator.MaxEvidence - kept.Length)]);
        }

        public override string ToString()
        {
            lock (kept)
                return Texts.Cut(Texts.Storable(kept.ToString().Trim()), CompiledEvaluator.MaxEvidence - 100);
        }
    }
}
