using System.Net.Sockets;
using System.Text;

namespace TriageConsole.Tests.Notices;

/// <summary>A minimal mail server that accepts one mail.</summary>
internal static class MailCatcher
{
    /// <summary>The commands of the client and the mail with its wrapped lines joined.</summary>
    public static async Task<string> ReceiveAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { AutoFlush = true, NewLine = "\r\n" };
        var said = new StringBuilder();
        var inData = false;
        await writer.WriteLineAsync("220 here");
        while (await reader.ReadLineAsync() is { } line)
        {
            said.Append(line).Append('\n');
            if (inData && line != ".")
                continue;
            inData = line == "DATA";
            await writer.WriteLineAsync(
                inData ? "354 go on"
                : line == "QUIT" ? "221 bye"
                : "250 fine"
            );
            if (line == ".")
                break;
        }

        return said.Replace("=\n", "").ToString();
    }
}
