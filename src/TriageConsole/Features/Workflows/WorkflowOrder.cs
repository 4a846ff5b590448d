using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Core.Suspicion;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Workflows;

/// <summary>In which order a list of workflows stands; then by tenant and name.</summary>
public enum WorkflowOrder
{
    Name,
    UnconfiguredFirst,
    OpenSlots,
    Interactions,
}
