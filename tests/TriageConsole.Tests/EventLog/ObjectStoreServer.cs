using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.EventLog;

/// <summary>An object store of a package from npm, in a process of its own with a temporary folder.</summary>
internal sealed class ObjectStoreServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly string folder;

    private ObjectStoreServer(Process process, string folder, int port) => (this.process, this.folder, Port) = (process, folder, port);

    public int Port { get; }

    /// <summary>Starts the program of a package and waits until it accepts connections.</summary>
    /// <param name="script">Its script in node_modules.</param>
    /// <param name="arguments">Its arguments for a port and a folder.</param>
    public static async Task<ObjectStoreServer> StartAsync(string script, Func<int, string, string[]> arguments)
    {
        var packages = Path.Combine(Folder(), "node_modules");
        Assert.True(Directory.Exists(packages), "Run npm ci in tests/clients, as test.sh does.");
        var folder = Directory.CreateTempSubdirectory("object-store-").FullName;
        var port = FreePort();
        var start = new ProcessStartInfo("node") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(packages, script));
        foreach (var argument in arguments(port, folder))
            start.ArgumentList.Add(argument);
        var process = Process.Start(start)!;
        // Nobody reads what it says; a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ObjectStoreServer(process, folder, port);
        await Wait.UntilAsync(
            async () =>
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, port);
                return true;
            },
            $"{script} listens",
            tolerant: true
        );
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Folder([CallerFilePath] string path = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "clients"));
}
