using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Common;

namespace TriageConsole.Security;

/// <summary>The only mapping of refusals to HTTP responses.</summary>
public static class ErrorAnswers
{
    public static int StatusOf(ErrorKind kind) =>
        kind switch
        {
            ErrorKind.NotFound => StatusCodes.Status404NotFound,
            ErrorKind.Forbidden => StatusCodes.Status403Forbidden,
            ErrorKind.Conflict => StatusCodes.Status409Conflict,
            _ => StatusCodes.Status400BadRequest,
        };

    /// <summary>A problem (RFC 9457) with the message. <c>problems</c> has one text per invalid field.</summary>
    public static ProblemHttpResult ToProblem(this Error error) =>
        TypedResults.Problem(
            detail: error.Message,
            statusCode: StatusOf(error.Kind),
            extensions: error.Problems.Count == 0
                ? null
                : new Dictionary<string, object?>
                {
                    ["problems"] = error.Problems.Select(p => p.Field.Length == 0 ? p.Message : $"{p.Field}: {p.Message}").ToList(),
                }
        );
}
