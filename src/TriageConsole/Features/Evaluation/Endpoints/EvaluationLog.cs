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

internal static partial class EvaluationLog
{
    [LoggerMessage(230, LogLevel.Warning, "The endpoint at {Host}:{Port} could not be reached: {Why}")]
    public static partial void EndpointNotReached(ILogger logger, string host, int port, string why);
}
