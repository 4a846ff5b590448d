using TriageConsole.Core.Common;

namespace TriageConsole.Core.Events;

/// <summary>One signal.</summary>
public sealed class SignalEvent
{
    /// <summary>The id of the sender, or a hash of the content.</summary>
    public string Key { get; set; } = "";

    /// <summary>explicit, implicit, outcome, system or human.</summary>
    public string Type { get; set; } = SignalType.Explicit;

    /// <summary>Name of the signal, such as thumbs or edit_distance.</summary>
    public string Name { get; set; } = "";

    /// <summary>The value if it is a number or a boolean (1/0).</summary>
    public double? Number { get; set; }

    /// <summary>The value if it is a text.</summary>
    public string? Text { get; set; }

    /// <summary>True if the value was true or false.</summary>
    public bool IsBoolean { get; set; }

    /// <summary>Comment of the feedback source.</summary>
    public string? Comment { get; set; }

    /// <summary>Pseudonym of the feedback source.</summary>
    public string? UserId { get; set; }

    /// <summary>Role of the feedback source.</summary>
    public string? Role { get; set; }

    /// <summary>Time of the signal in UTC.</summary>
    public DateTimeOffset? Timestamp { get; set; }

    /// <summary>Whether the key is a hash of the content, because the sender gave no id.</summary>
    public bool HasContentKey { get; set; }

    internal SignalEvent Copy() => (SignalEvent)MemberwiseClone();
}
