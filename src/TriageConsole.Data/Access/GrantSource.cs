namespace TriageConsole.Data.Access;

/// <summary>Where a role comes from, and so what removes it.</summary>
public enum GrantSource : short
{
    /// <summary>An admin, the command line, or an accepted offer.</summary>
    Person = 0,

    /// <summary>A group of single sign-on. The sign-in after the person left the group removes the role.</summary>
    SingleSignOn = 1,

    /// <summary>A group of the console. Leaving the group, or a change of the group, removes the role at once.</summary>
    Group = 2,
}
