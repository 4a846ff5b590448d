using System.Text.Json;
using TriageConsole.Core.Gates;
using TriageConsole.Core.Outcomes;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Core.Tests.Gates;

/// <summary>Every case of the reference file.</summary>
public sealed class ReferenceGatesTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void ConfidenceSequences_EqualTheReference()
    {
        var cases = Reference().GetProperty("confidence_sequences").EnumerateArray().ToList();
        Assert.NotEmpty(cases);
        foreach (var @case in cases)
        {
            var (alpha, tuning) = (Number(@case, "alpha"), Number(@case, "tuning"));
            var actual = ConfidenceSequence.Difference(Sums(@case, "live"), Sums(@case, "candidate"), alpha, tuning);
            Assert.Equal(Number(@case, "difference"), actual.Value!.Value, Tolerance);
            Assert.Equal(Number(@case, "standard_error"), actual.StandardError!.Value, Tolerance);
            Assert.Equal(Number(@case, "rho_two_sided"), ConfidenceSequence.Rho(alpha, tuning), Tolerance);
            Assert.Equal(Number(@case, "lower_two_sided"), actual.Low!.Value, Tolerance);
            Assert.Equal(Number(@case, "upper_two_sided"), actual.High!.Value, Tolerance);
            Assert.Equal(Number(@case, "half_width_two_sided"), (actual.High!.Value - actual.Low!.Value) / 2, Tolerance);
            Assert.Equal(Number(@case, "lower_one_sided"), actual.LowOneSided!.Value, Tolerance);
            Assert.Equal(Number(@case, "half_width_one_sided"), (actual.HighOneSided!.Value - actual.LowOneSided!.Value) / 2, Tolerance);
            Assert.Equal(Number(@case, "always_valid_p"), actual.P, Number(@case, "always_valid_p") * 1e-9);
            Assert.Equal(Sums(@case, "live").Count + Sums(@case, "candidate").Count, actual.Units);
        }
    }

    [Fact]
    public void SampleRatios_EqualTheReference()
    {
        var cases = Reference().GetProperty("sample_ratio").EnumerateArray().ToList();
        Assert.NotEmpty(cases);
        foreach (var @case in cases)
        {
            var (chi, p) = SampleRatio.Test(
                @case.GetProperty("observed").Deserialize<long[]>()!,
                @case.GetProperty("weights").Deserialize<double[]>()!
            );
            Assert.Equal(Number(@case, "chi2"), chi, 1e-9);
            Assert.Equal(Number(@case, "p"), p, Number(@case, "p") * 1e-9);
        }
    }

    private static JsonElement Reference() =>
        JsonDocument.Parse(File.ReadAllBytes(SharedData.Path_("../reference/gates.json"))).RootElement;

    private static double Number(JsonElement @case, string name) => @case.GetProperty(name).GetDouble();

    private static OutcomeSums Sums(JsonElement @case, string arm)
    {
        var yes = @case.GetProperty(arm).GetProperty("successes").GetInt64();
        return new OutcomeSums(@case.GetProperty(arm).GetProperty("n").GetInt64(), yes, yes);
    }
}
