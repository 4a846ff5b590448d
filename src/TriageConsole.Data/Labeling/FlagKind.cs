namespace TriageConsole.Data.Labeling;

/// <summary>Statements of the providers contain the number of <see cref="Skip"/>.</summary>
public enum FlagKind
{
    PersonalData = 0,
    HarmfulContent = 1,
    WrongTask = 2,
    Unreadable = 3,
    RubricUnclear = 4,
    GoodExample = 5,
    Other = 6,

    /// <summary>The labeler skipped the item. The note is the reason.</summary>
    Skip = 7,
}
