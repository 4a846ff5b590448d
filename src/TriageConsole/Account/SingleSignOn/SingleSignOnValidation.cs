using Microsoft.Extensions.Options;

namespace TriageConsole.Account.SingleSignOn;

internal sealed class SingleSignOnValidation : IValidateOptions<SingleSignOnOptions>
{
    public ValidateOptionsResult Validate(string? name, SingleSignOnOptions options) =>
        options.Fault() is { } fault ? ValidateOptionsResult.Fail(fault + " See docs/operating.md.") : ValidateOptionsResult.Success;
}
