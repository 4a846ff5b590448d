using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using TriageConsole.Data.Tenants;
using TriageConsole.Data.Workflows;

namespace TriageConsole.Data.Access;

public enum Role
{
    Labeler = 0,
    Lead = 1,
    Approver = 2,
    Admin = 3,
    RawDataReader = 4,
}
