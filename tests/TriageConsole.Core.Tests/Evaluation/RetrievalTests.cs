using System.IO.Compression;
using System.Text.Json;
using TriageConsole.Core.Evaluation;
using TriageConsole.Tests.Shared;
using static TriageConsole.Core.Evaluation.EvalVerdict;

namespace TriageConsole.Core.Tests.Evaluation;

public sealed class RetrievalTests
{
    private static readonly EvalDocument[] Policy =
    [
        new("kb-refunds", "Refunds are paid within 30 days of the return. The customer gets an e-mail.", Read.Day.AddDays(-10)),
        new("kb-shipping", "Parcels leave the warehouse on the next working day.", Read.Day.AddDays(-400)),
    ];

    [Fact]
    public void Groundedness_IsTheShareOfSupportedSentences()
    {
        var reading = Read.Of(
            "groundedness",
            "\"least\":0.5",
            "Refunds are paid within 30 days of the return. Gold members get their money in 3 hours by courier.",
            null,
            null,
            Policy
        );
        Assert.Equal((Pass, 0.5), (reading.Verdict, reading.Score));
        Assert.Contains("1 of 2 sentences", reading.Evidence, StringComparison.Ordinal);
        Assert.Contains("Gold members", reading.Evidence, StringComparison.Ordinal);
        // A number that is in no document is not supported, even if most words are.
        Assert.Equal(
            Fail,
            Read.Verdict("groundedness", "\"least\":1", "Refunds are paid within 14 days of the return.", null, null, Policy)
        );
    }

    [Theory]
    [InlineData("groundedness", "")]
    [InlineData("citation_coverage", "")]
    [InlineData("document_freshness", "\"days\":30")]
    [InlineData("irrelevant_documents", "")]
    public void RetrievalChecks_WithoutDocuments_AreNotApplicable(string kind, string settings) =>
        Assert.Equal(NotApplicable, Read.Verdict(kind, settings, "Refunds are paid within 30 days.", null, "When are refunds paid?"));

    [Fact]
    public void Groundedness_IdsWithoutText_IsNotApplicable() =>
        Assert.Equal(
            NotApplicable,
            Read.Verdict("groundedness", "", "Refunds are paid within 30 days.", null, null, new EvalDocument("kb-refunds"))
        );

    [Theory]
    [InlineData("Refunds are paid within 30 days [1].", Pass)]
    [InlineData("Refunds are paid within 30 days. [kb-refunds]", Pass)]
    [InlineData("Refunds are paid within 30 days【2】。", Pass)]
    [InlineData("Refunds are paid within 30 days (see kb-refunds).", Pass)]
    [InlineData("Refunds are paid within 30 days [1, 9].", Pass)]
    [InlineData("Refunds are paid within 30 days [3].", Fail)]
    [InlineData("Refunds are paid within 30 days.", Fail)]
    [InlineData("Refunds are paid within 30 days [1]. Parcels leave quickly every day.", Fail)]
    [InlineData("Sure!", NotApplicable)]
    public void CitationCoverage_Claims_CountsThoseWithACitation(string output, EvalVerdict verdict) =>
        Assert.Equal(verdict, Read.Verdict("citation_coverage", "\"least\":1", output, null, null, Policy));

    [Fact]
    public void CitationCoverage_DocumentNotRetrieved_IsInTheEvidence() =>
        Assert.Contains(
            "Cited but not retrieved: “[7]”",
            Read.Of("citation_coverage", "\"least\":0.5", "Refunds are paid within 30 days [7].", null, null, Policy).Evidence,
            StringComparison.Ordinal
        );

    [Fact]
    public void Freshness_DatedDocuments_ByTheTimeOfUse()
    {
        Assert.Equal(
            (Fail, 0.5),
            (
                Read.Of("document_freshness", "\"days\":90", "x", null, null, Policy).Verdict,
                Read.Of("document_freshness", "\"days\":90", "x", null, null, Policy).Score!.Value
            )
        );
        Assert.Equal(Pass, Read.Verdict("document_freshness", "\"days\":90,\"least\":0.5", "x", null, null, Policy));
        Assert.Equal(NotApplicable, Read.Verdict("document_freshness", "\"days\":90", "x", null, null, new EvalDocument("a", "text")));
    }

