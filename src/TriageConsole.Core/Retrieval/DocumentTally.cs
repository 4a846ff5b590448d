namespace TriageConsole.Core.Retrieval;

/// <summary>Counts of a document while answers are read.</summary>
internal sealed class DocumentTally
{
    private readonly List<(int Answer, int Position)> measured = [];
    private readonly List<PositionTally> positions = [];

    /// <summary>The indexes of the answers with outcomes, ascending, with its rank from 1.</summary>
    public IReadOnlyList<(int Answer, int Position)> Measured => measured;

    /// <summary>Counts by rank from 1.</summary>
    public IReadOnlyList<PositionTally> Positions => positions;

    public long Used => positions.Sum(p => p.Used);

    public DateTimeOffset FirstAt { get; private set; } = DateTimeOffset.MaxValue;

    public DateTimeOffset LastAt { get; private set; } = DateTimeOffset.MinValue;

    public DateTimeOffset? ChangedAt { get; private set; }

    /// <summary>Adds an answer; <paramref name="index"/> is its index among those with outcomes.</summary>
    public void Add(RetrievedAnswer answer, RankedDocument document, int? index)
    {
        var (clicked, cited) = (answer.Clicked.Contains(document.Position), answer.Cited.Contains(document.Position));
        while (positions.Count < document.Position)
            positions.Add(default);
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
        if (index is { } at)
            measured.Add((at, document.Position));
    }
}
