using MathNet.Numerics.Distributions;

namespace TriageConsole.Core.Agreement;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014). <see cref="Random"/> with a seed uses a slow generator, and streams of similar seeds are
/// correlated.
/// </summary>
internal sealed class SeededRandom(int seed, int stream) : Random
{
    private ulong state = Mix(((ulong)(uint)seed << 32) | (uint)stream);

    public override int Next(int maxValue) => (int)Math.BigMul(NextBits(), (ulong)maxValue, out _);

    public override double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A Poisson random number of any mean.</summary>
    public long NextPoisson(double mean)
    {
        // The sampler uses an int.
        const double most = 1e9;
        long sum = 0;
        for (; mean > most; mean -= most)
            sum += Poisson.Sample(this, most);
        return sum + (mean > 0 ? Poisson.Sample(this, mean) : 0);
    }

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    private ulong NextBits() => Mix(state += 0x9E3779B97F4A7C15);
}
