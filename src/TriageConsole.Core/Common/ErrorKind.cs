namespace TriageConsole.Core.Common;

/// <summary>Why a use case was refused.</summary>
public enum ErrorKind
{
    /// <summary>The request is wrong in itself: it must be changed.</summary>
    Invalid,

    /// <summary>What it names does not exist, or not for this caller.</summary>
    NotFound,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>The present state does not allow it, or another user changed it: look again.</summary>
    Conflict,
}
