using System.Net.Sockets;
using System.Text;

namespace TriageConsole.Tests.Notices;

/// <summary>As much of a mail server as one mail needs.</summary>
internal static class MailCatcher
{
    /// <summary>What the client said, with the mail as it was written: lines that were wrapped on the way are whole again.</summary>
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
