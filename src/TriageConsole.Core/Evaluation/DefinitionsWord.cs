using Json.Schema;
using Json.Schema.Keywords;

namespace TriageConsole.Core.Evaluation;

/// <summary>The name of $defs in draft-07: schemas for references.</summary>
internal sealed class DefinitionsWord : DefsKeyword, IKeywordHandler
{
    string IKeywordHandler.Name => "definitions";
}
