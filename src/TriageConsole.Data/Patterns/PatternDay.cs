using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

/// <summary>The counts of a pattern on one day, for its trend.</summary>
public sealed class PatternDay
{
    public long PatternId { get; set; }

    public DateOnly Day { get; set; }

    public long Interactions { get; set; }

    public long Failures { get; set; }
}
