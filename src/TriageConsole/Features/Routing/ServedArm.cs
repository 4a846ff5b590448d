using System.Globalization;
using System.Text.Json;
using TriageConsole.Core.Routing;
using TriageConsole.Data.Releases;

namespace TriageConsole.Features.Routing;

/// <summary>A release's part of the running experiment.</summary>
internal sealed record ServedArm(ServedRelease Release, double Share, bool IsControl);
