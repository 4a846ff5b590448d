using System.Diagnostics;
using System.Globalization;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>The content of postmaster.pid: the process of the cluster, its port and whether it accepts connections.</summary>
internal sealed record PostmasterFile(int ProcessId, string DataFolder, int Port, bool Ready)
{
    public const string Name = "postmaster.pid";

    public static PostmasterFile? Read(string clusterFolder)
    {
        try
        {
            var lines = File.ReadAllLines(Path.Combine(clusterFolder, Name));
            if (lines.Length < 4 || Number(lines[0]) is not { } pid || Number(lines[3]) is not { } port)
                return null;
            return new PostmasterFile(pid, lines[1], port, lines.Length > 7 && lines[7].Trim() == "ready");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Whether a process with this id exists, even if it is another program that reuses the id.</summary>
    public bool NumberIsTaken => ProcessName(ProcessId) is not null;

    /// <summary>
    /// Whether the process is the server of this cluster. After a system crash or in a container, another process can have the id. A killed
    /// server whose parent does not wait for it remains as a zombie, which has no command line.
    /// </summary>
    public bool IsAlive
    {
        get
        {
            if (!OperatingSystem.IsLinux())
                return ProcessName(ProcessId)?.StartsWith("postgres", StringComparison.OrdinalIgnoreCase) == true;
            var words = CommandLine(ProcessId).Split('\0');
            return words.Length > 1
                && Path.GetFileName(words[0]).StartsWith("postgres", StringComparison.Ordinal)
                && words.Contains(DataFolder, StringComparer.Ordinal);
        }
    }

    /// <summary>
    /// Ends the child processes of a killed server. They exit on their own unless one executes a long statement, and no server can start on
    /// the cluster before the last one has exited.
    /// </summary>
    public static int EndOrphans(string clusterFolder)
    {
        if (!OperatingSystem.IsLinux())
            return 0;
        var ended = 0;
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(d => char.IsAsciiDigit(d[6])))
        {
            var pid = int.Parse(folder.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture);
            if (!CommandLine(pid).StartsWith("postgres:", StringComparison.Ordinal) || WorkingFolder(folder) != clusterFolder)
                continue;
            if (Kill(pid))
                ended++;
        }

        return ended;
    }

    private static bool Kill(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            process.Kill();
            return true;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string CommandLine(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static string? WorkingFolder(string processFolder)
    {
        try
        {
            return new FileInfo(Path.Combine(processFolder, "cwd")).LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string? ProcessName(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return process.ProcessName;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }

    private static int? Number(string text) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
