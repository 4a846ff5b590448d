using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

/// <summary>What came in and is not yet part of anything.</summary>
public sealed record DataHealthView(
    IReadOnlyList<QuarantineReason> Reasons,
    ListPage<QuarantinedLine> Lines,
    int Waiting,
    DateTimeOffset? OldestWaiting
);
