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

/// <summary>The last search of a workflow: what it looked at and what it left out.</summary>
public sealed record SearchReport(
    DateTimeOffset? FinishedAt,
    int Milliseconds,
    long Interactions,
    long Failures,
    long Tested,
    DateTimeOffset? From,
    DateTimeOffset? To,
    IReadOnlyList<string> Notes
);
