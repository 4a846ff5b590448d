using Microsoft.Extensions.Options;

namespace TriageConsole.Features.Retraining;

/// <summary>Says which setting of an executor is wrong when the console starts.</summary>
internal sealed class RetrainingOptionsCheck : IValidateOptions<RetrainingOptions>
{
    public ValidateOptionsResult Validate(string? name, RetrainingOptions options) =>
        options.Fault() is { } fault ? ValidateOptionsResult.Fail(fault) : ValidateOptionsResult.Success;
}
