namespace TriageConsole.Core.Common;

/// <summary>Why a use case was refused.</summary>
public enum ErrorKind
{
    /// <summary>The request is invalid and must be changed.</summary>
    Invalid,

    /// <summary>The target does not exist, or not for this caller.</summary>
    NotFound,

    /// <summary>The caller may not do this.</summary>
    Forbidden,

    /// <summary>The current state does not allow it, or another user changed it; reload and try again.</summary>
    Conflict,
}
