namespace TriageConsole.Features.OffPolicy;

/// <summary>What measured outcomes say about a candidate policy, compared with the mean of the log.</summary>
public enum PolicyVerdict
{
    /// <summary>There is no estimate; the refusals say why.</summary>
    Refused,

    /// <summary>The interval of the gain is on the better side of 0.</summary>
    Better,

    /// <summary>The interval of the gain is on the worse side of 0.</summary>
    Worse,

    /// <summary>The interval contains 0, or there is none.</summary>
    NotDecisive,
}
