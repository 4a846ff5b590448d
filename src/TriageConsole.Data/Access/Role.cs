namespace TriageConsole.Data.Access;

public enum Role
{
    Labeler = 0,
    Lead = 1,
    Approver = 2,
    Admin = 3,
    RawDataReader = 4,
}