    [Fact]
    public void Irrelevant_IsTheShareOfDocumentsWithoutInputWords()
    {
        var reading = Read.Of("irrelevant_documents", "\"most\":0.4", "x", null, "When will the refund of my return be paid?", Policy);
        Assert.Equal((Fail, 0.5), (reading.Verdict, reading.Score));
        Assert.Contains("kb-shipping", reading.Evidence, StringComparison.Ordinal);
        Assert.Equal(
            Pass,
            Read.Verdict("irrelevant_documents", "\"most\":0.5", "x", null, "When will the refund of my return be paid?", Policy)
        );
    }

    [Fact(Timeout = 120_000)]
    public async Task Groundedness_LargeOutput_EndsInTime() =>
        await Task.Run(
            () =>
            {
                var output = string.Concat(
                    Enumerable.Range(0, 12_000).Select(n => $"Sentence number {n} tells of refunds, returns and the warehouse. ")
                );
                Assert.NotEqual(NotApplicable, Read.Verdict("groundedness", "", output, null, null, [.. Enumerable.Repeat(Policy[0], 20)]));
            },
            TestContext.Current.CancellationToken
        );

    [Fact]
    public void EvalDocuments_AnyPlaceInTheEvent_AreRead()
    {
        var read = EvalDocuments.Read(
            """
            {"retrieval_ids":["a","b",7],"documents":[{"id":"a","text":"A","updated_at":"2026-01-02"},"plain"],
             "metadata":{"contexts":[{"title":"T","content":"C","date":1767225600}]}}
            """
        );
        Assert.Equal(["a", "2", "T", "b", "7"], read.Select(d => d.Id));
        Assert.Equal(["A", "plain", "C", null, null], read.Select(d => d.Text));
        Assert.Equal(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero), read[2].ChangedAt);
        Assert.Empty(EvalDocuments.Read("[1]"));
        Assert.Empty(EvalDocuments.Read("{broken"));
        Assert.Empty(EvalDocuments.Read(null));
        Assert.DoesNotContain(
            EvalDocuments.Read("""{"\ud800":1,"retrieval_ids":["\udfff"]}"""),
            d => d.Id.Contains('\udfff', StringComparison.Ordinal)
        );
    }

    /// <summary>
    /// Real answers of retrieval systems (without citations and passages): each is grounded in its own text, and not in the text of another
    /// one.
    /// </summary>
    [Fact]
    public void Groundedness_RealAnswers_SeparatesOwnTextFromOtherText()
    {
        using var file = new StreamReader(
            new GZipStream(File.OpenRead(SharedData.Path_("alce_ragqa.jsonl.gz")), CompressionMode.Decompress)
        );
        var outputs = new List<string>();
        while (file.ReadLine() is { } line)
            outputs.Add(JsonSerializer.Deserialize<JsonElement>(line).GetProperty("output").GetString() ?? "");
        var (own, others, uncited) = (new List<double>(), new List<double>(), new List<double>());
        for (var i = 0; i < outputs.Count; i++)
        {
            var other = outputs[(i + (outputs.Count / 2)) % outputs.Count];
            if (Read.Of("groundedness", "", outputs[i], null, null, new EvalDocument("own", outputs[i])).Score is { } mine)
                own.Add(mine);
            if (
                other.Length > 0
                && Read.Of("groundedness", "", outputs[i], null, null, new EvalDocument("other", other)).Score is { } theirs
            )
                others.Add(theirs);
            if (Read.Of("citation_coverage", "", outputs[i], null, null, new EvalDocument("passage-1")).Score is { } cited)
                uncited.Add(cited);
        }

        Assert.True(own.Count > 500);
        Assert.All(own, score => Assert.Equal(1, score));
        Assert.True(others.Average() < 0.1, $"{others.Average()}");
        Assert.All(uncited, score => Assert.Equal(0, score));
    }
}
