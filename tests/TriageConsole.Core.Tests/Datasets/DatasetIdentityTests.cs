using System.Text;
using FsCheck;
using FsCheck.Fluent;
using TriageConsole.Core.Datasets;

namespace TriageConsole.Core.Tests.Datasets;

/// <summary>The expected hashes were computed with Python: hashlib, and json.dumps with sorted keys.</summary>
public sealed class DatasetIdentityTests
{
    private static readonly DatasetRow Full = Rows.Full("a");

    [Fact]
    public void ToCanonicalJson_AllProperties_IsCanonical()
    {
        var json = Full.ToCanonicalJson();
        Assert.Equal(
            """
            {"answers":{"correct":"yes","tone":"ok"},
            "input":[{"content":"Où est ma commande ?\n","role":"user"}],"input_hash":"ab12","key":"a",
            "labels":[{"label":7,"revision":1},{"label":12,"revision":3}],"non_preferred":[],"pattern":"p1",
            "preferred":[{"content":"Elle arrive demain 😀.","role":"assistant"}],"salt":"s","split":"train","task":"task-1","weight":0.25}
            """.ReplaceLineEndings(""),
            Encoding.UTF8.GetString(json)
        );
        Assert.Equal(json, CanonicalJson.Of(json));
    }

    [Fact]
    public void ToCanonicalJson_AnyTexts_IsCanonical() =>
        Prop.ForAll(
                ArbMap.Default.GeneratorFor<(NonNull<string>, NonNull<string>, NonNegativeInt, int)>().ToArbitrary(),
                drawn =>
                {
                    var (a, b) = (Texts.Storable(drawn.Item1.Get), Texts.Storable(drawn.Item2.Get));
                    var row = Full with
                    {
                        Key = a,
                        Pattern = b,
                        Weight = drawn.Item3.Get / 7.0,
                        Labels = [new LabelRevision(drawn.Item4, 1), new LabelRevision(3, 1)],
                        Content = new DatasetContent
                        {
                            Input = [new DatasetMessage(b, a, 0)],
                            Answers = new Dictionary<string, string> { [a + "x"] = b, [b + "y"] = a },
                        },
                    };
                    var json = row.ToCanonicalJson();
                    Assert.Equal(json, CanonicalJson.Of(json));
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Of_ComputedElsewhere_IsEqual()
    {
        Assert.Equal("a330af8311efe542f3f1a3029d801f17cac5d5a15102851a5d4c206cd37332cc", RowHash.Of(Full).ToString());
        Assert.Equal("65b95decc4f85de46a1d597014796360da8cad1c232f38d3e0f7a951a2216ffb", RowHash.Of(Rows.Row("b")).ToString());
        Assert.Equal("d46f5e91f09e3e0cfdbf66cc08143ca42bbd8f3bf6075b1ea17ebd79fd2fc9d5", DatasetIdentity.Of([Full, Rows.Row("b")]));
        Assert.Equal("182a6958189f3ee2d3c33bbabb20726d74b2f22c4e5ff2173b898c3dbefadfb9", DatasetIdentity.Of([]));
    }

    [Fact]
    public void Of_AnyOrder_IsEqual()
    {
        var rows = Enumerable.Range(0, 300).Select(n => Rows.Row($"k{n}")).ToArray();
        var expected = DatasetIdentity.Of(rows);
        var random = new Random(1);
        for (var n = 0; n < 5; n++)
        {
            random.Shuffle(rows);
            Assert.Equal(expected, DatasetIdentity.Of(rows));
        }
    }

    public static TheoryData<string, Func<DatasetRow, DatasetRow>> Changes { get; } =
        new()
        {
            { "key", r => r with { Key = "b" } },
            { "task", r => r with { TaskKey = "task-2" } },
            { "hash", r => r with { InputHash = null } },
            { "weight", r => r with { Weight = 0.2500000000000001 } },
            { "revision", r => r with { Labels = [new LabelRevision(12, 4), new LabelRevision(7, 1)] } },
            { "label", r => r with { Labels = [new LabelRevision(12, 3)] } },
            { "split", r => r with { Split = "test" } },
            { "pattern", r => r with { Pattern = "" } },
            { "salt", r => r with { Salt = null } },
            { "input", r => r with { Content = r.Content with { Input = [Rows.User("Où est ma commande ?")] } } },
            { "message weight", r => r with { Content = r.Content with { Preferred = [r.Content.Preferred[0] with { Weight = 1 }] } } },
            { "role", r => r with { Content = r.Content with { Input = [r.Content.Input[0] with { Role = "system" }] } } },
            { "response", r => r with { Content = r.Content with { Preferred = [], NonPreferred = r.Content.Preferred } } },
            { "answers", r => r with { Content = r.Content with { Answers = new Dictionary<string, string> { ["tone"] = "ok" } } } },
        };

    [Theory]
    [MemberData(nameof(Changes), DisableDiscoveryEnumeration = true)]
    public void Of_AnyChange_Differs(string name, Func<DatasetRow, DatasetRow> change)
    {
        Assert.NotEmpty(name);
        Assert.NotEqual(DatasetIdentity.Of([Full]), DatasetIdentity.Of([change(Full)]));
    }

    [Fact]
    public void Of_OrderOfLabelsAndAnswers_HasNoEffect()
    {
        var other = Full with
        {
            Labels = [.. Full.Labels.Reverse()],
            Content = Full.Content with
            {
                Answers = new Dictionary<string, string> { ["correct"] = "yes", ["tone"] = "ok" },
            },
        };
        Assert.Equal(RowHash.Of(Full), RowHash.Of(other));
    }

    [Fact]
    public void Of_MissingRow_Differs() => Assert.NotEqual(DatasetIdentity.Of([Full, Rows.Row("b")]), DatasetIdentity.Of([Full]));

    [Fact]
    public void ToText_RowTwice_IsRefused() =>
        Assert.Throws<InvalidOperationException>(() => DatasetIdentity.Of([Full, Rows.Row("b"), Full]));

    [Fact]
    public void ToText_HashesOfAManifest_GiveTheSameIdentity()
    {
        var (rows, hashes) = (new DatasetIdentity(), new DatasetIdentity());
        hashes.Add(RowHash.Parse(rows.Add(Full).ToString()));
        hashes.Add(rows.Add(Rows.Row("b")));
        Assert.Equal(2, hashes.Rows);
        Assert.Equal(rows.ToText(), hashes.ToText());
        Assert.Equal(rows.ToText(), rows.ToText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("ab")]
    [InlineData("g330af8311efe542f3f1a3029d801f17cac5d5a15102851a5d4c206cd37332cc")]
    public void Parse_NoHash_IsRefused(string text) => Assert.Throws<FormatException>(() => RowHash.Parse(text));

    [Fact]
    public void Add_HalfPair_IsRefused() => Assert.Throws<FormatException>(() => new DatasetIdentity().Add(Rows.Row("a\ud800")));

    [Theory]
    [InlineData(-0.1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Weight_OutOfRange_IsRefused(double weight) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Rows.Row("a") with { Weight = weight });

    /// <summary>The content of a row is not kept: the rows below have 20 MB of text.</summary>
    [Fact]
    public void Add_ManyRows_NeedsLittleMemory()
    {
        const int count = 10_000;
        var identity = new DatasetIdentity();
        var content = new DatasetContent { Input = [Rows.User(new string('x', 2000))] };
        var rows = Enumerable.Range(0, count).Select(n => Rows.Row($"k{n}") with { Content = content }).ToArray();
        identity.Add(rows[0]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var row in rows.AsSpan(1))
            identity.Add(row);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / count, 0, 600);
        Assert.Equal(count, identity.Rows);
        Assert.Equal(64, identity.ToText().Length);
    }
}
