using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Core.Common;
using TriageConsole.Core.Rubrics;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Data.Providers;
using TriageConsole.Data.Rubrics;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Rubrics;

/// <summary>A published version in the list of versions.</summary>
public sealed record RubricVersionRow(
    long Id,
    int Number,
    DateTimeOffset PublishedAt,
    string PublishedBy,
    string Note,
    int Labels,
    BridgeProgress? Bridge
);
