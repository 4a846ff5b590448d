using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Access;

namespace TriageConsole.Data.Comments;

internal sealed class CommentMentionConfiguration : IEntityTypeConfiguration<CommentMention>
{
    public void Configure(EntityTypeBuilder<CommentMention> builder)
    {
        builder.ToTable("comment_mentions");
        builder.HasKey(m => new { m.CommentId, m.UserId });
        builder.Property(m => m.Handle).HasMaxLength(256);
        builder.HasOne<Comment>().WithMany(c => c.Mentions).HasForeignKey(m => m.CommentId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<AppUser>().WithMany().HasForeignKey(m => m.UserId).OnDelete(DeleteBehavior.Restrict);
    }
}
