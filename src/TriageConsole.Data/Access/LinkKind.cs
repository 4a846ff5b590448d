namespace TriageConsole.Data.Access;

/// <summary>The kind of a link. Admins create the first two and see them. An acceptance link is only sent to the email address.</summary>
public enum LinkKind
{
    SignIn = 0,
    Invitation = 1,
    Acceptance = 2,
}
