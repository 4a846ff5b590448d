using System.Text;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Components.Lists;
using TriageConsole.Core.Common;
using TriageConsole.Data;
using TriageConsole.Data.Access;
using TriageConsole.Features.Ingest;
using TriageConsole.Security;

namespace TriageConsole.Features.DataHealth;

public sealed record QuarantinedLine(long Id, string Tenant, string Reason, string Detail, string Line, DateTimeOffset ReceivedAt);
