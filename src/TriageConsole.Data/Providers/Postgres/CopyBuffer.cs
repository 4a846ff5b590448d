using System.Buffers.Binary;
using System.Text;
using TriageConsole.Core.Common;

namespace TriageConsole.Data.Providers.Postgres;

/// <summary>
/// Rows in PostgreSQL's binary COPY format, in one pooled buffer. Each value is written once, in place, without boxing or its own task. See
/// "Binary Format" under COPY in PostgreSQL's manual.
/// </summary>
internal sealed class CopyBuffer : IDisposable
{
    private const int Chunk = 128 << 10;
    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);
    private static readonly long Epoch = new DateTime(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc).Ticks;
    private static readonly int EpochDay = new DateOnly(2000, 1, 1).DayNumber;

    private byte[] bytes = Buffers.Rent<byte>(2 * Chunk);
    private int length;

    /// <summary>Whether the buffer should be sent.</summary>
    public bool IsFull => length >= Chunk;

    public ReadOnlyMemory<byte> Written => bytes.AsMemory(0, length);

    /// <summary>The .NET type for the values of a column.</summary>
    public static Type TypeOf(string storeType) =>
        storeType switch
        {
            "bigint" => typeof(long?),
            "integer" => typeof(int?),
            "smallint" => typeof(short?),
            "boolean" => typeof(bool?),
            "double precision" => typeof(double?),
            "timestamp with time zone" => typeof(DateTimeOffset?),
            "date" => typeof(DateOnly?),
            "uuid" => typeof(Guid?),
            "bytea" => typeof(byte[]),
            "text" or "character varying" => typeof(string),
            _ => throw new NotSupportedException($"A bulk load of {storeType} is not implemented."),
        };

    public void Begin() => Raw([.. "PGCOPY\n"u8, 0xFF, (byte)'\r', (byte)'\n', 0, 0, 0, 0, 0, 0, 0, 0, 0]);

    public void BeginRow(int columns) => BinaryPrimitives.WriteInt16BigEndian(Room(2), (short)columns);

    public void End() => BinaryPrimitives.WriteInt16BigEndian(Room(2), -1);

    /// <summary>Clears the buffer after it was sent.</summary>
    public void Clear() => length = 0;

    public void Put(long? value)
    {
        if (value is { } v)
            BinaryPrimitives.WriteInt64BigEndian(Field(8), v);
        else
            PutNull();
    }

    public void Put(int? value)
    {
        if (value is { } v)
            BinaryPrimitives.WriteInt32BigEndian(Field(4), v);
        else
            PutNull();
    }

    public void Put(short? value)
    {
        if (value is { } v)
            BinaryPrimitives.WriteInt16BigEndian(Field(2), v);
        else
            PutNull();
    }

    public void Put(bool? value)
    {
        if (value is { } v)
            Field(1)[0] = v ? (byte)1 : (byte)0;
        else
            PutNull();
    }

    public void Put(double? value)
    {
        if (value is { } v)
            BinaryPrimitives.WriteDoubleBigEndian(Field(8), v);
        else
            PutNull();
    }

    /// <summary>Microseconds since 2000. The minimum and maximum times mean infinity, as everywhere in Npgsql.</summary>
    public void Put(DateTimeOffset? value) =>
        Put(
            value is not { } v ? null
            : v == DateTimeOffset.MinValue ? long.MinValue
            : v == DateTimeOffset.MaxValue ? long.MaxValue
            : (v.UtcTicks - Epoch) / TimeSpan.TicksPerMicrosecond
        );

    public void Put(DateOnly? value) =>
        Put(
            value is not { } v ? null
            : v == DateOnly.MinValue ? int.MinValue
            : v == DateOnly.MaxValue ? int.MaxValue
            : v.DayNumber - EpochDay
        );

    public void Put(Guid? value)
    {
        if (value is { } v)
            v.TryWriteBytes(Field(16), bigEndian: true, out _);
        else
            PutNull();
    }

    public void Put(string? value)
    {
        if (value is null)
        {
            PutNull();
            return;
        }

        Ensure(4 + Utf8.GetMaxByteCount(value.Length));
        var written = Utf8.GetBytes(value, bytes.AsSpan(length + 4));
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(length), written);
        length += 4 + written;
    }

    public void Put(byte[]? value) => Put(value is null ? null : (ReadOnlyMemory<byte>?)value.AsMemory());

    /// <summary>Writes a text that is already UTF-8.</summary>
    public void Put(ReadOnlyMemory<byte>? value)
    {
        if (value is { } v)
            v.Span.CopyTo(Field(v.Length));
        else
            PutNull();
    }

    public void Dispose()
    {
        Buffers.Return(bytes);
        bytes = [];
    }

    private void PutNull() => BinaryPrimitives.WriteInt32BigEndian(Room(4), -1);

    private Span<byte> Field(int size)
    {
        BinaryPrimitives.WriteInt32BigEndian(Room(4), size);
        return Room(size);
    }

    private void Raw(ReadOnlySpan<byte> value) => value.CopyTo(Room(value.Length));

    private Span<byte> Room(int size)
    {
        Ensure(size);
        length += size;
        return bytes.AsSpan(length - size, size);
    }

    private void Ensure(int size)
    {
        if (bytes.Length - length >= size)
            return;
        var larger = Buffers.Rent<byte>(Math.Max(2 * bytes.Length, length + size));
        bytes.AsSpan(0, length).CopyTo(larger);
        Buffers.Return(bytes);
        bytes = larger;
    }
}
