using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Patterns;
using TriageConsole.Features.Interactions;
using TriageConsole.Features.Workflows;
using TriageConsole.Live;
using TriageConsole.Security;

namespace TriageConsole.Features.Patterns;

/// <summary>A pattern with what led to it and what it is linked to.</summary>
public sealed record PatternDetail(
    PatternReport Pattern,
    PatternStanding Standing,
    DateTimeOffset? StateChangedAt,
    string? StateChangedBy,
    IReadOnlyList<VersionShare> Versions,
    Page<InteractionRow> Failures,
    IReadOnlyList<PatternPerson> People
);
