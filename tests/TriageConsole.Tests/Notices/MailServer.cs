using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using MimeKit;
using TriageConsole.Features.Notices;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Tests.Notices;

/// <summary>The mail server of a package from npm, in a process of its own.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly Process process;
    private readonly ConcurrentQueue<JsonObject> said = new();

    private MailServer(Process process) => this.process = process;

    public int Port { get; private set; }

    /// <summary>The accepted mails with their recipients, in order.</summary>
    public IReadOnlyList<(string To, MimeMessage Mail)> Mails =>
        [.. said.Where(s => s.ContainsKey("mail")).Select(s => (s["to"]![0]!.GetValue<string>(), Parse(s["mail"]!.GetValue<string>())))];

    public static async Task<MailServer> StartAsync([CallerFilePath] string path = "")
    {
        var folder = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, "..", "..", "clients"));
        Assert.True(Directory.Exists(Path.Combine(folder, "node_modules", "smtp-server")), "Run npm ci in tests/clients, as test.sh does.");
        var process = Process.Start(
            new ProcessStartInfo("node", "mail-server.mjs")
            {
                WorkingDirectory = folder,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
        var server = new MailServer(process);
        process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is { Length: > 0 } data)
                server.said.Enqueue(JsonNode.Parse(data)!.AsObject());
        };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await Wait.UntilAsync(() => Task.FromResult(!server.said.IsEmpty || process.HasExited), "the mail server listens");
        Assert.True(server.said.TryPeek(out var first), "The mail server did not start.");
        server.Port = first["port"]!.GetValue<int>();
        return server;
    }

    /// <summary>Sends the mails of the console here.</summary>
    public void Configure(NoticeOptions options, string password = "s3cret")
    {
        (options.SmtpHost, options.SmtpPort, options.SmtpTls, options.MailFrom) = ("127.0.0.1", Port, false, "triage@example.org");
        (options.SmtpUser, options.SmtpPassword) = ("triage", password);
    }

    public async Task<IReadOnlyList<(string To, MimeMessage Mail)>> ReceivedAsync(int count)
    {
        await Wait.UntilAsync(() => Task.FromResult(Mails.Count >= count), $"{count} mails are accepted");
        return Mails;
    }

    private static MimeMessage Parse(string text)
    {
        using var stream = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text));
        return MimeMessage.Load(stream);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
