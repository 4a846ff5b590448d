using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;

namespace TriageConsole.Data.Redaction;

internal sealed class SessionPlaceholderConfiguration : IEntityTypeConfiguration<SessionPlaceholder>
{
    public void Configure(EntityTypeBuilder<SessionPlaceholder> builder)
    {
        builder.ToTable("session_placeholders", t => t.HasCheckConstraint("ck_session_placeholders_number", "number > 0"));
        builder.Property(p => p.SessionHash).HasMaxLength(50);
        builder.Property(p => p.Word).HasMaxLength(40);
        builder.Property(p => p.ValueHash).HasMaxLength(50);
        // One index: two batches that number values of a session at the same time conflict in it, and one of them is repeated.
        builder.HasKey(p => new
        {
            p.TenantId,
            p.SessionHash,
            p.Word,
            p.Number,
        });
        builder.HasOne<Tenant>().WithMany().HasForeignKey(p => p.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
