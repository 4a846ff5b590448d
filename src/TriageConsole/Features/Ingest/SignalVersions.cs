using TriageConsole.Core.Events;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Features.Ingest;

/// <summary>
/// A signal that comes again under its id: the same once more, or a changed one, such as a thumb that changed. The later is current: by the
/// times the signals name, else by their arrival.
/// </summary>
internal static class SignalVersions
{
    /// <summary>Whether the one that came second takes the place of the first.</summary>
    /// <param name="first">Stored already.</param>
    /// <param name="second">Just read.</param>
    /// <param name="hasWaited">Whether the second waited in between, so that arrival says nothing.</param>
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

    /// <summary>The signals of one event, of equal ids the current one.</summary>
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
