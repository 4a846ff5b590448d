using TriageConsole.Data.Labeling;

namespace TriageConsole.Features.Labeling.Flags;

/// <summary>The names of the kinds of flags and of what leads do about them.</summary>
internal static class FlagWords
{
    /// <summary>The choices of a labeler, in the order of their digits. Personal data first, because it must be found fastest.</summary>
    public static readonly IReadOnlyList<FlagKind> Choices =
    [
        FlagKind.PersonalData,
        FlagKind.HarmfulContent,
        FlagKind.WrongTask,
        FlagKind.Unreadable,
        FlagKind.RubricUnclear,
        FlagKind.GoodExample,
        FlagKind.Other,
    ];

    public static string Name(FlagKind kind) =>
        kind switch
        {
            FlagKind.PersonalData => "Personal data",
            FlagKind.HarmfulContent => "Harmful content",
            FlagKind.WrongTask => "Wrong task",
            FlagKind.Unreadable => "Unreadable or broken",
            FlagKind.RubricUnclear => "Rubric unclear",
            FlagKind.GoodExample => "Good example",
            FlagKind.Skip => "Skip",
            _ => "Other",
        };

    /// <summary>Colour class of the chip of a kind.</summary>
    public static string Style(FlagKind kind) =>
        kind switch
        {
            FlagKind.PersonalData => "bad",
            FlagKind.HarmfulContent => "warn",
            FlagKind.GoodExample => "ok",
            _ => "",
        };

    /// <summary>The word of a kind in addresses and in the API: <c>personal_data</c>.</summary>
    public static string Word(FlagKind kind) =>
        kind switch
        {
            FlagKind.PersonalData => "personal_data",
            FlagKind.HarmfulContent => "harmful_content",
            FlagKind.WrongTask => "wrong_task",
            FlagKind.Unreadable => "unreadable",
            FlagKind.RubricUnclear => "rubric_unclear",
            FlagKind.GoodExample => "good_example",
            FlagKind.Skip => "skip",
            _ => "other",
        };

    public static FlagKind? Kind(string? word) =>
        Enum.GetValues<FlagKind>().Where(k => Word(k) == word).Select(k => (FlagKind?)k).FirstOrDefault();

    public static string Word(FlagState state) =>
        state switch
        {
            FlagState.Resolved => "resolved",
            FlagState.Withdrawn => "withdrawn",
            _ => "open",
        };

    public static string Word(FlagAction action) =>
        action switch
        {
            FlagAction.Redacted => "redacted",
            FlagAction.MadeGolden => "made_golden",
            FlagAction.RemovedFromQueue => "removed_from_queue",
            FlagAction.ReturnedToQueue => "returned_to_queue",
            _ => "none",
        };

    /// <summary>What was done, as part of a sentence: "resolved, removed from the queue".</summary>
    public static string Done(FlagAction action) =>
        action switch
        {
            FlagAction.Redacted => "text redacted",
            FlagAction.MadeGolden => "golden item created",
            FlagAction.RemovedFromQueue => "removed from the queue",
            FlagAction.ReturnedToQueue => "returned to the queue",
            _ => "no action",
        };

    public static string Of(FlagEntryKind kind) =>
        kind switch
        {
            FlagEntryKind.Resolved => "resolved the flag",
            FlagEntryKind.Reopened => "reopened the flag",
            FlagEntryKind.Redacted => "redacted text",
            _ => "",
        };
}
