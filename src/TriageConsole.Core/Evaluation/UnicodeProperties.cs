using System.Globalization;

namespace TriageConsole.Core.Evaluation;

/// <summary>The general categories of Unicode by their names in ECMA-262.</summary>
internal static class UnicodeProperties
{
    private static readonly (string Short, string Long, UnicodeCategory Category)[] Single =
    [
        ("Lu", "Uppercase_Letter", UnicodeCategory.UppercaseLetter),
        ("Ll", "Lowercase_Letter", UnicodeCategory.LowercaseLetter),
        ("Lt", "Titlecase_Letter", UnicodeCategory.TitlecaseLetter),
        ("Lm", "Modifier_Letter", UnicodeCategory.ModifierLetter),
        ("Lo", "Other_Letter", UnicodeCategory.OtherLetter),
        ("Mn", "Nonspacing_Mark", UnicodeCategory.NonSpacingMark),
        ("Mc", "Spacing_Mark", UnicodeCategory.SpacingCombiningMark),
        ("Me", "Enclosing_Mark", UnicodeCategory.EnclosingMark),
        ("Nd", "Decimal_Number", UnicodeCategory.DecimalDigitNumber),
        ("Nl", "Letter_Number", UnicodeCategory.LetterNumber),
        ("No", "Other_Number", UnicodeCategory.OtherNumber),
        ("Zs", "Space_Separator", UnicodeCategory.SpaceSeparator),
        ("Zl", "Line_Separator", UnicodeCategory.LineSeparator),
        ("Zp", "Paragraph_Separator", UnicodeCategory.ParagraphSeparator),
        ("Cc", "Control", UnicodeCategory.Control),
        ("Cf", "Format", UnicodeCategory.Format),
        ("Cs", "Surrogate", UnicodeCategory.Surrogate),
        ("Co", "Private_Use", UnicodeCategory.PrivateUse),
        ("Cn", "Unassigned", UnicodeCategory.OtherNotAssigned),
        ("Pc", "Connector_Punctuation", UnicodeCategory.ConnectorPunctuation),
        ("Pd", "Dash_Punctuation", UnicodeCategory.DashPunctuation),
        ("Ps", "Open_Punctuation", UnicodeCategory.OpenPunctuation),
        ("Pe", "Close_Punctuation", UnicodeCategory.ClosePunctuation),
        ("Pi", "Initial_Punctuation", UnicodeCategory.InitialQuotePunctuation),
        ("Pf", "Final_Punctuation", UnicodeCategory.FinalQuotePunctuation),
        ("Po", "Other_Punctuation", UnicodeCategory.OtherPunctuation),
        ("Sm", "Math_Symbol", UnicodeCategory.MathSymbol),
        ("Sc", "Currency_Symbol", UnicodeCategory.CurrencySymbol),
        ("Sk", "Modifier_Symbol", UnicodeCategory.ModifierSymbol),
        ("So", "Other_Symbol", UnicodeCategory.OtherSymbol),
    ];

    private static readonly (string Short, string Long)[] Families =
    [
        ("L", "Letter"),
        ("M", "Mark"),
        ("N", "Number"),
        ("P", "Punctuation"),
        ("S", "Symbol"),
        ("Z", "Separator"),
        ("C", "Other"),
    ];

    /// <summary>
    /// The characters of "L", "Letter", "gc=Lu", "General_Category=Decimal_Number", "Any", "ASCII", "Assigned"; null for other names.
    /// </summary>
    public static CodePointSet? Find(string name)
    {
        var parts = name.Split('=');
        if (parts.Length == 2 && parts[0] is "gc" or "General_Category")
            return Category(parts[1]);
        return name switch
        {
            "Any" => CodePointSet.All,
            "ASCII" => new CodePointSet([(0, 127)]),
            "Assigned" => CodePointSet.Of(UnicodeCategory.OtherNotAssigned).Others(),
            _ => parts.Length == 1 ? Category(name) : null,
        };
    }

    private static CodePointSet? Category(string name)
    {
        if (name is "LC" or "Cased_Letter")
            return CodePointSet.Union([
                CodePointSet.Of(UnicodeCategory.UppercaseLetter),
                CodePointSet.Of(UnicodeCategory.LowercaseLetter),
                CodePointSet.Of(UnicodeCategory.TitlecaseLetter),
            ]);
        var family =
            name == "punct" ? "P"
            : name == "cntrl" ? "Cc"
            : name == "digit" ? "Nd"
            : name == "Combining_Mark" ? "M"
            : Families.FirstOrDefault(f => f.Short == name || f.Long == name).Short ?? name;
        var found = Single
            .Where(s =>
                family.Length == 1 ? s.Short[0] == family[0] && Families.Any(f => f.Short == family) : s.Short == family || s.Long == family
            )
            .Select(s => CodePointSet.Of(s.Category))
            .ToList();
        return found.Count == 0 ? null : CodePointSet.Union(found);
    }
}
