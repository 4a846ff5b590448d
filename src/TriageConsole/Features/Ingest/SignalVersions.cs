using TriageConsole.Core.Events;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// Compares two signals with the same id: a repetition, or a change such as a thumb from up to down. The later one is current, by the
/// timestamps of the signals, or by their arrival without timestamps.
/// </summary>
internal static class SignalVersions
{
    /// <summary>Whether the second signal replaces the first.</summary>
    /// <param name="first">The stored signal.</param>
    /// <param name="second">The signal that was just read.</param>
    /// <param name="hasWaited">Whether the second signal was waiting, so that the order of arrival is unknown.</param>
    public static bool Replaces(Signal first, Signal second, bool hasWaited) =>
        !IsOlder(first.Timestamp, second.Timestamp)
        && (!hasWaited || second.Timestamp > first.Timestamp)
        && (first.Type, first.Name, first.NumericValue, first.TextValue, first.Comment, first.UserId, first.Role, first.Timestamp)
            != (
                second.Type,
                second.Name,
                second.NumericValue,
                second.TextValue,
                second.Comment,
                second.UserId,
                second.Role,
                second.Timestamp
            );

    /// <inheritdoc cref="Replaces(Signal, Signal, bool)"/>
    public static bool Replaces(SignalEvent first, SignalEvent second) =>
        !IsOlder(first.Timestamp, second.Timestamp) && Content(first) != Content(second);

    /// <summary>The signals of one event, with the current one for each id.</summary>
    public static IReadOnlyCollection<SignalEvent> Current(IReadOnlyCollection<SignalEvent> signals)
    {
        if (signals.Count < 2)
            return signals;
        var byKey = new OrderedDictionary<string, SignalEvent>(StringComparer.Ordinal);
        foreach (var signal in signals)
            if (!byKey.TryGetValue(signal.Key, out var earlier) || Replaces(earlier, signal))
                byKey[signal.Key] = signal;
        return byKey.Values;
    }

    private static (string, string, double?, string?, string?, string?, string?, DateTimeOffset?) Content(SignalEvent s) =>
        (s.Type, s.Name, s.Number, s.Text, s.Comment, s.UserId, s.Role, s.Timestamp);

    private static bool IsOlder(DateTimeOffset? first, DateTimeOffset? second) => second < first;
}
