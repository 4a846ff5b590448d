using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using TriageConsole.Components;
using TriageConsole.Components.Conversations;
using TriageConsole.Core;
using TriageConsole.Core.Events;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

/// <summary>A pattern that an interaction lies in, and its page.</summary>
public sealed record PatternPlace(string Name, string Link, string State, bool InForce);
