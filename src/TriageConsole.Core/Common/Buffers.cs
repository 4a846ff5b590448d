using System.Buffers;

namespace TriageConsole.Core.Common;

/// <summary>
/// Buffers from the shared pool. One of more than 1 MiB is allocated and left to the garbage collector instead: the pool keeps what is
/// returned for each processor, so a few very long texts would hold memory for as long as the program runs.
/// </summary>
public static class Buffers
{
    /// <summary>Size of the largest pooled buffer in bytes.</summary>
    public const int MaxPooled = 1 << 20;

    /// <summary>A buffer of at least <paramref name="length"/> elements, with any content.</summary>
    public static T[] Rent<T>(int length)
        where T : unmanaged => IsPooled<T>(length) ? ArrayPool<T>.Shared.Rent(length) : GC.AllocateUninitializedArray<T>(length);

    /// <summary>Gives a buffer back. It must not be used after the call.</summary>
    public static void Return<T>(T[] buffer)
        where T : unmanaged
    {
        if (IsPooled<T>(buffer.Length))
            ArrayPool<T>.Shared.Return(buffer);
    }

    private static bool IsPooled<T>(long length)
        where T : unmanaged => length * System.Runtime.CompilerServices.Unsafe.SizeOf<T>() <= MaxPooled;
}
