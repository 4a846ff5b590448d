using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace TriageConsole.Tests.Evaluation;

/// <summary>What the server got.</summary>
internal sealed record ChatCall(string Last, string Body, string? Authorization);
