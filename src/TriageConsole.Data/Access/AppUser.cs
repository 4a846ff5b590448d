using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Access;

/// <summary>A person with an account.</summary>
public sealed class AppUser : IdentityUser<long>
{
    public string DisplayName { get; set; } = "";

    /// <summary>Set when an admin disables the account. Sessions end with their next action.</summary>
    public DateTimeOffset? DisabledAt { get; set; }
}

public enum Role
{
    Labeler = 0,
    Lead = 1,
    Approver = 2,
    Admin = 3,
    RawDataReader = 4,
}

/// <summary>A role of a person on one workflow, on all workflows of a tenant, or on all tenants (admins only).</summary>
public sealed class RoleGrant
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    public Role Role { get; set; }

    /// <summary>Null: every tenant.</summary>
    public long? TenantId { get; set; }

    /// <summary>Null: every workflow of the tenant.</summary>
    public long? WorkflowId { get; set; }

    public DateTimeOffset GrantedAt { get; set; }

    /// <summary>The inviter's name at that time.</summary>
    public string GrantedBy { get; set; } = "";

    /// <summary>The id of the inviter. Null for the command line and for rows from before this column existed.</summary>
    public long? GrantedById { get; set; }

    /// <summary>When the person accepted the role as an offer of another tenant. Null if the role was granted directly.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }
}

/// <summary>
/// A role that a tenant offers to an account that is new to it. It grants no access. It is a separate table so that no access query can
/// include it by mistake. The person accepts it and turns it into a <see cref="RoleGrant"/>.
/// </summary>
public sealed class RoleOffer
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    public Role Role { get; set; }

    /// <summary>Null: every tenant.</summary>
    public long? TenantId { get; set; }

    /// <summary>Null: every workflow of the tenant.</summary>
    public long? WorkflowId { get; set; }

    public DateTimeOffset OfferedAt { get; set; }

    /// <summary>The inviter's name at that time.</summary>
    public string OfferedBy { get; set; } = "";

    public long? OfferedById { get; set; }
}

/// <summary>The kind of a link. Admins create the first two and see them. An acceptance link is only sent to the email address.</summary>
public enum LinkKind
{
    SignIn = 0,
    Invitation = 1,
    Acceptance = 2,
}

/// <summary>A personal one-time link. Only the hash of its token is stored.</summary>
public sealed class SignInLink
{
    public long Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    public required string TokenHash { get; set; }

