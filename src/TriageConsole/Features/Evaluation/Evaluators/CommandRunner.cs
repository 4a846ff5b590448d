using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Options;
using TriageConsole.Core;
using TriageConsole.Core.Evaluation;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>
/// Runs a program of the server's admin on an output: the output on its standard input and as output.txt, beside it input.txt and
/// expected.txt, in an empty folder of its own, with next to no environment. Exit code 0 passes. Time and what it writes are limited; what
/// else it may do is what the server's account may do, so a program that runs foreign code brings its own cage.
/// </summary>
public sealed class CommandRunner(IOptions<EvaluationOptions> options, TimeProvider time)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public async Task<EvalReading> RunAsync(string name, EvalCase item, CancellationToken cancellationToken)
    {
        if (!options.Value.Commands.TryGetValue(name, out var command) || command.Program.Length == 0)
            return Error($"The server's configuration has no command {name}.");
        var folder = Directory.CreateTempSubdirectory("triage-eval-");
        try
        {
            await WriteAsync(folder.FullName, item, cancellationToken);
            return await RunAsync(command, folder.FullName, item.Output, cancellationToken);
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            return Error($"The command could not be run: {Texts.Cut(e.Message, 300)}");
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
        using var tooLong = new CancellationTokenSource(TimeSpan.FromSeconds(command.TimeoutSeconds), time);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(tooLong.Token, cancellationToken);
        using var process = new Process { StartInfo = Info(command, folder) };
        process.Start();
        var said = new LimitedText(command.MaxOutputBytes);
        try
        {
            var reading = Task.WhenAll(ReadAsync(process.StandardOutput, said, patience), ReadAsync(process.StandardError, said, patience));
            await FeedAsync(process, output, patience.Token);
            await process.WaitForExitAsync(patience.Token);
            // What it started and left running may hold its streams open; what it said so far is enough.
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None));
            return said.IsFull
                ? TooMuch(command)
                : new EvalReading(
                    process.ExitCode == 0 ? EvalVerdict.Pass : EvalVerdict.Fail,
                    null,
                    $"It ended with {process.ExitCode}. {said}".TrimEnd()
                );
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return said.IsFull
                ? TooMuch(command)
                : new EvalReading(EvalVerdict.Fail, null, $"It did not end within {command.TimeoutSeconds} s. {said}".TrimEnd());
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
        // Connection strings and keys of the server are in its environment: none of it is handed on.
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
            // It did not want to read all of it.
        }
    }

    private static async Task ReadAsync(StreamReader from, LimitedText into, CancellationTokenSource patience)
    {
        var buffer = new char[4096];
        try
        {
            while (await from.ReadAsync(buffer, patience.Token) is > 0 and var read)
            {
                if (into.Add(buffer.AsSpan(0, read)))
                    continue;
                await patience.CancelAsync();
                return;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // It was ended.
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
            // It ended by itself.
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
            // The system's temporary files are cleaned up by the system.
        }
    }

    /// <summary>What both streams said, in the order it came; its first part is kept as evidence.</summary>
    private sealed class LimitedText(int most)
    {
        private readonly StringBuilder kept = new();
        private int count;

        public bool IsFull { get; private set; }

        public bool Add(ReadOnlySpan<char> some)
        {
            lock (kept)
            {
                count += Utf8.GetByteCount(some);
                IsFull |= count > most;
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
