using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Patterns;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Labeling;
using TriageConsole.Data.Triage;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>An interaction as lists show it.</summary>
public sealed record InteractionRow(
    long Id,
    string TraceId,
    string Workflow,
    string Tenant,
    string TaskId,
    DateTimeOffset Timestamp,
    string? UserId,
    string? SessionId,
    string? Segment,
    string? Country,
    string? ModelId,
    string ModelVersion,
    string? ServedModel,
    string? PromptVersion,
    string? DeploymentId,
    string? Release,
    string? KnowledgeVersion,
    string? ErrorKind,
    double? LatencyMs,
    string? OutcomeMetric,
    double? OutcomeValue,
    double Suspicion,
    bool Questionable,
    int LabelCount,
    string Preview,
    string? ErrorClass
);
