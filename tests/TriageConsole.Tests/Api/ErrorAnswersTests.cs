using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Tests.Api;

public sealed class ErrorAnswersTests
{
    [Theory]
    [InlineData(ErrorKind.Invalid, 400)]
    [InlineData(ErrorKind.Forbidden, 403)]
    [InlineData(ErrorKind.NotFound, 404)]
    [InlineData(ErrorKind.Conflict, 409)]
    public void ToProblem_OfAKind_HasItsStatus(ErrorKind kind, int status)
    {
        var problem = new Error(kind, "Why.", []).ToProblem();
        Assert.Equal((status, "Why."), (problem.StatusCode, problem.ProblemDetails.Detail));
        Assert.DoesNotContain("problems", problem.ProblemDetails.Extensions.Keys);
    }

    [Fact]
    public void ToProblem_WithFields_NamesEach()
    {
        var problem = Error
            .Invalid("Not saved.", [new FieldProblem("name", "is missing"), new FieldProblem("", "line 3 is not JSON")])
            .ToProblem();
        Assert.Equal(["name: is missing", "line 3 is not JSON"], (IEnumerable<string>)problem.ProblemDetails.Extensions["problems"]!);
    }
}
