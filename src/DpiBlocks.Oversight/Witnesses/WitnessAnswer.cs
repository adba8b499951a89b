using System.Globalization;
using System.Text;

namespace DpiBlocks.Oversight;

/// <summary>What a witness answers (C2SP tlog-witness, add-checkpoint).</summary>
/// <param name="Status">The HTTP status: 200, 400, 403, 404, 409 or 422.</param>
/// <param name="ContentType">The media type of the body.</param>
/// <param name="Body">Signature lines (200), the size that it has seen (409), or nothing.</param>
public sealed record WitnessAnswer(int Status, string ContentType, ReadOnlyMemory<byte> Body)
{
    internal const int Seen = 200;
    internal const int Conflict = 409;
    internal const int Inconsistent = 422;

    private const string Text = "text/plain; charset=utf-8";

    /// <summary>Gets why the witness did not sign; null when it did.</summary>
    public Refusal? Refusal { get; init; }

    internal static WitnessAnswer Signed(NoteSignature signature)
    {
        var line = new StringBuilder();
        SignedNote.AppendLine(line, signature);
        return new WitnessAnswer(Seen, Text, Encoding.UTF8.GetBytes(line.ToString()));
    }

    internal static WitnessAnswer Refused(int status, Refusal refusal) => new(status, Text, default) { Refusal = refusal };

    internal static WitnessAnswer Remembers(long size) =>
        new(Conflict, "text/x.tlog.size", Encoding.ASCII.GetBytes(size.ToString(CultureInfo.InvariantCulture) + "\n"))
        {
            Refusal = new Refusal(AuditRefusalCodes.WitnessConflict, "The witness has seen another size of the log."),
        };
}
