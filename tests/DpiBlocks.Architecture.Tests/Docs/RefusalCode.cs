using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DpiBlocks.Architecture.Tests.Plan;

namespace DpiBlocks.Architecture.Tests.Docs;

/// <summary>One refusal code: where it is declared, what it is, and the sentence of its documentation.</summary>
internal sealed partial record RefusalCode(string Class, string Name, string Code, string Sentence)
{
    /// <summary>Every constant of every class whose name ends in <c>RefusalCodes</c>, ordered by code.</summary>
    public static IReadOnlyList<RefusalCode> All { get; } = [.. Assemblies.Names.SelectMany(Of).OrderBy(code => code.Code, StringComparer.Ordinal)];

    private static IEnumerable<RefusalCode> Of(string assembly)
    {
        var documentation = XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml"));
        var sentences = documentation.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value, member => member.Element("summary"));
        return
            from type in Assemblies.Load(assembly).GetTypes()
            where type.Name.EndsWith("RefusalCodes", StringComparison.Ordinal)
            from field in type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)
            where field is { IsLiteral: true } && field.FieldType == typeof(string)
            let summary = sentences.GetValueOrDefault($"F:{type.FullName}.{field.Name}")
            select new RefusalCode(type.Name, field.Name, (string)field.GetRawConstantValue()!, summary is null ? string.Empty : TextOf(summary));
    }

    // <c>x</c> becomes `x`, <see cref="T:N.X"/> becomes `X`.
    private static string TextOf(XElement summary)
    {
        var text = new StringBuilder();
        foreach (var node in summary.Nodes())
        {
            text.Append(node switch
            {
                XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
                XElement element => $"`{(element.Attribute("cref") ?? element.Attribute("name"))?.Value.Split('.', ':')[^1]}`",
                _ => node.ToString(),
            });
        }

        return Blanks().Replace(text.ToString(), " ").Trim().Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
