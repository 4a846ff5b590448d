using TriageConsole.Data.Hosting;

namespace TriageConsole.Security;

/// <summary>Stores the counts of refused requests of this process every few seconds, and when it stops.</summary>
internal sealed class KeyRefusalWriter(
    KeyRefusals refusals,
    ApiKeyLimitService service,
    TimeProvider time,
    ILogger<KeyRefusalWriter> logger
) : LoopService(Interval, time)
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            await RunOnceAsync(cancellationToken);
        }
        catch (Exception e)
        {
            OnFault(e);
        }
    }

    protected override async Task RunOnceAsync(CancellationToken stoppingToken)
    {
        var counts = refusals.Take();
        if (counts.Count == 0)
            return;
        try
        {
            await service.CountRefusedAsync(counts, stoppingToken);
        }
        catch
        {
            refusals.PutBack(counts);
            throw;
        }
    }

    protected override void OnFault(Exception fault) => ApiKeyLog.RefusalsNotStored(logger, fault);
}
