using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace TriageConsole.Core.Redaction;

/// <summary>
/// Hashes with a secret key (HMAC-SHA-256). Without the key, nobody can find out by trying which value a hash belongs to.
/// </summary>
/// <param name="key">32 random bytes.</param>
public sealed class KeyedHash(byte[] key)
{
    /// <summary>Beginning of the keys that replace personal ones.</summary>
    public const string Prefix = "redacted-";

    private const int Bytes = 16;

    /// <summary>What replaces a key that looks like personal data. It is the same in every event.</summary>
    /// <param name="value">The key as sent.</param>
    public string Key(string value) => Prefix + Convert.ToHexStringLower(Hash($"key\n{value.ToLowerInvariant()}"));

    /// <summary>The key as it is stored: itself, or its hash if it looks like personal data.</summary>
    /// <param name="value">The key as sent; null stays null.</param>
    public string? Stored(string? value) => JoinKeys.IsPersonal(value) ? Key(value!) : value;

    /// <summary>A hash of 22 characters.</summary>
    /// <param name="purpose">Hashes of different purposes cannot be compared.</param>
    /// <param name="value">The value.</param>
    public string Of(string purpose, string value) => Base64Url.EncodeToString(Hash($"{purpose}\n{value}"));

    /// <summary>A hash of bytes, hexadecimal.</summary>
    /// <param name="value">The bytes.</param>
    public string Of(ReadOnlySpan<byte> value) => Convert.ToHexStringLower(HMACSHA256.HashData(key, value));

    private byte[] Hash(string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text))[..Bytes];
}
