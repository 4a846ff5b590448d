using TriageConsole.Core.Retrieval;

namespace TriageConsole.Core.Tests.Retrieval;

public sealed class RankedDocumentsTests
{
    [Fact]
    public void Read_IdsAndDocuments_RanksIdsFirst_AndTakesSourceAndDate()
    {
        var read = RankedDocuments.Read(
            """
            {"retrieval_ids":["kb-2","kb-1","kb-2"," ",7],
             "metadata":{"data_source":"wiki","retrieved_documents":[
               {"id":"kb-1","text":"One","source":"handbook","updated_at":"2026-01-02T00:00:00Z"},
               {"id":7,"title":"Seven","source":"faq"},{"title":"Three"},{"text":"no name"},"text only"]}}
            """
        );
        Assert.Equal(
            [
                new RankedDocument("kb-2", 1, "wiki"),
                new RankedDocument("kb-1", 2, "handbook", new DateTimeOffset(2026, 1, 2, 0, 0, 0, TimeSpan.Zero)),
                new RankedDocument("7", 3, "faq"),
                new RankedDocument("Three", 4, "wiki"),
            ],
            read
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"retrieval_ids\":")]
    [InlineData("{\"retrieval_ids\":\"kb-1\",\"metadata\":7}")]
    [InlineData("{\"retrieval_ids\":[null,{},[]]}")]
    public void Read_OtherContent_IsEmpty(string? context) => Assert.Empty(RankedDocuments.Read(context));

    [Fact]
    public void Read_ManyDocuments_KeepsTheFirst() =>
        Assert.Equal(
            RankedDocuments.Max,
            RankedDocuments.Read($$"""{"retrieval_ids":[{{string.Join(',', Enumerable.Range(1, 50).Select(n => $"\"d{n}\""))}}]}""").Count
        );

    [Theory]
    [InlineData("See [2] and [KB-3].", new[] { 2, 3 })]
    [InlineData("See 【1】, [^2].", new[] { 1, 2 })]
    [InlineData("As kb-10 says.", new int[0])]
    [InlineData("As kb-1, the handbook, says.", new[] { 1 })]
    [InlineData("[4] [0] [other]", new int[0])]
    [InlineData(null, new int[0])]
    public void Citations_AreFoundByNumberAndId(string? output, int[] expected) =>
        Assert.Equal(expected, DocumentCitations.In(output, [new("kb-1", 1), new("kb-2", 2), new("kb-3", 3)]).Order());
}
