using System.Diagnostics;
using System.Globalization;

namespace TriageConsole.Benchmarks;

/// <summary>Runs pairs of measurements alternately. The result is the ratio of their medians.</summary>
internal static class Measure
{
    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    public static double Percentile(List<double> values, double share)
    {
        values.Sort();
        return values[Math.Min(values.Count - 1, (int)(values.Count * share))];
    }

    public static void Print(string name, double ours, double reference, string unit, string note = "") =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{name} | {ours:N1} {unit} | {reference:N1} {unit} | {ours / reference:0.00}{(note.Length > 0 ? " | " + note : "")}"
            )
        );

    /// <summary>Runs a program and returns its output.</summary>
    public static async Task<string> RunAsync(string program, IEnumerable<string> arguments, string? password = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (password is not null)
            start.Environment["PGPASSWORD"] = password;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? await output
            : throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await errors}");
    }
}
