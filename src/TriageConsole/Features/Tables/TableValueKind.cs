namespace TriageConsole.Features.Tables;

/// <summary>The type of the values of a column.</summary>
public enum TableValueKind
{
    Text,
    Number,
    WholeNumber,
    YesNo,
    Time,
}
