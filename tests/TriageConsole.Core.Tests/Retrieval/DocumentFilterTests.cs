using TriageConsole.Core.Retrieval;

namespace TriageConsole.Core.Tests.Retrieval;

public sealed class DocumentFilterTests
{
    [Fact]
    public void Write_SameDocumentsInAnyOrder_IsTheSameContent_AndReadsBack()
    {
        Assert.Equal("""{"exclude_documents":["a","b"]}""", DocumentFilter.Write(["b", "a", "b"]));
        Assert.Equal(["a", "b"], DocumentFilter.Read(DocumentFilter.Write(["a", "b"])));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no JSON")]
    [InlineData("{}")]
    [InlineData("""{"top_k":5}""")]
    [InlineData("""{"exclude_documents":["a"],"top_k":[]}""")]
    [InlineData("""{"exclude_documents":[null]}""")]
    public void Read_OtherContent_IsNoFilter(string? content) => Assert.Null(DocumentFilter.Read(content));
}
