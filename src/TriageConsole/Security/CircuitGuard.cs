using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using TriageConsole.Data.Providers;

namespace TriageConsole.Security;

/// <summary>
/// Checks the session in the database before each activity of an open page, with one indexed read. After a sign-out on any instance, no
/// page accepts further actions.
/// </summary>
internal sealed class CircuitGuard(
    AuthenticationStateProvider authentication,
    AccessService access,
    IProviderStatements statements,
    TimeProvider time
) : CircuitHandler
{
    /// <summary>
    /// The timeout of the check, so that a database outage does not block typing. Access is not at risk: each use case checks it too.
    /// </summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    private readonly Lock turn = new();
    private Task last = Task.CompletedTask;

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        async context =>
        {
            // Sessions are checked in parallel, but activities must stay in order: typed text must be processed before the key that submits
            // it.
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
        // Anonymous circuits may continue, because services deny access and the redirect to the sign-in page must work.
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
