using System.Diagnostics;
using System.Globalization;

namespace TriageConsole.Benchmarks;

internal enum BenchmarkSize
{
    Small,
    Full,
}
