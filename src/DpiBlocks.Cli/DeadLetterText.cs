using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using DpiBlocks.Messaging;

namespace DpiBlocks.Cli;

/// <summary>Dead letters for people and for scripts. Of the content they tell the length alone: it may speak of a person.</summary>
internal static class DeadLetterText
{
    public static string ToTable(ImmutableArray<DeadLetter> letters) => letters.IsEmpty
        ? "There are no dead letters."
        : string.Join('\n', letters.Select(letter => Line($"{letter.Message.Id}  {Rfc3339.Format(letter.DeadAt)}  {letter.Reason.Code}  {letter.Message.Destination.OriginalString}")));

    public static string ToText(DeadLetter letter) => string.Join('\n', new[]
    {
        $"message     {letter.Message.Id}",
        $"tenant      {letter.Message.Shard.Tenant}",
        $"to          {letter.Message.Destination.OriginalString}",
        $"content     {letter.Message.ContentType}, {letter.Message.Content.Length.ToString(CultureInfo.InvariantCulture)} bytes",
        $"committed   {Rfc3339.Format(letter.At)}",
        $"given up    {Rfc3339.Format(letter.DeadAt)}, after {letter.Attempts.ToString(CultureInfo.InvariantCulture)} attempts",
        $"because     {letter.Reason.Message} ({letter.Reason.Code})",
    }.Select(Line));

    public static string ToJson(ImmutableArray<DeadLetter> letters) => Write(writer =>
    {
        writer.WriteStartArray();
        foreach (var letter in letters)
        {
            Write(writer, letter);
        }

        writer.WriteEndArray();
    });

    public static string ToJson(DeadLetter letter) => Write(writer => Write(writer, letter));

    private static string Line(string text) => DisplayText.Escape(text);

    private static string Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, DeadLetter letter)
    {
        writer.WriteStartObject();
        writer.WriteString("id", letter.Message.Id);
        writer.WriteString("tenant", letter.Message.Shard.Tenant.Value);
        writer.WriteString("destination", letter.Message.Destination.OriginalString);
        writer.WriteString("content_type", letter.Message.ContentType);
        writer.WriteNumber("content_length", letter.Message.Content.Length);
        writer.WriteString("committed_at", Rfc3339.Format(letter.At));
        writer.WriteString("dead_at", Rfc3339.Format(letter.DeadAt));
        writer.WriteNumber("attempts", letter.Attempts);
        writer.WriteString("code", letter.Reason.Code);
        writer.WriteString("reason", letter.Reason.Message);
        writer.WriteEndObject();
    }
}
