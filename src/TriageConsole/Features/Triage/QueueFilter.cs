using TriageConsole.Data.Triage;

namespace TriageConsole.Features.Triage;

public sealed record QueueFilter(QueueSource? Source = null, string? Segment = null)
{
    /// <summary>The filter of an address. Unknown values count as missing.</summary>
    internal static QueueFilter Of(string? source, string? segment) =>
        new(
            Enum.TryParse<QueueSource>(source, out var known) && Enum.IsDefined(known) ? known : null,
            string.IsNullOrWhiteSpace(segment) ? null : segment.Trim()
        );
}
