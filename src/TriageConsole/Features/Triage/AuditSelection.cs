using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Triage;

/// <summary>
/// Random numbers of the audit sample: a hash of the trace, so that the same trace has the same number whenever it is asked for.
/// </summary>
internal static class AuditSelection
{
    /// <summary>Whether the audit sample takes the trace.</summary>
    public static bool Takes(string traceId, IngestWorkflow workflow) => Uniform(workflow.Id, traceId, "audit") < workflow.AuditProbability;

    /// <summary>Where in the queue the item stands, 0..1: at random, whatever the interaction looks like.</summary>
    public static double Place(string traceId, IngestWorkflow workflow) => Uniform(workflow.Id, traceId, "place");

    /// <summary>A number in [0, 1) that is the same for the same trace whenever it is drawn: the draw is reproducible.</summary>
    private static double Uniform(long workflowId, string traceId, string purpose)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{workflowId}\n{traceId}"), hash);
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
