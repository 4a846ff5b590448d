using TriageConsole.Features.Ingest.Log;
using TriageConsole.Security;

namespace TriageConsole.Features.Ingest.Bus;

/// <summary>What people read about messages that cannot be stored now.</summary>
internal static class BusProblems
{
    /// <summary>Shows that messages of a source wait for the limit of a key, or no longer do, and logs the first time.</summary>
    public static void Tell(ILogger logger, BusSource source, KeyRefusal? limit)
    {
        source.Report(null);
        if (source.WaitForLimit(limit?.Message))
            BusLog.Limited(logger, source.Name, limit!.Message);
    }

    /// <summary>Logs why messages of a source wait and shows it in its state. Texts of events can be in other exceptions, so they are only
    /// logged.</summary>
    public static void Tell(ILogger logger, BusSource source, Exception exception)
    {
        if (exception is EventLogFullException or IngestBusyException or BusKeyException)
        {
            BusLog.Waiting(logger, source.Name, exception.Message);
            source.Report(exception.Message);
        }
        else
        {
            BusLog.NotStored(logger, exception, source.Name);
            source.Report("The events cannot be stored at the moment. The log has the reason.");
        }
    }
}
