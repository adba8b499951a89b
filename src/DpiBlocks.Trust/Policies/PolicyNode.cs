using System.Text.Json;

namespace DpiBlocks.Trust;

/// <summary>A place in a policy file, which knows where it is.</summary>
internal readonly record struct PolicyNode(JsonElement Element, string Location)
{
    private const int MaxItems = 10_000;

    public PolicyNode this[string name] => new(Element.GetProperty(name), $"{Location}/{name}");

    public bool Has(string name) => Element.TryGetProperty(name, out _);

    /// <summary>The same place, if it holds an object of these members.</summary>
    public PolicyNode Object((int Required, string[] Names) shape)
    {
        if (Element.ValueKind is not JsonValueKind.Object)
        {
            throw Fault("an object");
        }

        for (var i = 0; i < shape.Required; i++)
        {
            if (!Has(shape.Names[i]))
            {
                throw Fault($"an object with the member {shape.Names[i]}");
            }
        }

        foreach (var member in Element.EnumerateObject())
        {
            if (Array.IndexOf(shape.Names, member.Name) < 0)
            {
                throw Fault($"an object of the members {string.Join(", ", shape.Names)} and no other");
            }
        }

        return this;
    }

    /// <summary>The items of the list here, of which there is at least one.</summary>
    public IEnumerable<PolicyNode> Items()
    {
        if (Element.ValueKind is not JsonValueKind.Array || Element.GetArrayLength() is 0 or > MaxItems)
        {
            throw Fault("a list of at least one item");
        }

        var location = Location;
        return [.. Element.EnumerateArray().Select((item, i) => new PolicyNode(item, $"{location}/{i}"))];
    }

    /// <summary>The items of a list that may be absent.</summary>
    public IEnumerable<PolicyNode> List(string name) => Has(name) ? this[name].Items() : [];

    /// <summary>The text here, which is not empty.</summary>
    public string Text(int maxLength) =>
        Element.ValueKind is JsonValueKind.String && Element.GetString() is { Length: > 0 } text && text.Length <= maxLength
            ? text
            : throw Fault($"text of 1 to {maxLength} characters");

    /// <summary>What is wrong here: something else should be.</summary>
    public PolicyFormatException Fault(string expected) =>
        new(new Refusal(TrustRefusalCodes.PolicyInvalid, $"The policy has something else where {expected} should be.") { Location = Location });

    /// <summary>What is wrong here, as something else found it.</summary>
    public PolicyFormatException Fault(Refusal refusal) => new(refusal with { Location = Location + refusal.Location });
}
