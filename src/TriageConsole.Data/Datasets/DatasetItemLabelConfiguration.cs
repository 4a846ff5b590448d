using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Labeling;

namespace TriageConsole.Data.Datasets;

internal sealed class DatasetItemLabelConfiguration : IEntityTypeConfiguration<DatasetItemLabel>
{
    public void Configure(EntityTypeBuilder<DatasetItemLabel> builder)
    {
        builder.ToTable("dataset_item_labels");
        builder.HasKey(l => new
        {
            l.VersionId,
            l.Place,
            l.LabelId,
        });
        builder.HasIndex(l => l.LabelId);
        builder.HasOne<DatasetItem>().WithMany().HasForeignKey(l => new { l.VersionId, l.Place }).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Label>().WithMany().HasForeignKey(l => l.LabelId).OnDelete(DeleteBehavior.Restrict);
    }
}
