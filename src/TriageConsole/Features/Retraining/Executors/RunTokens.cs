using System.Security.Cryptography;
using System.Text;
using TriageConsole.Features.Notices;

namespace TriageConsole.Features.Retraining.Executors;

/// <summary>Tokens and signatures of executors.</summary>
internal static class RunTokens
{
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    public static bool Fits(string? token, string? hash) =>
        token is not null
        && hash is not null
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(HashOf(token)), Encoding.ASCII.GetBytes(hash));

    /// <summary>Whether a text has the form of a signature.</summary>
    public static bool IsSignature(string? text) =>
        text?.Length == NoticeSender.SignaturePrefix.Length + (2 * SHA256.HashSizeInBytes)
        && text.StartsWith(NoticeSender.SignaturePrefix, StringComparison.Ordinal);

    public static bool IsSigned(string secret, byte[] body, string? signature) =>
        signature is not null
        && CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(NoticeSender.Sign(secret, body)),
            Encoding.UTF8.GetBytes(signature)
        );
}
