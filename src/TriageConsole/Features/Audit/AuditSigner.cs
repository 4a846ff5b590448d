using System.Security.Cryptography;
using TriageConsole.Core.AuditLog;

namespace TriageConsole.Features.Audit;

/// <summary>What signs the next checkpoint.</summary>
/// <param name="number">The number of the key.</param>
/// <param name="origin">The name of the log.</param>
/// <param name="key">The private key.</param>
/// <param name="endorser">The private key before it, while it is there.</param>
/// <param name="change">Set if the key has signed nothing yet and follows another.</param>
internal sealed class AuditSigner(int number, string origin, ECDsa key, ECDsa? endorser, KeyChange? change) : IDisposable
{
    public int Number => number;

    public bool IsNew => change is not null;

    public Checkpoint Next(MerkleFrontier tree, DateTimeOffset at) => new(origin, tree.Size, tree.Root(), at, change);

    public string Sign(Checkpoint checkpoint) =>
        endorser is null ? SignedCheckpoint.Sign(checkpoint, key) : SignedCheckpoint.Sign(checkpoint, key, endorser);

    public void Dispose()
    {
        key.Dispose();
        endorser?.Dispose();
    }
}
