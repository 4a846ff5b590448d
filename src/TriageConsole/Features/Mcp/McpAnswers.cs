using ModelContextProtocol;
using TriageConsole.Core.Common;
using TriageConsole.Security;

namespace TriageConsole.Features.Mcp;

/// <summary>Refusals as errors of tools. Their message reaches the assistant, that of any other exception does not.</summary>
internal static class McpAnswers
{
    /// <exception cref="McpException">The result is a refusal.</exception>
    public static T Of<T>(Result<T> result) => result.Ok ? result.Value : throw Refused(result.Error);

    /// <exception cref="McpException">The result is a refusal.</exception>
    public static void Demand(Result result)
    {
        if (!result.Ok)
            throw Refused(result.Error);
    }

    /// <summary>Null if there is no text.</summary>
    /// <exception cref="McpException">The text is none of the allowed ones.</exception>
    public static string? OneOf(string name, string? text, IReadOnlyCollection<string> allowed) =>
        string.IsNullOrWhiteSpace(text) ? null
        : allowed.Contains(text, StringComparer.Ordinal) ? text
        : throw new McpException($"{name} is one of {string.Join(", ", allowed)}.");

    /// <summary>Null if there is no text. Databases refuse a null character.</summary>
    /// <exception cref="McpException">The text has a null character.</exception>
    public static string? Text(string name, string? text) =>
        string.IsNullOrWhiteSpace(text) ? null
        : text.Contains('\0', StringComparison.Ordinal) ? throw new McpException($"{name} has a null character.")
        : text;

    /// <summary>A time, as in the addresses of the API. Null if there is no text.</summary>
    /// <exception cref="McpException">The text is no time.</exception>
    public static DateTimeOffset? Time(string name, string? text)
    {
        var parameters = new QueryParameters();
        var time = parameters.Time(name, text);
        return parameters.Problem is { } problem ? throw new McpException(problem) : time;
    }

    /// <exception cref="McpException">The number is not in the range.</exception>
    public static int Limit(int limit, int max) =>
        limit >= 1 && limit <= max ? limit : throw new McpException($"limit is a number from 1 to {max}.");

    /// <exception cref="McpException">The cursor is not one of the list.</exception>
    public static async Task<T> PageAsync<T>(Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (FormatException)
        {
            throw new McpException("cursor is not a cursor of this list.");
        }
    }

    private static McpException Refused(Error error) =>
        new(error.Problems.Count == 0 ? error.Message : string.Join(' ', error.Problems.Select(p => p.Message)));
}
