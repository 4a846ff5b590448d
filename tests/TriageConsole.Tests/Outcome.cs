using Microsoft.AspNetCore.Components.Endpoints;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using TriageConsole.Data.Access;

namespace TriageConsole.Tests;

internal enum Outcome
{
    Open,
    SignIn,
    Refused,
    Forbidden,
    Fault,
}
