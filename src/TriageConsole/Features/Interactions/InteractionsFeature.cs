using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;
using TriageConsole.Core.Events;
using TriageConsole.Security;

namespace TriageConsole.Features.Interactions;

internal static class InteractionsFeature
{
    public static IServiceCollection AddInteractions(this IServiceCollection services) => services.AddSingleton<InteractionService>();
}
