using RabbitMQ.Client;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>A message as RabbitMQ delivered it.</summary>
/// <param name="Tag">Identifies it on its channel.</param>
/// <param name="Properties">Its properties with its headers.</param>
/// <param name="Body">A copy of its body.</param>
internal sealed record RabbitMqDelivery(ulong Tag, IReadOnlyBasicProperties Properties, byte[] Body)
{
    public string? Key
    {
        get
        {
            foreach (var (name, value) in Properties.Headers ?? new Dictionary<string, object?>())
                if (BusHeaders.IsKey(name))
                    return BusHeaders.Text(value) ?? "";
            return null;
        }
    }
}
