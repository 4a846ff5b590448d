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

public sealed record QueuePlace(string Source, double Priority, string Reason, int OpenSlots, int Slots, int LabelsDone, bool Dropped);
