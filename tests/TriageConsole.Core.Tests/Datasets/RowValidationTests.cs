using TriageConsole.Core.Datasets;
using static TriageConsole.Core.Tests.Datasets.Rows;

namespace TriageConsole.Core.Tests.Datasets;

public sealed class RowValidationTests
{
    private static DatasetRow With(DatasetMessage[] input, DatasetMessage[] preferred, params DatasetMessage[] nonPreferred) =>
        Row("k1") with
        {
            Content = new DatasetContent
            {
                Input = input,
                Preferred = preferred,
                NonPreferred = nonPreferred,
            },
        };

    public static TheoryData<DatasetRow, RowProblem[]> Chats { get; } =
        new()
        {
            { With([User("a")], [Assistant("b")]), [] },
            { With([new("system", "s"), new("developer", "d"), User("a"), Assistant("b", 0), User("c")], [Assistant("d", 1)]), [] },
            { With([Assistant("a")], []), [RowProblem.NoUserMessage] },
            { With([User("a")], []), [RowProblem.NoAssistantMessage] },
            { With([], []), [RowProblem.NoUserMessage, RowProblem.NoAssistantMessage] },
            { With([User("a"), new("tool", "x")], [Assistant("b")]), [RowProblem.UnknownRole] },
            { With([new("User", "a")], [Assistant("b")]), [RowProblem.UnknownRole, RowProblem.NoUserMessage] },
            { With([User(" \n\t")], [Assistant("b")]), [RowProblem.EmptyContent] },
            { With([User("a")], [Assistant("")]), [RowProblem.EmptyContent] },
            { With([User("a")], [Assistant("b", 2)]), [RowProblem.InvalidMessageWeight] },
            { With([new("user", "a", 1)], [Assistant("b")]), [RowProblem.InvalidMessageWeight] },
            { With([User("a")], [Assistant("b", 0)]), [RowProblem.NothingToLearn] },
            { With([User("a\ud83d")], [Assistant("b")]), [RowProblem.InvalidText] },
            { With([User("a\0\U0001F600")], [Assistant("b")]), [] },
        };

    [Theory]
    [MemberData(nameof(Chats), DisableDiscoveryEnumeration = true)]
    public void Check_Chat_FindsAllProblems(DatasetRow row, RowProblem[] problems) => AssertProblems(row, DatasetFormat.Chat, problems);

    public static TheoryData<DatasetRow, RowProblem[]> Pairs { get; } =
        new()
        {
            { With([User("a")], [Assistant("b")], Assistant("c")), [] },
            { With([User("a"), Assistant("x"), User("c")], [Assistant("b")], Assistant("c"), Assistant("d")), [] },
            { With([new("system", "s")], [Assistant("b")], Assistant("c")), [RowProblem.NoUserMessage] },
            { With([User("a")], [Assistant("b")]), [RowProblem.InvalidResponse] },
            { With([User("a")], []), [RowProblem.InvalidResponse, RowProblem.InvalidResponse] },
            { With([User("a")], [User("b")], Assistant("c")), [RowProblem.InvalidResponse] },
            { With([User("a")], [Assistant("b")], Assistant("b")), [RowProblem.EqualResponses] },
            { With([User("a")], [Assistant("b")], Assistant(" ")), [RowProblem.EmptyContent] },
        };

    [Theory]
    [MemberData(nameof(Pairs), DisableDiscoveryEnumeration = true)]
    public void Check_Preference_FindsAllProblems(DatasetRow row, RowProblem[] problems) =>
        AssertProblems(row, DatasetFormat.Preference, problems);

    [Fact]
    public void Check_OtherFormats_NeedNoResponse()
    {
        AssertProblems(With([User("a")], []), DatasetFormat.Evaluation);
        AssertProblems(With([], [Assistant("b")]), DatasetFormat.Evaluation, RowProblem.NoInput);
        AssertProblems(With([User("a")], [Assistant("")]), DatasetFormat.Evaluation, RowProblem.EmptyContent);
        AssertProblems(With([], []), DatasetFormat.Csv);
        AssertProblems(Row("k1") with { Pattern = "\udc00" }, DatasetFormat.Csv, RowProblem.InvalidText);
        Assert.Throws<ArgumentOutOfRangeException>(() => RowValidation.Check(Row("k1"), 0));
    }

    [Fact]
    public void Check_Finding_NamesRowAndProblem()
    {
        var finding = Assert.Single(RowValidation.Check(With([User("a"), new("tool", "x")], [Assistant("b")]), DatasetFormat.Chat));
        Assert.Equal("Row 'k1': the role 'tool' is not one of system, developer, user, assistant.", finding.Explanation);
    }

    private static void AssertProblems(DatasetRow row, DatasetFormat format, params RowProblem[] problems)
    {
        var findings = RowValidation.Check(row, format);
        Assert.Equal(problems, findings.Select(f => f.Problem));
        Assert.All(findings, f => Assert.Equal("k1", f.Key));
    }
}
