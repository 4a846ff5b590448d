using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace TriageConsole.Tests.Ingest.Otlp;

/// <summary>Runs the programs in tests/clients, which use published clients from npm.</summary>
internal static class NodeClient
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    /// <summary>Runs a program to its end. Returns the JSON that it prints last.</summary>
    public static async Task<JsonObject> RunAsync(string program, params (string Name, string Value)[] environment)
    {
        var folder = Folder();
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules")), "Run npm ci in tests/clients, as test.sh does.");
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("node", program)
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        foreach (var (name, value) in environment)
            process.StartInfo.Environment[name] = value;
        process.Start();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }

        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{await errors}\n{await output}");
        return JsonNode.Parse((await output).Trim().Split('\n')[^1])!.AsObject();
    }

    private static string Folder([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "..", "clients"));
}
