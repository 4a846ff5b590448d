using System.Net;
using System.Net.Sockets;

namespace TriageConsole.Tests.Shared;

/// <summary>A proxy between a client and the server that can forward bytes, delay or drop them, break connections and recover.</summary>
public sealed class NetworkProxy : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly List<TcpClient> open = [];
    private readonly Uri target;
    private volatile bool silent;

    public NetworkProxy(Uri target)
    {
        this.target = target;
        listener.Start();
        _ = AcceptAsync();
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");

    /// <summary>How long bytes take in each direction, like over a long distance. It does not limit their amount.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>Drops all further data while connections stay open.</summary>
    public void Silence() => silent = true;

    /// <summary>Closes the open connections. New connections work.</summary>
    public void Restore()
    {
        lock (open)
        {
            foreach (var client in open)
                client.Dispose();
            open.Clear();
            // Within the lock: a client connects again at once, and what it sends must pass.
            silent = false;
        }
    }

    public void Dispose()
    {
        listener.Dispose();
        Restore();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            try
            {
                var near = await listener.AcceptTcpClientAsync();
                var far = new TcpClient(target.Host, target.Port) { NoDelay = true };
                near.NoDelay = true;
                lock (open)
                    open.AddRange([near, far]);
                _ = PassAsync(near, far);
                _ = PassAsync(far, near);
            }
            catch (Exception e) when (e is ObjectDisposedException or SocketException)
            {
                return;
            }
        }
    }

    private async Task PassAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16384];
        var tail = Task.CompletedTask;
        try
        {
            for (int read; (read = await from.GetStream().ReadAsync(buffer)) > 0; )
                if (!silent)
                    tail = WriteAsync(tail, to, buffer[..read]);
            await tail;
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or InvalidOperationException)
        {
            // The test broke the connection, or one side closed it.
        }

        from.Dispose();
        to.Dispose();
    }

    private async Task WriteAsync(Task before, TcpClient to, byte[] bytes)
    {
        if (Delay > TimeSpan.Zero)
            await Task.Delay(Delay);
        await before;
        await to.GetStream().WriteAsync(bytes);
    }
}
