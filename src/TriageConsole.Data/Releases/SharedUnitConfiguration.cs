using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Interactions;

namespace TriageConsole.Data.Releases;

internal sealed class SharedUnitConfiguration : IEntityTypeConfiguration<SharedUnit>
{
    public void Configure(EntityTypeBuilder<SharedUnit> builder)
    {
        builder.ToTable("shared_units");
        builder.HasKey(u => new { u.ComparisonId, u.TaskId });
        builder.Property(u => u.TaskId).HasMaxLength(InteractionConfiguration.KeyLength);
        builder.HasIndex(u => u.ComparisonId).HasFilter("is_pending = {true}").HasDatabaseName("IX_SharedUnits_Pending");
        builder.HasOne<ArmComparison>().WithMany().HasForeignKey(u => u.ComparisonId).OnDelete(DeleteBehavior.Cascade);
    }
}
