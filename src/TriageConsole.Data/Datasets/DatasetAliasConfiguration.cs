using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Datasets;

internal sealed class DatasetAliasConfiguration : IEntityTypeConfiguration<DatasetAlias>
{
    public void Configure(EntityTypeBuilder<DatasetAlias> builder)
    {
        builder.ToTable("dataset_aliases");
        builder.HasKey(a => new { a.DatasetId, a.Name });
        builder.Property(a => a.Name).HasMaxLength(60);
        builder.Property(a => a.MovedBy).HasMaxLength(200);
        builder.Property(a => a.RowVersion).IsConcurrencyToken();
        builder.HasOne<Dataset>().WithMany().HasForeignKey(a => a.DatasetId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<DatasetVersion>()
            .WithMany()
            .HasForeignKey(a => new { a.DatasetId, a.Number })
            .HasPrincipalKey(v => new { v.DatasetId, v.Number })
            .OnDelete(DeleteBehavior.Restrict);
    }
}
