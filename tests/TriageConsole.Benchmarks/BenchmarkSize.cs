namespace TriageConsole.Benchmarks;

internal enum BenchmarkSize
{
    Small,
    Full,
}
