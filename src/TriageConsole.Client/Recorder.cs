using System.Buffers;

namespace TriageConsole.Client;

/// <summary>A copy of the bytes that pass, up to a limit.</summary>
internal sealed class Recorder
{
    /// <summary>Longer bodies contain files; the server cuts texts at a million characters.</summary>
    public const int MaxBytes = 4 << 20;

    private ArrayBufferWriter<byte> bytes = new();

    /// <summary>Whether there was more than the limit.</summary>
    public bool IsCut { get; private set; }

    public ReadOnlyMemory<byte> Bytes => bytes.WrittenMemory;

    /// <summary>When the first byte passed; null before.</summary>
    public long? FirstAt { get; private set; }

    /// <summary>A body that is sent again replaces the one before.</summary>
    public void Restart() => (bytes, IsCut, FirstAt) = (new ArrayBufferWriter<byte>(), false, null);

    public void Add(ReadOnlySpan<byte> passed, TimeProvider time)
    {
        if (passed.Length == 0)
            return;
        FirstAt ??= time.GetTimestamp();
        var room = MaxBytes - bytes.WrittenCount;
        if (passed.Length > room)
            IsCut = true;
        bytes.Write(passed[..Math.Min(room, passed.Length)]);
    }
}
