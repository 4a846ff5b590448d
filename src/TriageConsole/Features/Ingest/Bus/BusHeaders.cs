using System.Text;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>The headers of messages and dead letters.</summary>
internal static class BusHeaders
{
    /// <summary>The API key of the message.</summary>
    public const string Key = "x-api-key";

    /// <summary>Why a message became a dead letter: a stable code.</summary>
    public const string Reason = "triage-reason";

    /// <summary>The same in one sentence.</summary>
    public const string Detail = "triage-detail";

    /// <summary>The queue, or topic with partition and offset, where the message was.</summary>
    public const string Origin = "triage-origin";

    /// <summary>When it became a dead letter.</summary>
    public const string At = "triage-at";

    /// <summary>Whether a header contains an API key. Dead letters do not have it: more people can read them.</summary>
    public static bool IsSecret(string name) =>
        name.Equals(Key, StringComparison.OrdinalIgnoreCase) || name.Equals("authorization", StringComparison.OrdinalIgnoreCase);

    public static bool IsKey(string name) => name.Equals(Key, StringComparison.OrdinalIgnoreCase);

    /// <summary>A header as text; null if it is something else.</summary>
    public static string? Text(object? value) =>
        value switch
        {
            byte[] bytes => Encoding.UTF8.GetString(bytes).Trim(),
            string text => text.Trim(),
            _ => null,
        };
}
