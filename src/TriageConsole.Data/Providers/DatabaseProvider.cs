using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Logging;
using TriageConsole.Data.Conventions;

namespace TriageConsole.Data.Providers;

public enum DatabaseProvider
{
    PostgreSql,
    SqlServer,
}
