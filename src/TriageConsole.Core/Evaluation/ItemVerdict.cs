namespace TriageConsole.Core.Evaluation;

/// <summary>The verdicts on one item for the candidate and live.</summary>
/// <param name="IsGolden">Whether it is a golden item; otherwise it is from the sample of recent traffic.</param>
/// <param name="IsLocked">Whether it is a locked golden item.</param>
/// <param name="HasOutput">Whether the candidate has an output.</param>
/// <param name="LivePass">Whether the output of live passes; null if undecided.</param>
/// <param name="CandidatePass">Whether the output of the candidate passes; null if undecided.</param>
public readonly record struct ItemVerdict(bool IsGolden, bool IsLocked, bool HasOutput, bool? LivePass, bool? CandidatePass)
{
    /// <summary>Whether the candidate fails. A missing output is a failure.</summary>
    public bool CandidateFails => !HasOutput || CandidatePass == false;

    /// <summary>Live passes and the candidate fails.</summary>
    public bool IsRegression => LivePass == true && CandidateFails;

    /// <summary>
    /// A locked golden item that live passes and the candidate fails. An item without an output is excluded, because the result is unknown.
    /// </summary>
    public bool IsLockedRegression => IsLocked && LivePass == true && HasOutput && CandidatePass == false;

    /// <summary>Live fails and the candidate passes.</summary>
    public bool IsImprovement => LivePass == false && CandidatePass == true;
}
