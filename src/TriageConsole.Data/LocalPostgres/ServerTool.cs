using System.Diagnostics;
using System.Text;

namespace TriageConsole.Data.LocalPostgres;

/// <summary>Runs a PostgreSQL program as the account of the cluster.</summary>
internal static class ServerTool
{
    public static async Task<ToolResult> RunAsync(
        ServerAccount account,
        string program,
        IEnumerable<string> arguments,
        CancellationToken cancellationToken
    )
    {
        using var process = new Process { StartInfo = Describe(account, program, arguments) };
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        if (process.StartInfo.RedirectStandardOutput)
        {
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        await process.WaitForExitAsync(cancellationToken);
        lock (output)
            return new ToolResult(process.ExitCode, output.ToString().Trim());
    }

    private static ProcessStartInfo Describe(ServerAccount account, string program, IEnumerable<string> arguments)
    {
        var (file, leading) = account.Wrap(program);
        // On Windows, the started server would inherit the pipes and keep them open.
        var redirect = !OperatingSystem.IsWindows();
        var start = new ProcessStartInfo(file)
        {
            RedirectStandardOutput = redirect,
            RedirectStandardError = redirect,
            UseShellExecute = false,
            // Use a folder that every account can access. The caller's folder can be inaccessible to the account of the server.
            WorkingDirectory = Path.GetPathRoot(Path.GetFullPath(Environment.SystemDirectory is { Length: > 0 } system ? system : "/")),
        };
        foreach (var argument in leading.Concat(arguments))
            start.ArgumentList.Add(argument);
        // Remove PGDATA, PGPORT and similar variables of the caller's shell, which would redirect the tools.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment["LC_ALL"] = "C";
        return start;
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.AppendLine(line);
    }
}
