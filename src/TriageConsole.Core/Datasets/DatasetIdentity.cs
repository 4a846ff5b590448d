using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TriageConsole.Core.Datasets;

/// <summary>
/// The identity of a dataset: SHA-256 over the hashes of all rows, so that two datasets with the same identity have the same rows. Rows can
/// be added in any order. They are sorted by hash, not by key: a hash needs 32 bytes, has no collation, and a database can return rows in
/// any order. Formula: SHA-256("triage-dataset-1\n", number of rows as 8 bytes, big-endian, sorted hashes).
/// </summary>
/// <remarks>Needs 32 bytes per row, and up to 96 for a moment while the list grows. Not for several threads at once.</remarks>
public sealed class DatasetIdentity
{
    private readonly List<RowHash> hashes = [];
    private readonly ArrayBufferWriter<byte> buffer = new();

    /// <summary>Number of rows.</summary>
    public int Rows => hashes.Count;

    /// <summary>The identity of these rows.</summary>
    /// <exception cref="FormatException">A text has half a surrogate pair.</exception>
    /// <exception cref="InvalidOperationException">A row occurs twice.</exception>
    public static string Of(IEnumerable<DatasetRow> rows)
    {
        var identity = new DatasetIdentity();
        foreach (var row in rows)
            identity.Add(row);
        return identity.ToText();
    }

    /// <summary>Adds a row.</summary>
    /// <returns>Its hash, for the manifest.</returns>
    /// <exception cref="FormatException">A text has half a surrogate pair.</exception>
    public RowHash Add(DatasetRow row)
    {
        var hash = RowHash.Of(row, buffer);
        hashes.Add(hash);
        return hash;
    }

    /// <summary>Adds a row by its hash in a manifest.</summary>
    public void Add(RowHash hash) => hashes.Add(hash);

    /// <summary>The identity of the rows so far: 64 hexadecimal digits in lower case.</summary>
    /// <exception cref="InvalidOperationException">A row occurs twice.</exception>
    public string ToText()
    {
        var sorted = CollectionsMarshal.AsSpan(hashes);
        sorted.Sort(RowHash.Compare);
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[SHA256.HashSizeInBytes];
        sha.AppendData("triage-dataset-1\n"u8);
        BinaryPrimitives.WriteInt64BigEndian(bytes, sorted.Length);
        sha.AppendData(bytes[..8]);
        for (var n = 0; n < sorted.Length; n++)
        {
            if (n > 0 && sorted[n] == sorted[n - 1])
                throw new InvalidOperationException($"The row with the hash {sorted[n]} occurs twice.");
            sorted[n].Write(bytes);
            sha.AppendData(bytes);
        }

        return Convert.ToHexStringLower(sha.GetHashAndReset());
    }
}
