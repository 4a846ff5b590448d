using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using TriageConsole.Core.Common;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>
/// Compresses and encrypts one line: AES-256-GCM with a random nonce, over the Brotli form and its original length. The kind and the
/// number of the line are authenticated, so that lines cannot be exchanged.
/// </summary>
internal static class LineCipher
{
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int LengthBytes = sizeof(int);

    /// <summary>Longer texts than any line can become are not accepted when reading.</summary>
    private const int MaxPlainBytes = 512 << 20;

    public static byte[] Seal(byte[] key, LogLineKind kind, long number, ReadOnlySpan<byte> plain)
    {
        var packed = Buffers.Rent<byte>(LengthBytes + BrotliEncoder.GetMaxCompressedLength(plain.Length));
        BinaryPrimitives.WriteInt32LittleEndian(packed, plain.Length);
        if (!BrotliEncoder.TryCompress(plain, packed.AsSpan(LengthBytes), out var length, quality: 1, window: 18))
            throw new InvalidOperationException("The line could not be compressed.");
        var content = packed.AsSpan(0, LengthBytes + length);
        var whole = new byte[NonceBytes + TagBytes + content.Length];
        RandomNumberGenerator.Fill(whole.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(key, TagBytes);
        aes.Encrypt(
            whole.AsSpan(0, NonceBytes),
            content,
            whole.AsSpan(NonceBytes + TagBytes),
            whole.AsSpan(NonceBytes, TagBytes),
            Authenticated(kind, number)
        );
        Buffers.Return(packed);
        return whole;
    }

    /// <exception cref="InvalidDataException">The line is damaged, or it was sealed with another key.</exception>
    public static byte[] Open(byte[] key, LogLineKind kind, long number, ReadOnlySpan<byte> whole)
    {
        if (whole.Length < NonceBytes + TagBytes + LengthBytes)
            throw new InvalidDataException("The line is too short.");
        var content = new byte[whole.Length - NonceBytes - TagBytes];
        try
        {
            using var aes = new AesGcm(key, TagBytes);
            aes.Decrypt(
                whole[..NonceBytes],
                whole[(NonceBytes + TagBytes)..],
                whole.Slice(NonceBytes, TagBytes),
                content,
                Authenticated(kind, number)
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            throw new InvalidDataException("The line is damaged, or it was encrypted with another key.");
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(content);
        if (length is < 0 or > MaxPlainBytes)
            throw new InvalidDataException("The length of the line is not valid.");
        var plain = new byte[length];
        return BrotliDecoder.TryDecompress(content.AsSpan(LengthBytes), plain, out var written) && written == length
            ? plain
            : throw new InvalidDataException("The line could not be decompressed.");
    }

    private static byte[] Authenticated(LogLineKind kind, long number)
    {
        var bytes = new byte[1 + sizeof(long)];
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(1), number);
        return bytes;
    }
}
