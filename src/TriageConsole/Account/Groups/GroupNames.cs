using TriageConsole.Core;
using TriageConsole.Core.Common;

namespace TriageConsole.Account.Groups;

/// <summary>Checks the names of groups.</summary>
internal static class GroupNames
{
    public const int MaxLength = 200;

    public static Error Wrong { get; } = Error.Invalid($"Enter a name of 1 to {MaxLength} characters.");

    public static Error InUse { get; } = Error.Conflict("A group with this name exists already.");

    /// <summary>The name without control characters and spaces around it; null if it is empty or too long.</summary>
    public static string? Of(string name)
    {
        var shown = string.Concat(Texts.Storable(name).Where(c => !char.IsControl(c))).Trim();
        return shown.Length is 0 or > MaxLength ? null : shown;
    }

    public static string Normalized(string name) => name.ToUpperInvariant();
}
