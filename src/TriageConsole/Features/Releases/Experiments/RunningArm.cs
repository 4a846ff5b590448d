using TriageConsole.Data.Access;
using TriageConsole.Data.Releases;
using TriageConsole.Data.Rollups;
using TriageConsole.Features.Workflows;
using TriageConsole.Security;

namespace TriageConsole.Features.Releases.Experiments;

public sealed record RunningArm(long ReleaseId, string Name, bool IsControl, double Share);
