using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

/// <summary>
/// Three labelers, 10 % missing labels, four classes. Each labeler copies the truth with a probability whose square is α, and guesses
/// otherwise.
/// </summary>
public sealed class CoverageTests
{
    private const int Labelers = 3;
    private static readonly double Copy = Math.Sqrt(0.642);
    private static readonly double Truth = KrippendorffAlpha.ValueOf(Simulate(new Random(1), 1_000_000), MeasurementLevel.Nominal)!.Value;

    [Fact]
    public void Alpha_LargeSample_EqualsThatOfTheGenerator() => Assert.Equal(0.642, Truth, 0.003);

    [Theory]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(200)]
    public void JackknifeInterval_HasItsNominalCoverage(int items)
    {
        const int runs = 4_000;
        var random = new Random(items);
        var covered = 0;
        for (var run = 0; run < runs; run++)
        {
            var figure = KrippendorffAlpha.Of(Simulate(random, items), MeasurementLevel.Nominal);
            if (figure.Low <= Truth && Truth <= figure.High)
                covered++;
        }

        Assert.InRange((double)covered / runs, 0.92, 0.985);
    }

    private static AgreementTable Simulate(Random random, int items)
    {
        var ratings = new short[items * Labelers];
        for (var i = 0; i < items; i++)
        {
            var truth = random.Next(4);
            for (var l = 0; l < Labelers; l++)
                ratings[(i * Labelers) + l] = (short)(
                    random.NextDouble() < 0.1 ? -1
                    : random.NextDouble() < Copy ? truth
                    : random.Next(4)
                );
        }

        return AgreementTable.Of([0, 1, 2, 3], ratings, Labelers);
    }
}
