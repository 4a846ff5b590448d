using System.ComponentModel;
using System.Diagnostics;
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
            Remove(folder);
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
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(command.TimeoutSeconds), time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using var process = new Process { StartInfo = Info(command, folder) };
        process.Start();
        var text = new LimitedText(command.MaxOutputBytes);
        try
        {
            var reading = Task.WhenAll(ReadAsync(process.StandardOutput, text, timeout), ReadAsync(process.StandardError, text, timeout));
            await FeedAsync(process, output, timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            // Child processes that still run may hold the streams open. The output so far is enough.
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None));
            return text.IsFull
                ? TooMuch(command)
                : new EvalReading(
                    process.ExitCode == 0 ? EvalVerdict.Pass : EvalVerdict.Fail,
                    null,
                    $"Exit code {process.ExitCode}. {text}".TrimEnd()
                );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return text.IsFull
                ? TooMuch(command)
                : new EvalReading(EvalVerdict.Fail, null, $"It did not end within {command.TimeoutSeconds} s. {text}".TrimEnd());
        }
        finally
        {
            End(process);
        }
    }

    private static EvalReading TooMuch(CommandOptions command) =>
        new(EvalVerdict.Fail, null, $"It wrote more than {command.MaxOutputBytes / 1024} KB and was ended.");

    private static ProcessStartInfo Info(CommandOptions command, string folder)
    {
        var info = new ProcessStartInfo(command.Program)
        {
            WorkingDirectory = folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        foreach (var argument in command.Arguments)
            info.ArgumentList.Add(argument);
        // The server's environment contains connection strings and keys: nothing of it is passed on.
        var path = Environment.GetEnvironmentVariable("PATH");
        var root = Environment.GetEnvironmentVariable("SystemRoot");
        info.Environment.Clear();
        info.Environment["PATH"] = path;
        if (root is not null)
            info.Environment["SystemRoot"] = root;
        foreach (var home in new[] { "HOME", "TMPDIR", "TEMP", "TMP" })
            info.Environment[home] = folder;
        info.Environment["LANG"] = "C.UTF-8";
        return info;
    }

    private static async Task FeedAsync(Process process, string output, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(output.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program does not read all of its input.
        }
    }

    private static async Task ReadAsync(StreamReader from, LimitedText into, CancellationTokenSource timeout)
    {
        var buffer = new char[4096];
        try
        {
            while (await from.ReadAsync(buffer, timeout.Token) is > 0 and var read)
            {
                if (into.Add(buffer.AsSpan(0, read)))
                    continue;
                await timeout.CancelAsync();
                return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The process was ended.
        }
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // The process has already ended.
        }
    }

    private static void Remove(DirectoryInfo folder)
    {
        try
        {
            folder.Delete(recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The operating system cleans up temporary files.
        }
    }

    /// <summary>The output of both streams in order of arrival; the first part is kept as evidence.</summary>
    private sealed class LimitedText(int max)
    {
        private readonly StringBuilder kept = new();
        private int count;

        public bool IsFull { get; private set; }

        public bool Add(ReadOnlySpan<char> some)
        {
            lock (kept)
            {
                count += Utf8.GetByteCount(some);
                IsFull |= count > max;
                if (kept.Length < CompiledEvaluator.MaxEvidence)
                    kept.Append(some[..Math.Min(some.Length, CompiledEvaluator.MaxEvidence - kept.Length)]);
                return !IsFull;
            }
        }

        public override string ToString()
        {
            lock (kept)
                return Texts.Cut(Texts.Storable(kept.ToString().Trim()), CompiledEvaluator.MaxEvidence - 100);
        }
    }
}
