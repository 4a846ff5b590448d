namespace TriageConsole.Data.Redaction;

public enum PrivacyEventKind
{
    SettingsChanged = 0,
    RawTextRead = 1,
    Erasure = 2,
    ConsentWithdrawn = 3,
    ConsentRestored = 4,
}
