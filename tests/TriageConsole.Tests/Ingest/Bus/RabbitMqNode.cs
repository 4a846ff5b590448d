using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>A node of the installed RabbitMQ server with its own folder and ports.</summary>
internal sealed class RabbitMqNode : IAsyncDisposable
{
    /// <summary>The script itself: what Debian has in the search path only runs as root or as the account of the service.</summary>
    private static readonly string[] Scripts =
    [
        "/usr/lib/rabbitmq/bin/rabbitmq-server",
        "/usr/sbin/rabbitmq-server",
        "/opt/homebrew/sbin/rabbitmq-server",
        "/usr/local/sbin/rabbitmq-server",
    ];

    private readonly string folder = Directory.CreateTempSubdirectory("rabbitmq-node-").FullName;
    private readonly int mapperPort = FreePort.Find();
    private readonly int nodePort = FreePort.Find();
    private Process? mapper;
    private Process? server;

    public int Port { get; } = FreePort.Find();

    public string Uri => $"amqp://guest:guest@127.0.0.1:{Port}/";

    public async Task StartAsync()
    {
        var script =
            Array.Find(Scripts, File.Exists)
            ?? throw new InvalidOperationException(
                "The RabbitMQ server is not installed. Run test.sh, or apt-get install rabbitmq-server."
            );
        if (mapper is null)
        {
            await File.WriteAllTextAsync(In("plugins"), "[].\n");
            await File.WriteAllTextAsync(In("environment"), "");
            await File.WriteAllTextAsync(
                In("rabbitmq.conf"),
                $"listeners.tcp.1 = 127.0.0.1:{Port}\nlog.file = false\nlog.console = false\ndisk_free_limit.absolute = 50MB\n"
            );
            // Erlang would start one that stays.
            mapper = Run("epmd", "-port", $"{mapperPort}", "-address", "127.0.0.1");
        }

        server = Run(script);
        await Wait.UntilAsync(
            async () =>
            {
                using var client = new TcpClient();
                await client.ConnectAsync(IPAddress.Loopback, Port);
                return true;
            },
            "RabbitMQ listens",
            tolerant: true
        );
    }

    /// <summary>Ends the node with SIGKILL.</summary>
    public async Task KillAsync()
    {
        await EndAsync(server);
        server = null;
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync(server);
        await EndAsync(mapper);
        Directory.Delete(folder, recursive: true);
    }

    private string In(string name) => Path.Combine(folder, name);

    private Process Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                // The cookie of the node is in the home folder.
                ["HOME"] = folder,
                ["ERL_EPMD_PORT"] = $"{mapperPort}",
                ["RABBITMQ_NODENAME"] = $"test{Port}@localhost",
                ["RABBITMQ_DIST_PORT"] = $"{nodePort}",
                ["RABBITMQ_MNESIA_BASE"] = In("data"),
                ["RABBITMQ_LOG_BASE"] = In("log"),
                ["RABBITMQ_GENERATED_CONFIG_DIR"] = In("generated"),
                ["RABBITMQ_PID_FILE"] = In("pid"),
                ["RABBITMQ_CONFIG_FILE"] = In("rabbitmq.conf"),
                ["RABBITMQ_CONF_ENV_FILE"] = In("environment"),
                ["RABBITMQ_ENABLED_PLUGINS_FILE"] = In("plugins"),
                ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "+S 1:1",
            },
        };
        var process = Process.Start(start)!;
        // Nobody reads what it says; a full pipe would stop it.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task EndAsync(Process? process)
    {
        if (process is null)
            return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
