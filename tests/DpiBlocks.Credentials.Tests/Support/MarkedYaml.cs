using System.Globalization;
using System.Text;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace DpiBlocks.Credentials.Tests.Support;

/// <summary>YAML as the specifications of SD-JWT write their cases: the tag <c>!sd</c> marks what may be kept back.</summary>
internal static class MarkedYaml
{
    public static YamlMappingNode Load(string file)
    {
        var stream = new YamlStream();
        using var reader = new StreamReader(file);
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode;
    }

    public static YamlNode? Find(this YamlMappingNode node, string key) =>
        node.Children.FirstOrDefault(child => ((YamlScalarNode)child.Key).Value == key).Value;

    /// <summary>Turns a node into JSON, and notes the paths of what is marked.</summary>
    public static string ToJson(YamlNode node, List<string> marked)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            Write(writer, node, string.Empty, marked);
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>Turns what a holder discloses, with <c>true</c> at each claim, into paths.</summary>
    public static void Chosen(YamlNode node, string path, List<string> paths)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                foreach (var (key, value) in mapping)
                {
                    Chosen(value, $"{path}/{Escape(((YamlScalarNode)key).Value!)}", paths);
                }

                break;
            case YamlSequenceNode sequence:
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    Chosen(sequence[i], $"{path}/{i}", paths);
                }

                break;
            case YamlScalarNode { Value: "true" or "True" }:
                paths.Add(path);
                break;
        }
    }

    private static void Write(Utf8JsonWriter writer, YamlNode node, string path, List<string> marked)
    {
        switch (node)
        {
            case YamlMappingNode mapping:
                writer.WriteStartObject();
                foreach (var (key, value) in mapping)
                {
                    var at = $"{path}/{Escape(((YamlScalarNode)key).Value!)}";
                    Mark(key, at, marked);
                    writer.WritePropertyName(((YamlScalarNode)key).Value!);
                    Write(writer, value, at, marked);
                }

                writer.WriteEndObject();
                break;
            case YamlSequenceNode sequence:
                writer.WriteStartArray();
                for (var i = 0; i < sequence.Children.Count; i++)
                {
                    Mark(sequence[i], $"{path}/{i}", marked);
                    Write(writer, sequence[i], $"{path}/{i}", marked);
                }

                writer.WriteEndArray();
                break;
            default:
                WriteScalar(writer, (YamlScalarNode)node);
                break;
        }
    }

    private static void Mark(YamlNode node, string path, List<string> marked)
    {
        if (!node.Tag.IsEmpty && node.Tag.Value == "!sd")
        {
            marked.Add(path);
        }
    }

    private static void WriteScalar(Utf8JsonWriter writer, YamlScalarNode scalar)
    {
        var text = scalar.Value ?? string.Empty;
        if (scalar.Style is not ScalarStyle.Plain)
        {
            writer.WriteStringValue(text);
        }
        else if (text is "" or "null" or "~")
        {
            writer.WriteNullValue();
        }
        else if (text is "true" or "True" or "false" or "False")
        {
            writer.WriteBooleanValue(text[0] is 't' or 'T');
        }
        else if (text.All(c => char.IsAsciiDigit(c) || c is '.' or '-') && decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteStringValue(text);
        }
    }

    private static string Escape(string name) => name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
