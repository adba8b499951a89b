using System.Collections.Concurrent;
using System.Globalization;

namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>The sets that <c>\p{…}</c> names (ECMA-262, 22.2.1: Unicode property escapes).</summary>
internal static class UnicodeProperties
{
    // Each general category: its short name, its long name, and "digit", "punct", "cntrl", "Combining_Mark", which are further names.
    private static readonly Dictionary<string, UnicodeCategory[]> Categories = Named();

    private static readonly Lazy<CodePointSet[]> Sets = new(Sort);

    // No more than there are names.
    private static readonly ConcurrentDictionary<string, CodePointSet> Joined = new(StringComparer.Ordinal);

    // Properties that the platform has no data for; known, so that a pattern with one is told from a wrong one.
    private static readonly HashSet<string> OtherBinary = new(
        ("Alphabetic Alpha Bidi_Control Bidi_C Bidi_Mirrored Bidi_M Case_Ignorable CI Cased Changes_When_Casefolded CWCF Changes_When_Casemapped CWCM "
        + "Changes_When_Lowercased CWL Changes_When_NFKC_Casefolded CWKCF Changes_When_Titlecased CWT Changes_When_Uppercased CWU Dash "
        + "Default_Ignorable_Code_Point DI Deprecated Dep Diacritic Dia Emoji Emoji_Component EComp Emoji_Modifier EMod Emoji_Modifier_Base EBase "
        + "Emoji_Presentation EPres Extended_Pictographic ExtPict Extender Ext Grapheme_Base Gr_Base Grapheme_Extend Gr_Ext Hex_Digit Hex "
        + "IDS_Binary_Operator IDSB IDS_Trinary_Operator IDST ID_Continue IDC ID_Start IDS Ideographic Ideo Join_Control Join_C "
        + "Logical_Order_Exception LOE Lowercase Lower Math Noncharacter_Code_Point NChar Pattern_Syntax Pat_Syn Pattern_White_Space Pat_WS "
        + "Quotation_Mark QMark Radical Regional_Indicator RI Sentence_Terminal STerm Soft_Dotted SD Terminal_Punctuation Term Unified_Ideograph UIdeo "
        + "Uppercase Upper Variation_Selector VS XID_Continue XIDC XID_Start XIDS").Split(' '), StringComparer.Ordinal);

    /// <summary>Finds the set of an expression such as <c>Lu</c>, <c>Letter</c> or <c>General_Category=Nd</c>.</summary>
    /// <param name="expression">What stands between the braces.</param>
    /// <param name="set">The set; null when the property is known, but not here.</param>
    /// <returns>Whether there is such a property.</returns>
    public static bool TryFind(string expression, out CodePointSet? set)
    {
        var equals = expression.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0)
        {
            var (name, value) = (expression[..equals], expression[(equals + 1)..]);
            set = name is "General_Category" or "gc" ? Category(value) : null;
            return set is not null || (name is "Script" or "sc" or "Script_Extensions" or "scx" && ScriptNames.Contains(value));
        }

        set = expression switch
        {
            "Any" => CodePointSet.Of((0, 0x10FFFF)),
            "ASCII" => CodePointSet.Of((0, 0x7F)),
            "ASCII_Hex_Digit" or "AHex" => CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f')),
            "Assigned" => Category("Unassigned")!.Inverted(),
            "White_Space" or "space" => CodePointSet.Of((9, 13), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000)),
            _ => Category(expression),
        };
        return set is not null || OtherBinary.Contains(expression);
    }

    private static CodePointSet? Category(string name) => Categories.TryGetValue(name, out var categories) ? Joined.GetOrAdd(name, _ => Join(categories)) : null;

    private static CodePointSet Join(UnicodeCategory[] categories)
    {
        var set = new CodePointSet();
        foreach (var category in categories)
        {
            set.Add(Sets.Value[(int)category]);
        }

        return set.Complete();
    }

    private static CodePointSet[] Sort()
    {
        var sets = new CodePointSet[30];
        for (var i = 0; i < sets.Length; i++)
        {
            sets[i] = new CodePointSet();
        }

        var start = 0;
        var current = CharUnicodeInfo.GetUnicodeCategory(0);
        for (var point = 1; point <= 0x10FFFF; point++)
        {
            var category = CharUnicodeInfo.GetUnicodeCategory(point);
            if (category != current)
            {
                sets[(int)current].Add(start, point - 1);
                (start, current) = (point, category);
            }
        }

        sets[(int)current].Add(start, 0x10FFFF);
        return Array.ConvertAll(sets, set => set.Complete());
    }

    private static Dictionary<string, UnicodeCategory[]> Named()
    {
        var named = new Dictionary<string, UnicodeCategory[]>(StringComparer.Ordinal);
        Add("L Letter", 0, 1, 2, 3, 4);
        Add("LC Cased_Letter", 0, 1, 2);
        Add("Lu Uppercase_Letter", 0);
        Add("Ll Lowercase_Letter", 1);
        Add("Lt Titlecase_Letter", 2);
        Add("Lm Modifier_Letter", 3);
        Add("Lo Other_Letter", 4);
        Add("M Mark Combining_Mark", 5, 6, 7);
        Add("Mn Nonspacing_Mark", 5);
        Add("Mc Spacing_Mark", 6);
        Add("Me Enclosing_Mark", 7);
        Add("N Number", 8, 9, 10);
        Add("Nd Decimal_Number digit", 8);
        Add("Nl Letter_Number", 9);
        Add("No Other_Number", 10);
        Add("Z Separator", 11, 12, 13);
        Add("Zs Space_Separator", 11);
        Add("Zl Line_Separator", 12);
        Add("Zp Paragraph_Separator", 13);
        Add("C Other", 14, 15, 16, 17, 29);
        Add("Cc Control cntrl", 14);
        Add("Cf Format", 15);
        Add("Cs Surrogate", 16);
        Add("Co Private_Use", 17);
        Add("Cn Unassigned", 29);
        Add("P Punctuation punct", 18, 19, 20, 21, 22, 23, 24);
        Add("Pc Connector_Punctuation", 18);
        Add("Pd Dash_Punctuation", 19);
        Add("Ps Open_Punctuation", 20);
        Add("Pe Close_Punctuation", 21);
        Add("Pi Initial_Punctuation", 22);
        Add("Pf Final_Punctuation", 23);
        Add("Po Other_Punctuation", 24);
        Add("S Symbol", 25, 26, 27, 28);
        Add("Sm Math_Symbol", 25);
        Add("Sc Currency_Symbol", 26);
        Add("Sk Modifier_Symbol", 27);
        Add("So Other_Symbol", 28);
        return named;

        // The numbers are those of the platform's UnicodeCategory.
        void Add(string names, params int[] categories)
        {
            foreach (var name in names.Split(' '))
            {
                named.Add(name, [.. categories.Select(category => (UnicodeCategory)category)]);
            }
        }
    }
}
