using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using TriageConsole.Core.AuditLog;
using TriageConsole.Data;
using TriageConsole.Data.AuditLog;
using TriageConsole.Features.Ingest.Log;

namespace TriageConsole.Features.Audit;

/// <summary>Takes signed checkpoints of the audit log, copies them outside the database and sends them to the webhook.</summary>
public sealed class AuditCheckpoints(
    IDbContextFactory<TriageDbContext> contexts,
    AuditKeys keys,
    AuditWebhook webhook,
    IOptions<AuditOptions> options,
    TimeProvider time
)
{
    /// <summary>The oldest public key in the store, in PEM.</summary>
    public const string PublicKeyName = "public-key.pem";

    private const string Suffix = ".checkpoint";

    private readonly Lazy<IObjectStore> store = new(() => ObjectStores.Create(options.Value, AuditOptions.Section));

    /// <summary>Whether copies are kept outside the database.</summary>
    public bool HasStore => options.Value.Active is not null;

    internal IObjectStore Store => store.Value;

    internal static bool IsCheckpoint(string name) => name.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>
    /// Takes a checkpoint if the last one is older than the period and entries were added, or a new key waits for its first one. Copies
    /// what is not copied.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var last = await LastAsync(db, cancellationToken);
        if (
            last is null
            || time.GetUtcNow() - last.At >= TimeSpan.FromMinutes(options.Value.CheckpointMinutes)
            || await db.AuditKeys.AnyAsync(k => k.Id > 1 && k.FirstSize == null, cancellationToken)
        )
            await TakeAsync(db, cancellationToken);
        await CopyAsync(db, cancellationToken);
    }

    /// <summary>Takes a checkpoint of all entries; nothing if there are none after the last one.</summary>
    public async Task TakeAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await TakeAsync(db, cancellationToken);
        await CopyAsync(db, cancellationToken);
    }

    private async Task TakeAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        // The first key fixes the name of the log.
        if (!await db.AuditLog.AnyAsync(cancellationToken))
            return;
        await keys.FirstAsync(cancellationToken);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await AuditKeys.LockAsync(db, cancellationToken);
        var last = await LastAsync(db, cancellationToken);
        var from = last?.Size ?? 0;
        var tree = new MerkleFrontier(from, last?.Subtrees.Chunk(MerkleHash.Size) ?? []);
        var added = db.AuditLog.Where(r => r.Number > from).OrderBy(r => r.Number).Select(r => new { r.Number, r.Hash });
        await foreach (var row in added.AsAsyncEnumerable().WithCancellation(cancellationToken))
        {
            if (row.Number != tree.Size + 1)
                throw new InvalidOperationException($"The audit log has no entry {tree.Size + 1}. Run 'audit verify'.");
            tree.Add(row.Hash);
        }

        if (tree.Size == from)
            return;
        using var signer = await keys.SignerAsync(db, cancellationToken);
        var checkpoint = signer.Next(tree, time.GetUtcNow());
        db.AuditCheckpoints.Add(
            new AuditCheckpointRow
            {
                Size = tree.Size,
                At = checkpoint.At,
                Note = signer.Sign(checkpoint),
                Subtrees = [.. tree.Subtrees.SelectMany(s => s)],
                // A webhook that is set later does not receive the checkpoints before it.
                IsPosted = !webhook.IsSet,
            }
        );
        await db.SaveChangesAsync(cancellationToken);
        if (signer.IsNew)
            await AuditKeys.BeginAsync(db, signer.Number, tree.Size, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>The webhook comes last: while it is unreachable, the copies are still written.</summary>
    private async Task CopyAsync(TriageDbContext db, CancellationToken cancellationToken)
    {
        if (HasStore)
        {
            var open = await db.AuditCheckpoints.Where(c => !c.IsCopied).OrderBy(c => c.Size).ToListAsync(cancellationToken);
            if (open.Count > 0)
                await PutKeyAsync(cancellationToken);
            foreach (var row in open)
            {
                await Store.PutAsync(NameOf(row), Encoding.UTF8.GetBytes(row.Note), cancellationToken);
                row.IsCopied = true;
                await db.SaveChangesAsync(cancellationToken);
            }
        }

        if (!webhook.IsSet)
            return;
        foreach (var row in await db.AuditCheckpoints.Where(c => !c.IsPosted).OrderBy(c => c.Size).ToListAsync(cancellationToken))
        {
            await webhook.PostAsync(row.Note, cancellationToken);
            row.IsPosted = true;
            await db.SaveChangesAsync(cancellationToken);
        }
    }

    /// <summary>
    /// With the hash of the content: a checkpoint of a log that was replaced has the same size as the true one, and must not be written
    /// over it.
    /// </summary>
    internal static string NameOf(AuditCheckpointRow row) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Size:D12}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(row.Note)))[..16]}{Suffix}"
        );

    /// <summary>
    /// Writes the oldest key, once: a key that was replaced in the database does not replace the one outside. The keys that it endorses are
    /// in their first checkpoints; one that it does not endorse must come from a person.
    /// </summary>
    private async Task PutKeyAsync(CancellationToken cancellationToken)
    {
        await using (var stored = await Store.OpenAsync(PublicKeyName, cancellationToken))
        {
            if (stored is not null)
                return;
        }

        var first = await keys.FirstAsync(cancellationToken);
        var pem = PemEncoding.WriteString("PUBLIC KEY", first.PublicKey);
        await Store.PutAsync(PublicKeyName, Encoding.ASCII.GetBytes(pem + "\n"), cancellationToken);
    }

    private static Task<AuditCheckpointRow?> LastAsync(TriageDbContext db, CancellationToken cancellationToken) =>
        db.AuditCheckpoints.AsNoTracking().OrderByDescending(c => c.Size).FirstOrDefaultAsync(cancellationToken);
}
