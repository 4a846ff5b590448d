using Microsoft.Extensions.Hosting;

namespace TriageConsole.Data.Hosting;

/// <summary>
/// Repeated work of one process, such as refreshing a cache. Work of the whole cluster is a background job. An exception is logged and the
/// next round tries again. This includes a cancellation that is not the host's own, which would otherwise stop the host.
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
                // Exceptions while the host stops end the loop.
                if (stoppingToken.IsCancellationRequested)
                    return;
                OnFault(e);
            }
        }
    }

    protected abstract Task RunOnceAsync(CancellationToken stoppingToken);

    /// <summary>Logs the exception.</summary>
    protected abstract void OnFault(Exception fault);
}
