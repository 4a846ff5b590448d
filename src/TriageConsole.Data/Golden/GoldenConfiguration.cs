using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Golden;

internal sealed class GoldenItemConfiguration : IEntityTypeConfiguration<GoldenItem>
{
    public void Configure(EntityTypeBuilder<GoldenItem> builder)
    {
        builder.ToTable(
            "golden_items",
            t =>
            {
                t.HasCheckConstraint("ck_golden_items_number", "number >= 1");
                t.HasCheckConstraint("ck_golden_items_cadence", "cadence_days BETWEEN 1 AND 3650");
                t.HasCheckConstraint("ck_golden_items_exposures", "exposures >= 0 AND leak_budget BETWEEN 1 AND 1000");
            }
        );
        builder.Property(g => g.RetiredReason).HasMaxLength(500);
        builder.Property(g => g.RowVersion).IsConcurrencyToken();
        builder.HasIndex(g => g.InteractionId).IsUnique();
        builder.HasIndex(g => new { g.WorkflowId, g.RefreshDueAt });
        builder.HasIndex(g => new { g.OwnerId, g.RefreshDueAt });
        builder.HasOne<Interaction>().WithMany().HasForeignKey(g => g.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(g => g.OwnerId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(g => new { g.TenantId, g.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
