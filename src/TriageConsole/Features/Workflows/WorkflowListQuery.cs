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

/// <summary>Which page of which workflows.</summary>
public sealed record WorkflowListQuery(
    string? Find = null,
    int Page = 1,
    int Size = Paging.Rows,
    WorkflowOrder Order = WorkflowOrder.Name,
    bool? Configured = null
);
