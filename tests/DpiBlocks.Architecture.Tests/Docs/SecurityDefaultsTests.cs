using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using DpiBlocks.Architecture.Tests.Plan;
using DpiBlocks.Credentials;

namespace DpiBlocks.Architecture.Tests.Docs;

/// <summary>What a caller gets who sets nothing: every option and every limit, in a file that a reviewer reads when one of them changes.</summary>
public sealed class SecurityDefaultsTests
{
    private static readonly string[] Kinds = ["Options", "Limits", "Request", "Requirements", "Profile", "Window", "Skew"];

    [Fact]
    [Attack("PKG-05")]
    public void No_default_changes_unseen()
    {
        var text = new StringBuilder();
        foreach (var type in Assemblies.Names.SelectMany(name => Assemblies.Load(name).GetExportedTypes()).Where(IsSetting).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            // A type with required members has no state that a caller gets for nothing.
            if ((type.IsValueType || type.GetConstructor(Type.EmptyTypes) is not null) && !type.IsDefined(typeof(RequiredMemberAttribute)))
            {
                Describe(text, type.FullName!, Activator.CreateInstance(type)!);
            }

            foreach (var preset in type.GetProperties(BindingFlags.Public | BindingFlags.Static).Where(property => property.PropertyType == type).OrderBy(property => property.Name, StringComparer.Ordinal))
            {
                Describe(text, $"{type.FullName}.{preset.Name}", preset.GetValue(null)!);
            }
        }

        Approved.ShouldBe("tests/DpiBlocks.Architecture.Tests/Api/defaults.approved.txt", text.ToString());
    }

    private static bool IsSetting(Type type) => type is { IsAbstract: false, IsEnum: false } && Kinds.Any(kind => type.Name.EndsWith(kind, StringComparison.Ordinal));

    private static void Describe(StringBuilder text, string name, object value)
    {
        text.Append(name).Append('\n');
        foreach (var property in Properties(value))
        {
            text.Append("  ").Append(property.Name).Append(" = ").Append(Text(property.GetValue(value))).Append('\n');
        }
    }

    private static IEnumerable<PropertyInfo> Properties(object value) =>
        value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).OrderBy(property => property.Name, StringComparer.Ordinal);

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        DateTimeOffset time => Rfc3339.Format(time),
        ClockSkew skew => Text(skew.Value),
        HolderBindingDemand demand => demand == HolderBindingDemand.UnboundOnly ? nameof(HolderBindingDemand.UnboundOnly) : "another",
        _ when IsSetting(value.GetType()) => $"{{ {string.Join(", ", Properties(value).Select(property => $"{property.Name} = {Text(property.GetValue(value))}"))} }}",
        _ when value.GetType() is { IsGenericType: true } type && type.Name.StartsWith("ImmutableArray", StringComparison.Ordinal) && (bool)type.GetProperty("IsDefault")!.GetValue(value)! => "default",
        IDictionary map => $"{{{string.Join(", ", map.Keys.Cast<object>().Select(key => $"{key}: {Text(map[key])}").Order(StringComparer.Ordinal))}}}",
        IEnumerable items => $"[{string.Join(", ", items.Cast<object>().Select(Text))}]",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };
}
