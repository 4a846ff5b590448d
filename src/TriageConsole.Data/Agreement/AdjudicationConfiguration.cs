using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;
using TriageConsole.Data.Interactions;
using TriageConsole.Data.Rubrics;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Agreement;

internal sealed class AdjudicationConfiguration : IEntityTypeConfiguration<Adjudication>
{
    public void Configure(EntityTypeBuilder<Adjudication> builder)
    {
        builder.ToTable("adjudications", t => t.HasCheckConstraint("ck_adjudications_number", "number >= 1"));
        builder.Property(a => a.Note).HasMaxLength(2000);
        builder.Property(a => a.DecidedBy).HasMaxLength(256);
        builder.HasIndex(a => new { a.InteractionId, a.Number }).IsUnique();
        builder.HasIndex(a => new { a.WorkflowId, a.DecidedAt });
        builder.HasOne<Interaction>().WithMany().HasForeignKey(a => a.InteractionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<RubricVersion>().WithMany().HasForeignKey(a => a.RubricVersionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(a => a.DecidedById).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(a => new { a.TenantId, a.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
