using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Conventions;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Patterns;

/// <summary>An interaction that failed and matches a pattern.</summary>
public sealed class PatternMember
{
    public long PatternId { get; set; }

    public long InteractionId { get; set; }
}
