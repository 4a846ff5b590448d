using System.Text.Json;
using System.Text.RegularExpressions;
using TriageConsole.Core;
using TriageConsole.Core.Events;
using TriageConsole.Core.Telemetry;

namespace TriageConsole.Features.Ingest.Log;

/// <summary>With whose key a line of the log is encrypted.</summary>
internal static partial class LogSubjects
{
    private const int MaxChars = 300;

    /// <summary>
    /// The subject of a line of a trace whose user is not known yet, such as a span before the root. Its key is destroyed with the
    /// interaction. The mark keeps it apart from a user with the same id.
    /// </summary>
    public static string OfTrace(string traceId) => Texts.Key("\n" + TraceFold.Key(traceId), MaxChars);

    /// <summary>The subject of a signal that names a response instead of its trace.</summary>
    public static string OfOutput(string outputId) => Texts.Key("\n\n" + outputId, MaxChars);

    /// <summary>The subject of a signal that names a session instead of its trace.</summary>
    public static string OfSession(string sessionId) => Texts.Key("\n\n\n" + sessionId, MaxChars);

    /// <summary>The subject of a signal without a user, whose interaction has not arrived or has none.</summary>
    public static string Of(LateEvent e) =>
        e.TraceId.Length > 0 ? OfTrace(e.TraceId)
        : e.OutputId is { } output ? OfOutput(output)
        : e.SessionId is { } session ? OfSession(session)
        : "";

    /// <summary>The user that a refused line names; empty if it names none. The line need not be JSON.</summary>
    public static string OfRefused(string line)
    {
        using var document = StoredJson.Parse(line);
        if (
            document?.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("user_id", out var user)
            && user.ValueKind is JsonValueKind.String or JsonValueKind.Number
        )
            return Subject(user.ToString());
        if (UserId().Match(line) is not { Success: true } match)
            return "";
        return match.Groups[1].Value is ['"', ..] text
            ? Subject(StoredJson.Element(text)?.ToString() ?? "")
            : Subject(match.Groups[1].Value);
    }

    private static string Subject(string userId) => Texts.Key(Texts.Storable(userId).Trim(), MaxChars);

    [GeneratedRegex(@"""user_id""\s*:\s*(""(?:[^""\\]|\\.)*""|-?[0-9]+)", RegexOptions.CultureInvariant)]
    private static partial Regex UserId();
}
