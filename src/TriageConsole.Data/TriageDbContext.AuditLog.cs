using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.AuditLog;

namespace TriageConsole.Data;

/// <summary>The tables of the audit log.</summary>
public sealed partial class TriageDbContext
{
    public DbSet<AuditRecord> AuditRecords => Set<AuditRecord>();

    public DbSet<AuditLogRow> AuditLog => Set<AuditLogRow>();

    public DbSet<AuditCheckpointRow> AuditCheckpoints => Set<AuditCheckpointRow>();

    public DbSet<AuditKey> AuditKeys => Set<AuditKey>();
}
