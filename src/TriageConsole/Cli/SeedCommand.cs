using System.CommandLine;
using TriageConsole.Features.Demo;

namespace TriageConsole.Cli;

internal static class SeedCommand
{
    public static Command Create()
    {
        var command = new Command(
            "seed",
            "Add the demo tenant with simulated traffic of three workflows and people of each role. A second run changes nothing."
        );
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await using var scope = await CommandScope.OpenAsync(GlobalOptions.Read(parsed), cancellationToken);
                var time = scope.Services.GetRequiredService<TimeProvider>();
                var result = await ConsoleProgress.RunAsync(
                    "demo",
                    DemoTraffic.Interactions,
                    time,
                    report =>
                        ActivatorUtilities.CreateInstance<DemoSeeder>(scope.Services).SeedAsync(done => report(done), cancellationToken),
                    seeded => seeded.Accepted + seeded.Duplicates
                );
                await Console.Error.WriteLineAsync($"{result.Accepted:N0} interactions added, {result.Duplicates:N0} duplicates.");
                return 0;
            }
        );
        return command;
    }
}
