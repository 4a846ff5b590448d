using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Workflows;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Outcomes;

/// <summary>What a dashboard needs to know of a workflow's metric.</summary>
internal sealed record OutcomeSettings(bool Configured, string? Metric, string? Unit, bool LowerIsBetter);
