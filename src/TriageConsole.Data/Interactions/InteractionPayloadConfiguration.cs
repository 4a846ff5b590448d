using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace TriageConsole.Data.Interactions;

internal sealed class InteractionPayloadConfiguration : IEntityTypeConfiguration<InteractionPayload>
{
    public void Configure(EntityTypeBuilder<InteractionPayload> builder)
    {
        builder.ToTable("interaction_payloads");
        builder.HasKey(p => p.InteractionId);
        builder.Property(p => p.InteractionId).ValueGeneratedNever();
        builder.HasOne<Interaction>().WithOne().HasForeignKey<InteractionPayload>(p => p.InteractionId).OnDelete(DeleteBehavior.Cascade);
    }
}
