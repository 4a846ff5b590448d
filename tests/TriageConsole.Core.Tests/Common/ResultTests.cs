using TriageConsole.Core.Common;

namespace TriageConsole.Core.Tests.Common;

public sealed class ResultTests
{
    [Fact]
    public void Done_HasTheValueAndNoError()
    {
        var result = Result.Done("Created.", 7L);
        Assert.Equal((true, 7L, "Created."), (result.Ok, result.Value, result.Message));
        Assert.Null(result.Error);
        Assert.Empty(result.Problems);
    }

    [Fact]
    public void Error_BecomesARefusedResultWithItsMessageAndProblems()
    {
        Result<long> result = Error.InvalidField("name", "A name has 1 to 100 characters.");
        Assert.False(result.Ok);
        Assert.Equal(ErrorKind.Invalid, result.Error?.Kind);
        Assert.Equal("A name has 1 to 100 characters.", result.Message);
        Assert.Equal(new FieldProblem("name", "A name has 1 to 100 characters."), Assert.Single(result.Problems));
    }

    [Fact]
    public void Value_OfARefusedResult_Throws()
    {
        Result<string> result = Error.NotFound("There is no such release.");
        Assert.Throws<InvalidOperationException>(() => result.Value);
    }

    [Fact]
    public void Conflict_IsTheKindThatLookingAgainHelps()
    {
        Result conflict = Error.Conflict("Changed by another user.");
        Result forbidden = Error.Forbidden("Not yours.");
        Assert.True(conflict.IsConflict);
        Assert.False(forbidden.IsConflict);
        Assert.False(Result.Done().IsConflict);
    }
}