    /// <summary>Links of all kinds except sign-in set a password.</summary>
    public LinkKind Kind { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>When a newer link, the use of another link or a new password invalidated this one.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A signed-in browser. The cookie contains the id of the row and is invalid without it.</summary>
public sealed class AccountSession
{
    public Guid Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    /// <summary>
    /// The security stamp of the account at sign-in. A new password or disabling the account changes the stamp and so ends all sessions.
    /// </summary>
    public required string SecurityStamp { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>
/// The number of failed sign-ins of one email address or one network. It is in the database so that concurrent attempts on all instances
/// count.
/// </summary>
public sealed class SignInTry
{
    /// <summary>The SHA-256 of the address or network. Entered addresses are not stored.</summary>
    public required string Key { get; set; }

    public int Count { get; set; }

    /// <summary>When the count restarts.</summary>
    public DateTimeOffset EndsAt { get; set; }
}

/// <summary>An API key of an application. The secret is shown once and stored as a hash.</summary>
public sealed class ApiKey
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public Tenant? Tenant { get; set; }

    public required string Name { get; set; }

    /// <summary>The public part of the key, used for lookup.</summary>
    public required string KeyId { get; set; }

    public required string SecretHash { get; set; }

    /// <summary>Comma-separated: ingest, read, label, release, admin.</summary>
    public required string Scopes { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset? ExpiresAt { get; set; }

    public DateTimeOffset? RevokedAt { get; set; }

    public DateTimeOffset? LastUsedAt { get; set; }
}

internal sealed class AppUserConfiguration : IEntityTypeConfiguration<AppUser>
{
    public void Configure(EntityTypeBuilder<AppUser> builder)
    {
        builder.ToTable("users");
        builder.Property(u => u.DisplayName).HasMaxLength(200);
    }
}

internal sealed class RoleGrantConfiguration : IEntityTypeConfiguration<RoleGrant>
{
    public void Configure(EntityTypeBuilder<RoleGrant> builder)
    {
        builder.ToTable(
            "role_grants",
            t => t.HasCheckConstraint("ck_role_grants_scope", "tenant_id IS NOT NULL OR (workflow_id IS NULL AND role = 3)")
        );
        builder.Property(g => g.GrantedBy).HasMaxLength(256);
        builder
            .HasIndex(g => new
            {
                g.UserId,
                g.Role,
                g.TenantId,
                g.WorkflowId,
            })
            .IsUnique()
            .HasFilter(null)
            .AreNullsDistinct(false);
        builder.HasOne(g => g.User).WithMany().HasForeignKey(g => g.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(g => g.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(g => new { g.TenantId, g.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class RoleOfferConfiguration : IEntityTypeConfiguration<RoleOffer>
{
    public void Configure(EntityTypeBuilder<RoleOffer> builder)
    {
        builder.ToTable(
            "role_offers",
            t => t.HasCheckConstraint("ck_role_offers_scope", "tenant_id IS NOT NULL OR (workflow_id IS NULL AND role = 3)")
        );
        builder.Property(o => o.OfferedBy).HasMaxLength(256);
        builder
            .HasIndex(o => new
            {
                o.UserId,
                o.Role,
                o.TenantId,
                o.WorkflowId,
            })
            .IsUnique()
            .HasFilter(null)
            .AreNullsDistinct(false);
        builder.HasOne(o => o.User).WithMany().HasForeignKey(o => o.UserId).OnDelete(DeleteBehavior.Cascade);
        builder.HasOne<Tenant>().WithMany().HasForeignKey(o => o.TenantId).OnDelete(DeleteBehavior.Restrict);
        builder
            .HasOne<Workflow>()
            .WithMany()
            .HasForeignKey(o => new { o.TenantId, o.WorkflowId })
            .HasPrincipalKey(w => new { w.TenantId, w.Id })
            .OnDelete(DeleteBehavior.Restrict);
    }
}

internal sealed class AccountSessionConfiguration : IEntityTypeConfiguration<AccountSession>
{
    public void Configure(EntityTypeBuilder<AccountSession> builder)
    {
        builder.ToTable("account_sessions");
        builder.Property(s => s.Id).ValueGeneratedNever();
        builder.Property(s => s.SecurityStamp).HasMaxLength(256);
        builder.HasOne(s => s.User).WithMany().HasForeignKey(s => s.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class SignInTryConfiguration : IEntityTypeConfiguration<SignInTry>
{
    public void Configure(EntityTypeBuilder<SignInTry> builder)
    {
        builder.ToTable("sign_in_tries");
        builder.HasKey(t => t.Key);
        builder.Property(t => t.Key).HasMaxLength(64);
        builder.HasIndex(t => t.EndsAt);
    }
}

internal sealed class SignInLinkConfiguration : IEntityTypeConfiguration<SignInLink>
{
    public void Configure(EntityTypeBuilder<SignInLink> builder)
    {
        builder.ToTable("sign_in_links");
        builder.Property(l => l.TokenHash).HasMaxLength(64);
        builder.HasIndex(l => l.TokenHash).IsUnique();
        builder.HasOne(l => l.User).WithMany().HasForeignKey(l => l.UserId).OnDelete(DeleteBehavior.Cascade);
    }
}

internal sealed class ApiKeyConfiguration : IEntityTypeConfiguration<ApiKey>
{
    public void Configure(EntityTypeBuilder<ApiKey> builder)
    {
        builder.ToTable("api_keys");
        builder.Property(k => k.Name).HasMaxLength(200);
        builder.Property(k => k.KeyId).HasMaxLength(32);
        builder.Property(k => k.SecretHash).HasMaxLength(64);
        builder.Property(k => k.Scopes).HasMaxLength(200);
        builder.HasIndex(k => k.KeyId).IsUnique();
        builder.HasOne(k => k.Tenant).WithMany().HasForeignKey(k => k.TenantId).OnDelete(DeleteBehavior.Restrict);
    }
}
