namespace TriageConsole.Data.Golden;

/// <summary>The answer of a new labeler to a golden item in the calibration round, where the correct answer is shown immediately.</summary>
public sealed class CalibrationAnswer
{
    public long LabelerId { get; set; }

    public long GoldenItemId { get; set; }

    public required string Criterion { get; set; }

    public int Number { get; set; }

    public required string Value { get; set; }

    public bool IsRight { get; set; }

    public DateTimeOffset AnsweredAt { get; set; }
}
