namespace TriageConsole.Features.Labeling.Flags;

/// <summary>Open flags and skips of a workflow. Flags are those without personal data.</summary>
public sealed record FlagCounts(int PersonalData, int Flags, int Skips)
{
    public int Total => PersonalData + Flags + Skips;
}
