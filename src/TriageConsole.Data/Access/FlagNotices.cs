namespace TriageConsole.Data.Access;

/// <summary>Of which new flags a person gets notices, in the workflows that the person leads.</summary>
public enum FlagNotices
{
    None = 0,
    PersonalData = 1,
    All = 2,
}
