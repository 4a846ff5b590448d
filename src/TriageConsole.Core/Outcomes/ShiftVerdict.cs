namespace TriageConsole.Core.Outcomes;

/// <summary>Whether an outcome improved.</summary>
public enum ShiftVerdict
{
    /// <summary>One of the periods has too few measured outcomes.</summary>
    NotEnough,

    /// <summary>The whole interval is on the good side of zero.</summary>
    Better,

    /// <summary>The whole interval is on the bad side of zero.</summary>
    Worse,

    /// <summary>The interval contains zero.</summary>
    NoClearChange,
}
