using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Polly;
using TriageConsole.Core;
using TriageConsole.Features.Evaluation.Runs;
using TriageConsole.Outbound;

namespace TriageConsole.Features.Evaluation.Endpoints;

/// <summary>An endpoint ready to be asked. Its key goes into one header, and into no message and no log.</summary>
internal sealed record ChatEndpoint(Uri Address, string Model, string? Key);
