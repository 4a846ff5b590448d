using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using TriageConsole.Data.Providers;

namespace TriageConsole.Security;

/// <summary>
/// Before anything that a browser sends to an open page is handled, the database says whether its session still stands: one indexed read.
/// So nothing on any page works after signing out, whichever instance the person signed out on.
/// </summary>
internal sealed class CircuitGuard(
    AuthenticationStateProvider authentication,
    AccessService access,
    IProviderStatements statements,
    TimeProvider time
) : CircuitHandler
{
    /// <summary>A database that does not answer must not freeze the keys. Each use case reads access itself, so nothing is done without it.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Lock turn = new();
    private Task last = Task.CompletedTask;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        async context =>
        {
            // What was typed must be handled before the key that submits it: reads may overtake each other, activities may not.
            Task before;
            var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (turn)
                (before, last) = (last, started.Task);
            Task? activity = null;
            try
            {
                var open = await IsOpenAsync();
                await before;
                if (open)
                    activity = next(context);
                else
                    (authentication as CircuitSession)?.End();
            }
            finally
            {
                started.SetResult();
            }

            if (activity is not null)
                await activity;
        };

    private async Task<bool> IsOpenAsync()
    {
        var user = (await authentication.GetAuthenticationStateAsync()).User;
        // Nobody may do nothing: services refuse. But the way to the sign-in page must work.
        if (user.PersonId() is null)
            return true;
        try
        {
            return await access.IsOpenAsync(user).WaitAsync(Limit, time);
        }
        catch (Exception e) when (e is TimeoutException || statements.IsTransient(e))
        {
            return true;
        }
    }
}
