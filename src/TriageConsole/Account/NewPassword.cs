using Microsoft.AspNetCore.Identity;
using TriageConsole.Data.Access;

namespace TriageConsole.Account;

/// <summary>Checks a password that a person chose.</summary>
internal static class NewPassword
{
    /// <summary>Null if the password can be used, otherwise the reason.</summary>
    public static async Task<string?> CheckAsync(UserManager<AppUser> users, AppUser user, string? password, string? again)
    {
        if (password != again)
            return "The two passwords are not the same.";
        foreach (var validator in users.PasswordValidators)
        {
            var result = await validator.ValidateAsync(users, user, password);
            if (!result.Succeeded)
                return string.Join(" ", result.Errors.Select(e => e.Description));
        }

        return null;
    }
}
