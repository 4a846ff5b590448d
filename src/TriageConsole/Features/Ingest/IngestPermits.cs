using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Who may work on a batch, and who may hold bodies in memory. A place is taken for a batch, from its parsing to its commit, and never
/// while a body arrives; a tenant has a share of the places and of the memory, so that one that sends slowly, or much, leaves room for the
/// others.
/// </summary>
public sealed class IngestPermits : IDisposable
{
    private readonly PartitionedRateLimiter<long> ofTenant;
    private readonly PartitionedRateLimiter<long> ofAll;
    private readonly PartitionedRateLimiter<long> limiter;
    private readonly IngestOptions options;
    private readonly TimeProvider time;
    private readonly Lock sync = new();
    private readonly Dictionary<long, long> heldByTenant = [];
    private long heldByAll;

    public IngestPermits(IOptions<IngestOptions> options, TimeProvider time)
    {
        (this.options, this.time) = (options.Value, time);
        ofTenant = PartitionedRateLimiter.Create<long, long>(tenant =>
            RateLimitPartition.GetConcurrencyLimiter(
                tenant,
                _ => Places(Math.Max(1, (int)(this.options.ConcurrentBatches * this.options.TenantShare)))
            )
        );
        ofAll = PartitionedRateLimiter.Create<long, int>(_ =>
            RateLimitPartition.GetConcurrencyLimiter(0, _ => Places(this.options.ConcurrentBatches))
        );
        // The tenant's first: who waits among its own takes no place of the others' line.
        limiter = PartitionedRateLimiter.CreateChained(ofTenant, ofAll);
    }

    /// <summary>Waits for a place to work on a batch; given back when disposed.</summary>
    /// <exception cref="IngestBusyException">None came free in time.</exception>
    public async ValueTask<IDisposable> EnterAsync(long tenantId, CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(options.MaxWaitSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
        try
        {
            var lease = await limiter.AcquireAsync(tenantId, 1, either.Token);
            if (lease.IsAcquired)
                return lease;
            lease.Dispose();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // Waited long enough.
        }

        throw new IngestBusyException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Too many batches are being worked on; this one waited {options.MaxWaitSeconds:0.##} s."
            )
        );
    }

    /// <summary>What one request holds of its body.</summary>
    public IngestHold Hold(long tenantId) => new(this, tenantId);

    internal bool TryChange(long tenantId, long by)
    {
        lock (sync)
        {
            var own = heldByTenant.GetValueOrDefault(tenantId) + by;
            if (by > 0 && (heldByAll + by > options.MaxBufferedBytes || own > options.MaxBufferedBytes * options.TenantShare))
                return false;
            heldByAll += by;
            if (own == 0)
                heldByTenant.Remove(tenantId);
            else
                heldByTenant[tenantId] = own;
            return true;
        }
    }

    public void Dispose()
    {
        limiter.Dispose();
        ofTenant.Dispose();
        ofAll.Dispose();
    }

    private static ConcurrencyLimiterOptions Places(int count) =>
        new()
        {
            PermitLimit = count,
            QueueLimit = int.MaxValue,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };
}
