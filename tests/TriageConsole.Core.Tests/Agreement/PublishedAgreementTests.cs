using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

/// <summary>
/// Published data with published values (Krippendorff 2007 and 2011, Fleiss 1971, SAS, R irr and irrCAC), to the printed digits.
/// </summary>
public sealed class PublishedAgreementTests
{
    private static readonly Ratings KrippendorffC = Ratings.ByLabeler([
        [1, 2, 3, 3, 2, 1, 4, 1, 2, null, null, null],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, null, 3],
        [null, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, null],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, null],
    ]);

    private static readonly Ratings Krippendorff3By15 = Ratings.ByLabeler([
        [null, null, null, null, null, 3, 4, 1, 2, 1, 1, 3, 3, null, 3],
        [1, null, 2, 1, 3, 3, 4, 3, null, null, null, null, null, null, null],
        [null, null, 2, 1, 3, 4, 4, null, 2, 1, 1, 3, 3, null, 4],
    ]);

    private static readonly Ratings OneDisagreement = Ratings.ByLabeler([
        [3, 3, 3, 3, 3],
        [3, 3, 3, 3, 3],
        [3, 3, null, null, 3],
        [3, 3, 3, 3, 1],
        [3, null, 3, 3, 3],
    ]);

    private static readonly Ratings Fleiss1971 = Ratings.FromCounts([
        [0, 0, 0, 6, 0],
        [0, 3, 0, 0, 3],
        [0, 1, 4, 0, 1],
        [0, 0, 0, 0, 6],
        [0, 3, 0, 3, 0],
        [2, 0, 4, 0, 0],
        [0, 0, 4, 0, 2],
        [2, 0, 3, 1, 0],
        [2, 0, 0, 4, 0],
        [0, 0, 0, 0, 6],
        [1, 0, 0, 5, 0],
        [1, 1, 0, 4, 0],
        [0, 3, 3, 0, 0],
        [1, 0, 0, 5, 0],
        [0, 2, 0, 3, 1],
        [0, 0, 5, 0, 1],
        [3, 0, 0, 1, 2],
        [5, 1, 0, 0, 0],
        [0, 2, 0, 4, 0],
        [1, 0, 2, 0, 3],
        [0, 0, 0, 0, 6],
        [0, 1, 0, 5, 0],
        [0, 2, 0, 1, 3],
        [2, 0, 0, 4, 0],
        [1, 0, 0, 4, 1],
        [0, 5, 0, 1, 0],
        [4, 0, 0, 0, 2],
        [0, 2, 0, 4, 0],
        [1, 0, 5, 0, 0],
        [0, 0, 0, 0, 6],
    ]);

    private static readonly Ratings Fleiss14 = Ratings.FromCounts([
        [0, 0, 0, 0, 14],
        [0, 2, 6, 4, 2],
        [0, 0, 3, 5, 6],
        [0, 3, 9, 2, 0],
        [2, 2, 8, 1, 1],
        [7, 7, 0, 0, 0],
        [3, 2, 6, 3, 0],
        [2, 5, 3, 2, 2],
        [6, 5, 2, 1, 0],
        [0, 2, 2, 3, 7],
    ]);

    private static readonly Ratings Raw5Observers = new([
        [1, 1, 2, null, 2],
        [1, 1, 0, 1, null],
        [2, 3, 3, 3, null],
        [null, 0, 0, null, 0],
        [0, 0, 0, null, 0],
        [0, 0, 0, null, 0],
        [1, 0, 2, null, 1],
        [1, null, 2, 0, null],
        [2, 2, 2, null, 2],
        [2, 1, 1, 1, null],
        [null, 1, 0, 0, null],
        [0, 0, 0, 0, null],
        [1, 2, 2, 2, null],
        [3, 3, 2, 2, 3],
        [1, 1, 1, null, 1],
    ]);

    private static readonly Ratings Anxiety = Ratings.ByLabeler([
        [3, 3, 3, 4, 5, 5, 2, 3, 5, 2, 2, 6, 1, 5, 2, 2, 1, 2, 4, 3],
        [3, 6, 4, 6, 2, 4, 2, 4, 3, 3, 2, 3, 3, 3, 2, 2, 1, 3, 3, 4],
    ]);

    [Fact]
    public void Alpha_KrippendorffsData_EqualsThePublishedValues()
    {
        Near(0.7434210526, KrippendorffAlpha.Of(KrippendorffC.Table(), MeasurementLevel.Nominal), 10);
        Near(0.8153875038, KrippendorffAlpha.Of(KrippendorffC.Table(), MeasurementLevel.Ordinal), 10);
        Near(0.8491071429, KrippendorffAlpha.Of(KrippendorffC.Table(), MeasurementLevel.Interval), 10);
        Near(0.7974027747, KrippendorffAlpha.Of(KrippendorffC.Table(), MeasurementLevel.Ratio), 10);
        Near(0.6913580247, KrippendorffAlpha.Of(Krippendorff3By15.Table(), MeasurementLevel.Nominal), 10);
        Near(0.8067214199, KrippendorffAlpha.Of(Krippendorff3By15.Table(), MeasurementLevel.Ordinal), 10);
        Near(0.8108448928, KrippendorffAlpha.Of(Krippendorff3By15.Table(), MeasurementLevel.Interval), 10);
        Near(0.8089436708, KrippendorffAlpha.Of(Krippendorff3By15.Table(), MeasurementLevel.Ratio), 10);
        Near(0.0, KrippendorffAlpha.Of(OneDisagreement.Table(), MeasurementLevel.Nominal), 10);
        Near(0.0, KrippendorffAlpha.Of(OneDisagreement.Table(), MeasurementLevel.Ordinal), 10);
        Near(0.0, KrippendorffAlpha.Of(OneDisagreement.Table(), MeasurementLevel.Interval), 10);
    }

    [Fact]
    public void PairwiseCoefficients_KrippendorffsData_EqualIrrCac()
    {
        var table = KrippendorffC.Table();
        Near(0.77544, PairwiseAgreement.GwetAc1(table), 5);
        Near(0.76117, PairwiseAgreement.FleissKappa(table), 5);
        Near(0.8181818, PairwiseAgreement.Raw(table), 7);
    }

    [Fact]
    public void FleissKappa_FleissData_EqualsThePublishedValues()
    {
        var table = Fleiss1971.Table();
        Near(0.4302445201, PairwiseAgreement.FleissKappa(table), 10);
        Near(0.4334098283, KrippendorffAlpha.Of(table, MeasurementLevel.Nominal), 10);
        Near(0.4478845158, PairwiseAgreement.GwetAc1(table), 10);
        Near(0.2099307044, PairwiseAgreement.FleissKappa(Fleiss14.Table()), 10);
        Near(0.2155740565, KrippendorffAlpha.Of(Fleiss14.Table(), MeasurementLevel.Nominal), 10);
    }

    [Fact]
    public void CohenKappa_PublishedTables_EqualsThePublishedValues()
    {
        Near(
            0.4842,
            CohenKappa.Of(
                new long[,]
                {
                    { 0, 4, 1 },
                    { 0, 8, 0 },
                    { 0, 1, 5 },
                }
            ),
            4
        );
        Near(
            0.4,
            CohenKappa.Of(
                new long[,]
                {
                    { 20, 5 },
                    { 10, 15 },
                }
            ),
            10
        );
        Near(0.1891891892, CohenKappa.Of(Anxiety.Cross(0, 1), KappaWeights.Linear), 10);
        Near(0.2967651195, CohenKappa.Of(Anxiety.Cross(0, 1), KappaWeights.Quadratic), 10);
    }

    [Fact]
    public void Coefficients_CrossTables_EqualIrrCac()
    {
        long[,] abstractors =
            {
                { 13, 0, 0 },
                { 0, 20, 7 },
                { 0, 4, 56 },
            },
            diagnosis =
            {
                { 40, 6, 4, 15 },
                { 4, 25, 1, 5 },
                { 4, 2, 21, 9 },
                { 17, 13, 12, 45 },
            };
        Near(0.7964094, CohenKappa.Of(abstractors), 7);
        Near(0.4315008, CohenKappa.Of(diagnosis), 7);
        Near(0.8493305, PairwiseAgreement.GwetAc1(Ratings.FromCross(abstractors).Table()), 7);
        Near(0.4561576, PairwiseAgreement.GwetAc1(Ratings.FromCross(diagnosis).Table()), 7);
        Near(0.7962397, PairwiseAgreement.FleissKappa(Ratings.FromCross(abstractors).Table()), 7);
        Near(0.7972585, KrippendorffAlpha.Of(Ratings.FromCross(abstractors).Table(), MeasurementLevel.Nominal), 7);
    }

    [Fact]
    public void Coefficients_MissingLabels_EqualIrrCac()
    {
        var table = Raw5Observers.Table();
        Near(0.49662, PairwiseAgreement.GwetAc1(table), 5);
        Near(0.45762, PairwiseAgreement.FleissKappa(table), 5);
        Near(0.48053, KrippendorffAlpha.Of(table, MeasurementLevel.Nominal), 5);
    }

    private static void Near(double expected, AgreementFigure figure, int digits)
    {
        Assert.Equal(expected, figure.Value!.Value, digits);
        if (figure.Why is null)
            Assert.InRange(figure.Value!.Value, figure.Low!.Value, figure.High!.Value);
    }
}
