namespace TriageConsole.Security;

/// <summary>
/// Metadata of an endpoint that responds from memory, even if the database is unreachable: the API keys of its callers come from a cache
/// that is at most a second old. Common requests can be answered early, without the rest of the pipeline.
/// </summary>
/// <param name="Scopes">The scopes of which the key needs one. The same as in the policy of the endpoint.</param>
/// <param name="TryAnswer">Responds to the caller, or does nothing and returns false. Then the request takes the normal pipeline.</param>
internal sealed record ServedFromMemory(string[] Scopes, Func<HttpContext, ApiCaller, bool> TryAnswer);
