namespace TriageConsole.Data.Labeling;

public enum LabelerKind
{
    Person = 0,
    Judge = 1,
    Imported = 2,
}
