using System.Text;

namespace TriageConsole.Tests.Ingest.Bus;

/// <summary>A message that a test publishes.</summary>
public sealed record OutgoingMessage(byte[] Body, string? Key = null)
{
    public static OutgoingMessage Of(string body, string? key = null) => new(Encoding.UTF8.GetBytes(body), key);
}
