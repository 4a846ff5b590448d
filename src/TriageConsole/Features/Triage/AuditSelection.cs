using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using TriageConsole.Features.Ingest;

namespace TriageConsole.Features.Triage;

/// <summary>Random numbers for the audit sample: a hash of the trace, so the same trace always has the same number.</summary>
internal static class AuditSelection
{
    /// <summary>Whether the audit sample selects the trace.</summary>
    public static bool Takes(string traceId, IngestWorkflow workflow) => Uniform(workflow.Id, traceId, "audit") < workflow.AuditProbability;

    /// <summary>The position of the item in the queue, 0..1. It is random and does not depend on the interaction's content.</summary>
    public static double Place(string traceId, IngestWorkflow workflow) => Uniform(workflow.Id, traceId, "place");

    /// <summary>A uniform number in [0, 1), the same for the same trace, so the selection is reproducible.</summary>
    private static double Uniform(long workflowId, string traceId, string purpose)
    {
        Span<byte> hash = stackalloc byte[32];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{purpose}\n{workflowId}\n{traceId}"), hash);
        return (BinaryPrimitives.ReadUInt64LittleEndian(hash) >> 11) * (1.0 / (1UL << 53));
    }
}
