using TriageConsole.Core.Comments;

namespace TriageConsole.Core.Tests.Comments;

public sealed class MentionTextTests
{
    private static readonly string[] Handles = ["Ann", "Ann Lee", "bo@x.org", "Łukasz", ""];

    [Theory]
    [InlineData("hello", "")]
    [InlineData("", "")]
    [InlineData("@", "")]
    [InlineData("@Ann", "Ann")]
    [InlineData("ask @ann lee, please", "Ann Lee")]
    [InlineData("@Ann Leeds", "Ann")]
    [InlineData("@Anna", "")]
    [InlineData("x@Ann", "")]
    [InlineData("(@Ann)@Ann Lee", "Ann|Ann Lee")]
    [InlineData("@Ann @Ann Lee", "Ann|Ann Lee")]
    [InlineData("@bo@x.org.", "bo@x.org")]
    [InlineData("@@Ann", "Ann")]
    [InlineData("@łukasz!", "Łukasz")]
    [InlineData("@Ann\n@Ann", "Ann|Ann")]
    public void Split_FindsMentions_AndKeepsTheText(string text, string mentioned)
    {
        var parts = MentionText.Split(text, Handles);
        Assert.Equal(text, string.Concat(parts.Select(p => p.Text)));
        Assert.Equal(mentioned, string.Join('|', parts.Select(p => p.Handle).OfType<string>()));
    }

    [Fact]
    public void Split_WithoutHandles_IsOnePart() => Assert.Equal([new MentionPart("a @b", null)], MentionText.Split("a @b", []));
}
