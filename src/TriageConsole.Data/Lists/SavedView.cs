using TriageConsole.Data.Access;

namespace TriageConsole.Data.Lists;

/// <summary>A named state of a list: its filters, order and columns, as they are in the address.</summary>
public sealed class SavedView
{
    public const int PageLength = 600;
    public const int NameLength = 100;
    public const int QueryLength = 4000;

    public long Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    /// <summary>The path of the page, such as /interactions.</summary>
    public required string Page { get; set; }

    public required string Name { get; set; }

    /// <summary>The query of the address, without its question mark.</summary>
    public required string Query { get; set; }

    /// <summary>The tenant whose people see it too. Null: only the person who saved it.</summary>
    public long? TenantId { get; set; }

    public DateTimeOffset SavedAt { get; set; }
}
