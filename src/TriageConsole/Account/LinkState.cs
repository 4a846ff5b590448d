using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.EntityFrameworkCore;
using TriageConsole.Data;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

public enum LinkState
{
    Valid,
    Expired,
    Used,
    Replaced,
}
