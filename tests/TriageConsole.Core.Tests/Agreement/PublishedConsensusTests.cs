using TriageConsole.Core.Agreement;

namespace TriageConsole.Core.Tests.Agreement;

/// <summary>
/// The anaesthetists of Dawid and Skene 1979: patients by observers; the first observer rated three times. The two public copies of the
/// data differ in patient 7.
/// </summary>
public sealed class PublishedConsensusTests
{
    private static readonly string[] Patients =
    [
        "1111111",
        "3334334",
        "1122122",
        "2223121",
        "2223222",
        "2223322",
        "1222111",
        "3333433",
        "2222223",
        "2322223",
        "4444444",
        "2223343",
        "1111111",
        "2223212",
        "1211111",
        "1112111",
        "1111111",
        "1111111",
        "2222221",
        "2221322",
        "2222222",
        "2222221",
        "2223222",
        "2212222",
        "1111111",
        "1111111",
        "2322222",
        "1111111",
        "1111111",
        "1121121",
        "1111111",
        "3333233",
        "1111111",
        "2222222",
        "2223232",
        "4334343",
        "2212232",
        "2323233",
        "3333432",
        "1111111",
        "1111111",
        "1212111",
        "2322222",
        "1211111",
        "2222222",
    ];

    private static readonly int[] MaxProbable =
    [
        1,
        4,
        2,
        2,
        2,
        2,
        1,
        3,
        2,
        2,
        4,
        3,
        1,
        2,
        1,
        1,
        1,
        1,
        2,
        2,
        2,
        2,
        2,
        2,
        1,
        1,
        2,
        1,
        1,
        1,
        1,
        3,
        1,
        2,
        2,
        4,
        2,
        3,
        3,
        1,
        1,
        1,
        2,
        1,
        2,
    ];

    [Fact]
    public void Fit_CopyWith122_EqualsThePublishedValues()
    {
        var result = Fit("1222111");
        Assert.Equal(-192.890881, result.LogLikelihood, 6);
        Near([0.399555, 0.421983, 0.111795, 0.066667], result.Priors, 6);
        double[][][] observers =
        [
            [
                [0.8895, 0.1105, 0, 0],
                [0.0706, 0.8764, 0.053, 0],
                [0, 0.3388, 0.6612, 0],
                [0, 0, 0.5556, 0.4444],
            ],
            [
                [0.8342, 0.1658, 0, 0],
                [0.0527, 0.6329, 0.3143, 0],
                [0, 0, 1, 0],
                [0, 0, 0, 1],
            ],
            [
                [1, 0, 0, 0],
                [0.1064, 0.7883, 0.1053, 0],
                [0, 0.4037, 0.1988, 0.3976],
                [0, 0, 0.6667, 0.3333],
            ],
            [
                [0.9444, 0.0556, 0, 0],
                [0.0537, 0.8426, 0.1037, 0],
                [0, 0, 0.8012, 0.1988],
                [0, 0, 0.3333, 0.6667],
            ],
            [
                [1, 0, 0, 0],
                [0.159, 0.7345, 0.1064, 0],
                [0, 0.2091, 0.7909, 0],
                [0, 0, 0.3333, 0.6667],
            ],
        ];
        for (var labeler = 0; labeler < 5; labeler++)
        for (var truth = 0; truth < 4; truth++)
            Near(observers[labeler][truth], Row(result.Confusions[labeler], truth), 4);
        Near([0.981, 0.019], Row(result.Posteriors, 6)[..2], 3);
        Near([0, 0.948, 0.052], Row(result.Posteriors, 34)[..3], 3);
        Near([0, 0.0212, 0.9788], Row(result.Posteriors, 37)[..3], 4);
    }

    [Fact]
    public void Fit_CopyWith112_EqualsThePublishedValues()
    {
        var result = Fit("1122111");
        Assert.Equal(-190.730997, result.LogLikelihood, 6);
        Near([0.399969, 0.421576, 0.111788, 0.066667], result.Priors, 6);
        Near([0.9074, 0.0926, 0, 0], Row(result.Confusions[0], 0), 4);
    }

    private static ConsensusResult Fit(string patient7)
    {
        var labels = Patients
            .SelectMany((row, i) => (i == 6 ? patient7 : row).Select((said, o) => new IndexedLabel(i, Math.Max(0, o - 2), said - '1')))
            .ToList();
        var result = DawidSkene.Fit(labels, Patients.Length, 5, 4, 1e-13);
        Assert.Equal(MaxProbable, Enumerable.Range(0, Patients.Length).Select(i => result.Best(i).Category + 1));
        return result;
    }

    private static double[] Row(double[,] matrix, int row) => [.. Enumerable.Range(0, matrix.GetLength(1)).Select(c => matrix[row, c])];

    private static void Near(double[] expected, double[] actual, int digits)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual))
            Assert.Equal(e, a, digits);
    }
}
