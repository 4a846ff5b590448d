namespace TriageConsole.Data.Tables;

/// <summary>How often a scheduled export runs.</summary>
public enum TablePeriod
{
    /// <summary>Each day at midnight UTC.</summary>
    Daily = 0,

    /// <summary>Each Monday at midnight UTC.</summary>
    Weekly = 1,
}
