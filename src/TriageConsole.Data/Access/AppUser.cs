using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Access;

/// <summary>A person who signs in.</summary>
public sealed class AppUser : IdentityUser<long>
{
    public string DisplayName { get; set; } = "";

    /// <summary>Set when an admin takes away all access; sessions end with the next action.</summary>
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

/// <summary>A role of a person, on one workflow, on all workflows of a tenant, or (admins) on every tenant.</summary>
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

    /// <summary>The inviter; null for the command line and for rows older than this column.</summary>
    public long? GrantedById { get; set; }

    /// <summary>When the person accepted an offer of another tenant; null where the role was given directly.</summary>
    public DateTimeOffset? AcceptedAt { get; set; }
}

/// <summary>
/// A role that a tenant offers to an account it does not know yet. It gives no access: a table of its own, so that no query of access can
/// count it by mistake. The person turns it into a <see cref="RoleGrant"/>.
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

/// <summary>What a link does. The first two are made by admins, who see them; an acceptance goes to the address itself.</summary>
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

    /// <summary>Redeeming anything but a sign-in link sets a password.</summary>
    public LinkKind Kind { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }

    public DateTimeOffset? UsedAt { get; set; }

    /// <summary>When a newer link, another link's use, or a new password ended it.</summary>
    public DateTimeOffset? EndedAt { get; set; }
}

/// <summary>A browser that is signed in. The cookie names the row; without the row the cookie is worth nothing.</summary>
public sealed class AccountSession
{
    public Guid Id { get; set; }

    public long UserId { get; set; }

    public AppUser? User { get; set; }

    /// <summary>The account's stamp at sign-in: a new password or a disabled account ends every session by changing it.</summary>
    public required string SecurityStamp { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public DateTimeOffset ExpiresAt { get; set; }
}

/// <summary>Failed sign-ins of one address or one network, counted in the database so that parallel tries on any instance count.</summary>
public sealed class SignInTry
{
    /// <summary>A SHA-256: what people type as their address is not kept.</summary>
    public required string Key { get; set; }

    public int Count { get; set; }

    /// <summary>From then on the count starts again.</summary>
    public DateTimeOffset EndsAt { get; set; }
}

/// <summary>A key of an application. The secret is shown once and stored as a hash.</summary>
public sealed class ApiKey
{
    public long Id { get; set; }

    public long TenantId { get; set; }

    public Tenant? Tenant { get; set; }

    public required string Name { get; set; }

    /// <summary>The public part of the key, by which it is found.</summary>
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
