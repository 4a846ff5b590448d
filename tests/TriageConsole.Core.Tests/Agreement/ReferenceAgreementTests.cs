using System.Text.Json;
using TriageConsole.Core.Agreement;
using TriageConsole.Tests.Shared;

namespace TriageConsole.Core.Tests.Agreement;

/// <summary>Every case of the reference file, to 1e-9.</summary>
public sealed class ReferenceAgreementTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Coefficients_EqualTheReference()
    {
        var cases = Reference().GetProperty("cases").EnumerateArray().ToList();
        Assert.NotEmpty(cases);
        foreach (var @case in cases)
        {
            var ratings = RatingsOf(@case);
            var table = ratings.Table();
            foreach (var level in @case.GetProperty("krippendorff_alpha").EnumerateObject())
                Assert.Equal(
                    level.Value.GetDouble(),
                    KrippendorffAlpha.Of(table, Enum.Parse<MeasurementLevel>(level.Name, ignoreCase: true)).Value!.Value,
                    Tolerance
                );
            Assert.Equal(@case.GetProperty("raw_agreement").GetDouble(), PairwiseAgreement.Raw(table).Value!.Value, Tolerance);
            Assert.Equal(@case.GetProperty("gwet_ac1").GetDouble(), PairwiseAgreement.GwetAc1(table).Value!.Value, Tolerance);
            Assert.Equal(
                @case.GetProperty("fleiss_kappa_missing").GetDouble(),
                PairwiseAgreement.FleissKappa(table).Value!.Value,
                Tolerance
            );
            CheckCohen(@case, "cohen_kappa", ratings, KappaWeights.None);
            CheckCohen(@case, "cohen_kappa_linear", ratings, KappaWeights.Linear);
            CheckCohen(@case, "cohen_kappa_quadratic", ratings, KappaWeights.Quadratic);
        }
    }

    [Fact]
    public void Consensus_EqualsTheReference()
    {
        var reference = Reference().GetProperty("dawid_skene");
        var labels = reference
            .GetProperty("labels")
            .Deserialize<int[][]>()!
            .Select(l => new IndexedLabel(l[0] - 1, l[1] - 1, l[2] - 1))
            .ToList();
        var result = DawidSkene.Fit(labels, 45, 5, 4, 1e-13);
        Assert.Equal(reference.GetProperty("log_likelihood").GetDouble(), result.LogLikelihood, Tolerance);
        Assert.Equal(
            reference.GetProperty("map_class").Deserialize<int[]>()!,
            Enumerable.Range(0, 45).Select(i => result.Best(i).Category + 1)
        );
        Near(reference.GetProperty("class_priors").Deserialize<double[]>()!, result.Priors, 1e-7);
        var (posteriors, confusions) = (
            reference.GetProperty("posterior").Deserialize<double[][]>()!,
            reference.GetProperty("confusion").Deserialize<double[][][]>()!
        );
        for (var i = 0; i < 45; i++)
            Near(posteriors[i], Row(result.Posteriors, i), 1e-7);
        for (var labeler = 0; labeler < 5; labeler++)
        for (var truth = 0; truth < 4; truth++)
            Near(confusions[labeler][truth], Row(result.Confusions[labeler], truth), 1e-7);
    }

    private static JsonElement Reference() =>
        JsonDocument.Parse(File.ReadAllBytes(SharedData.Path_("../reference/agreement.json"))).RootElement;

    private static Ratings RatingsOf(JsonElement @case) =>
        @case.TryGetProperty("ratings", out var ratings)
            ? Ratings.ByLabeler(ratings.Deserialize<double?[][]>()!)
            : throw new InvalidOperationException("A case without ratings.");

    private static void CheckCohen(JsonElement @case, string name, Ratings ratings, KappaWeights weights)
    {
        if (!@case.TryGetProperty(name, out var pairs))
            return;
        foreach (var pair in pairs.EnumerateObject())
        {
            var labelers = pair.Name.Split('-').Select(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture) - 1).ToArray();
            Assert.Equal(pair.Value.GetDouble(), CohenKappa.Of(ratings.Cross(labelers[0], labelers[1]), weights).Value!.Value, Tolerance);
        }
    }

    private static double[] Row(double[,] matrix, int row) => [.. Enumerable.Range(0, matrix.GetLength(1)).Select(c => matrix[row, c])];

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual))
            Assert.Equal(e, a, tolerance);
    }
}
