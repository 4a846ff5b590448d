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

/// <summary>One interaction with all there is of it.</summary>
public sealed record InteractionDetail(
    InteractionRow Row,
    string? Input,
    string? Output,
    string? Messages,
    string? Context,
    IReadOnlyList<SignalRow> Signals,
    IReadOnlyList<LabelRow> Labels,
    IReadOnlyList<QueuePlace> Queue
);
