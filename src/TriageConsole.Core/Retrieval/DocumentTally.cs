using TriageConsole.Core.Outcomes;

namespace TriageConsole.Core.Retrieval;

/// <summary>Counts of a document while answers are read.</summary>
internal sealed class DocumentTally
{
    private readonly List<OutcomeSums> byLength = [];
    private readonly List<OutcomeSums> byPosition = [];
    private readonly List<PositionTally> positions = [];

    public IReadOnlyList<OutcomeSums> ByLength => byLength;

    public IReadOnlyList<OutcomeSums> ByPosition => byPosition;

    /// <summary>Counts by rank from 1.</summary>
    public IReadOnlyList<PositionTally> Positions => positions;

    public long Used => positions.Sum(p => p.Used);

    public DateTimeOffset FirstAt { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset LastAt { get; private set; } = DateTimeOffset.MinValue;

    public DateTimeOffset? ChangedAt { get; private set; }

    public void Add(RetrievedAnswer answer, RankedDocument document)
    {
        var (clicked, cited) = (answer.Clicked.Contains(document.Position), answer.Cited.Contains(document.Position));
        Grow(positions, document.Position);
        var p = positions[document.Position - 1];
        positions[document.Position - 1] = new PositionTally(
            p.Shown + 1,
            p.Clicked + (clicked ? 1 : 0),
            p.Cited + (cited ? 1 : 0),
            p.Used + (clicked || cited ? 1 : 0)
        );
        FirstAt = answer.At < FirstAt ? answer.At : FirstAt;
        LastAt = answer.At > LastAt ? answer.At : LastAt;
        ChangedAt = ChangedAt is null || document.ChangedAt > ChangedAt ? document.ChangedAt ?? ChangedAt : ChangedAt;
        if (answer.Outcome is not { } outcome)
            return;
        Add(byLength, answer.Documents.Count, outcome);
        Add(byPosition, document.Position, outcome);
    }

    /// <summary>Adds an outcome at a place from 1.</summary>
    public static void Add(List<OutcomeSums> sums, int place, double outcome)
    {
        Grow(sums, place);
        sums[place - 1] += new OutcomeSums(1, outcome, outcome * outcome);
    }

    private static void Grow<T>(List<T> list, int length)
        where T : struct
    {
        while (list.Count < length)
            list.Add(default);
    }
}
