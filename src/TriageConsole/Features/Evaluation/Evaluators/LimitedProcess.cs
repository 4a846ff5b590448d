using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace TriageConsole.Features.Evaluation.Evaluators;

/// <summary>
/// Runs a program of the server's admin in a folder, with an almost empty environment and limits of time and output. At the end the process
/// and its children are killed. The program has the rights of the server's account.
/// </summary>
internal static class LimitedProcess
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <param name="spec">The program and its limits.</param>
    /// <param name="onText">Receives the output of both streams in order of arrival; true: of the error stream.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="Win32Exception">The program does not start.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static async Task<ProcessEnd> RunAsync(
        ProcessSpec spec,
        Action<bool, ReadOnlyMemory<char>> onText,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        using var timer = new CancellationTokenSource(TimeSpan.FromSeconds(spec.TimeoutSeconds), time);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
        using var process = new Process { StartInfo = Info(spec) };
        process.Start();
        var output = new Output(spec.MaxOutputBytes, onText, timeout);
        try
        {
            var reading = Task.WhenAll(output.ReadAsync(process.StandardOutput, false), output.ReadAsync(process.StandardError, true));
            await FeedAsync(process, spec.Input, timeout.Token);
            await process.WaitForExitAsync(timeout.Token);
            // Child processes that still run may hold the streams open. The output so far is enough.
            await Task.WhenAny(reading, Task.Delay(TimeSpan.FromSeconds(1), time, CancellationToken.None));
            return output.IsFull ? ProcessEnd.TooMuch : new ProcessEnd(process.ExitCode, false, false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return output.IsFull ? ProcessEnd.TooMuch : ProcessEnd.TimedOut;
        }
        finally
        {
            End(process);
        }
    }

    public static void Remove(DirectoryInfo folder)
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

    private static ProcessStartInfo Info(ProcessSpec spec)
    {
        var info = new ProcessStartInfo(spec.Program)
        {
            WorkingDirectory = spec.Folder,
            UseShellExecute = false,
            CreateNoWindow = true,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
            StandardErrorEncoding = Utf8,
        };
        foreach (var argument in spec.Arguments)
            info.ArgumentList.Add(argument);
        // The server's environment contains connection strings and keys: nothing of it is passed on.
        var path = Environment.GetEnvironmentVariable("PATH");
        var root = Environment.GetEnvironmentVariable("SystemRoot");
        info.Environment.Clear();
        info.Environment["PATH"] = path;
        if (root is not null)
            info.Environment["SystemRoot"] = root;
        foreach (var home in new[] { "HOME", "TMPDIR", "TEMP", "TMP" })
            info.Environment[home] = spec.Folder;
        info.Environment["LANG"] = "C.UTF-8";
        foreach (var (name, value) in spec.Environment)
            info.Environment[name] = value;
        return info;
    }

    private static async Task FeedAsync(Process process, string input, CancellationToken cancellationToken)
    {
        try
        {
            await process.StandardInput.WriteAsync(input.AsMemory(), cancellationToken);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The program does not read all of its input.
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

    /// <summary>Counts the output of both streams, and ends a process that writes too much.</summary>
    private sealed class Output(int max, Action<bool, ReadOnlyMemory<char>> onText, CancellationTokenSource timeout)
    {
        private readonly Lock gate = new();
        private long count;

        public bool IsFull { get; private set; }

        public async Task ReadAsync(StreamReader from, bool isError)
        {
            var buffer = new char[4096];
            try
            {
                while (await from.ReadAsync(buffer, timeout.Token) is > 0 and var read)
                {
                    lock (gate)
                    {
                        count += Utf8.GetByteCount(buffer.AsSpan(0, read));
                        IsFull |= count > max;
                        onText(isError, buffer.AsMemory(0, read));
                    }

                    if (!IsFull)
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
    }
}
