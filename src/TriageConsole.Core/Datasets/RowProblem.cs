namespace TriageConsole.Core.Datasets;

/// <summary>Why a row cannot be written in a format.</summary>
public enum RowProblem
{
    /// <summary>A text has half a surrogate pair.</summary>
    InvalidText = 1,

    /// <summary>A role is not known.</summary>
    UnknownRole,

    /// <summary>The content of a message is empty or white space.</summary>
    EmptyContent,

    /// <summary>There is no message of the user.</summary>
    NoUserMessage,

    /// <summary>There is no message of the assistant.</summary>
    NoAssistantMessage,

    /// <summary>A weight is neither 0 nor 1, or the message is not one of the assistant.</summary>
    InvalidMessageWeight,

    /// <summary>All messages of the assistant have the weight 0.</summary>
    NothingToLearn,

    /// <summary>A response of a preference pair is missing or has a message of another role.</summary>
    InvalidResponse,

    /// <summary>Both responses of a preference pair are equal.</summary>
    EqualResponses,

    /// <summary>There are no messages of the input.</summary>
    NoInput,
}
