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

/// <summary>How many patterns a workflow has. <paramref name="Waiting"/> are new or came back; <paramref name="MostLost"/> is what the costliest loses a week.</summary>
public sealed record WorkflowPatterns(WorkflowRef Workflow, int InForce, int Waiting, double MostLost, DateTimeOffset? SearchedAt);
