using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Limits the number of concurrent batches and the memory for request bodies. A batch holds a slot from its parsing to its commit, never
/// while a body arrives. A tenant has a share of the slots and of the memory, so a slow or large sender does not block other tenants.
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
                _ => Slots(Math.Max(1, (int)(this.options.ConcurrentBatches * this.options.TenantShare)))
            )
        );
        ofAll = PartitionedRateLimiter.Create<long, int>(_ =>
            RateLimitPartition.GetConcurrencyLimiter(0, _ => Slots(this.options.ConcurrentBatches))
        );
        // The tenant's limiter comes first: a batch that waits for its own tenant must not take a place in the queue of all tenants.
        limiter = PartitionedRateLimiter.CreateChained(ofTenant, ofAll);
    }

    /// <summary>Waits for a slot to process a batch. Dispose releases it.</summary>
    /// <exception cref="IngestBusyException">No slot became free in time.</exception>
    public async ValueTask<IDisposable> EnterAsync(long tenantId, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(options.MaxWaitSeconds), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            var lease = await limiter.AcquireAsync(tenantId, 1, either.Token);
            if (lease.IsAcquired)
                return lease;
            lease.Dispose();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The waiting time has ended.
        }

        throw new IngestBusyException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Too many batches are in progress. This one could wait at most {options.MaxWaitSeconds:0.##} s. Send it again later."
            )
        );
    }

    /// <summary>Tracks the memory of one request.</summary>
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

    private ConcurrencyLimiterOptions Slots(int count) =>
        new()
        {
            PermitLimit = count,
            QueueLimit = options.MaxWaitingBatches,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        };
}
