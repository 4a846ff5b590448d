using Microsoft.EntityFrameworkCore;
using TriageConsole.Data.Access;

namespace TriageConsole.Data;

/// <summary>The tables of groups and of accounts that an identity provider manages.</summary>
public sealed partial class TriageDbContext
{
    public DbSet<PersonGroup> PersonGroups => Set<PersonGroup>();

    public DbSet<PersonGroupMember> PersonGroupMembers => Set<PersonGroupMember>();

    public DbSet<PersonGroupRole> PersonGroupRoles => Set<PersonGroupRole>();

    public DbSet<ProvisionedUser> ProvisionedUsers => Set<ProvisionedUser>();
}
