using Microsoft.Extensions.Hosting;

namespace TriageConsole.Data.Hosting;

/// <summary>
/// Work that belongs to one process, again and again while it lives: refreshing a cache, for example. Work of the whole cluster is a
/// background job. A fault is told and the next round tries again; also a cancellation that is not the host's own, which would otherwise
/// stop the host.
/// </summary>
public abstract class LoopService(TimeSpan interval, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (Exception e)
            {
                // Whatever is thrown while the host stops is its end.
                if (stoppingToken.IsCancellationRequested)
                    return;
                OnFault(e);
            }
        }
    }

    protected abstract Task RunOnceAsync(CancellationToken stoppingToken);

    /// <summary>Logs it.</summary>
    protected abstract void OnFault(Exception fault);
}
