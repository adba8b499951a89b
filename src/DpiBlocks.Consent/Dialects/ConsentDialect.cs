using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace DpiBlocks.Consent;

/// <summary>A way others write consents: read into a <see cref="ConsentArtefact"/>, and written from one.</summary>
/// <remarks>
/// What is lost on the way is found by crossing back and comparing. A loss never allows more than was agreed to: a consent that a dialect
/// could only write broader is not written.
/// </remarks>
public abstract class ConsentDialect
{
    // What describes a consent and opens nothing: to judge what a document opens, it is taken as the consent has it where the document is silent.
    private static readonly string[] Descriptions = ["id", "given_by", "given_at", "attestor", "legal_basis", "notice", "template", "previous"];

    private protected ConsentDialect(string name) => Name = name;

    /// <summary>Gets ReBIT's Account Aggregator 1.x, the consent of DEPA (<c>ConsentDetail</c> of the consent artefact).</summary>
    public static ConsentDialect ReBit1 { get; } = new ReBitDialect("rebit/1", isSecond: false);

    /// <summary>Gets ReBIT's Account Aggregator 2.x (<c>SignedConsentDetail</c>).</summary>
    public static ConsentDialect ReBit2 { get; } = new ReBitDialect("rebit/2", isSecond: true);

    /// <summary>Gets the Ayushman Bharat Digital Mission's gateway 0.5 (<c>consentDetail</c>).</summary>
    public static ConsentDialect Abdm { get; } = new AbdmDialect("abdm/0.5");

    /// <summary>Gets its name and version.</summary>
    public string Name { get; }

    /// <summary>Reads a consent. Never throws for any bytes.</summary>
    /// <param name="utf8">The document as JSON, at most 64 KiB.</param>
    /// <param name="context">What the document does not say.</param>
    /// <param name="consent">The consent, and what of the document is not in it.</param>
    /// <param name="refusal">
    /// Why not: <see cref="ConsentRefusalCodes.Malformed"/>, <see cref="ConsentRefusalCodes.NoticeMissing"/>, <see cref="ConsentRefusalCodes.PartyMismatch"/>
    /// when it names another than the context does, or one of the JSON.
    /// </param>
    /// <returns>Whether it was read.</returns>
    public bool TryImport(
        ReadOnlyMemory<byte> utf8, DialectContext context, [NotNullWhen(true)] out ImportedConsent? consent, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(context);
        consent = null;
        if (!StrictJson.TryParse(utf8, JsonLimits.Token, out var document, out refusal))
        {
            return false;
        }

        using (document)
        {
            if (!TryMap(document, context, out var mapped, out refusal) || !ArtefactJson.TryRead(mapped.ToUtf8(), out var artefact, out refusal))
            {
                return false;
            }

            using var again = Read(Write(artefact, context, []).ToUtf8());
            consent = new ImportedConsent(artefact, ConsentLoss.Between(document.RootElement, again.RootElement));
            return true;
        }
    }

    /// <summary>Writes a consent, so that the published schema holds.</summary>
    /// <param name="artefact">The consent.</param>
    /// <param name="context">What the dialect wants and the consent does not say.</param>
    /// <param name="consent">The document, and what of the consent is not in it.</param>
    /// <param name="refusal">Why not: <see cref="ConsentRefusalCodes.NotExpressible"/>, with the member.</param>
    /// <returns>Whether it could be written, allowing no more than the consent does.</returns>
    /// <exception cref="ArgumentException">A text of the artefact is not Unicode, or it is larger than 64 KiB.</exception>
    public bool TryExport(
        ConsentArtefact artefact, DialectContext context, [NotNullWhen(true)] out ExportedConsent? consent, [NotNullWhen(false)] out Refusal? refusal)
    {
        ArgumentNullException.ThrowIfNull(artefact);
        ArgumentNullException.ThrowIfNull(context);
        consent = null;
        using var before = Read(ArtefactJson.Write(artefact));
        List<string> missing = [];
        var utf8 = Write(artefact, context, missing).ToUtf8();
        using var document = Read(utf8);
        refusal = missing.Count > 0 ? NotExpressible(missing[0]) : null;
        if (refusal is not null || !TryMap(document, context, out var mapped, out refusal))
        {
            return false;
        }

        using var after = Read(mapped.ToUtf8());
        if (!ArtefactJson.TryRead(Describe(mapped, before.RootElement).ToUtf8(), out var crossed, out refusal))
        {
            return false;
        }

        refusal = PermissionBounds.FindExcess(artefact, crossed) is { } excess ? NotExpressible(excess) : null;
        consent = refusal is null ? new ExportedConsent(utf8, ConsentLoss.Between(before.RootElement, after.RootElement)) : null;
        return consent is not null;
    }

    /// <summary>Maps a document to the consent's own JSON. What is not known is left out.</summary>
    private protected abstract JsonMembers Map(MemberReader document, DialectContext context);

    /// <summary>Writes the document as far as the consent and the context go, and says which demanded members are missing.</summary>
    private protected abstract JsonMembers Write(ConsentArtefact artefact, DialectContext context, List<string> missing);

    /// <summary>Adds what only the context knows.</summary>
    private protected static JsonMembers Begin(DialectContext context, string subject) => new()
    {
        ["ver"] = ArtefactJson.Version,
        ["id"] = context.Id?.Value,
        ["subject"] = context.Subject?.Subject.Value ?? subject,
        ["given_by"] = context.GivenBy?.Value ?? context.Subject?.Subject.Value ?? subject,
        ["given_at"] = context.GivenAt is { } given ? Rfc3339.Format(given) : null,
        ["attestor"] = context.Attestor?.Value,
        ["legal_basis"] = context.LegalBasis,
        ["notice"] = context.Notice is { } notice
            ? new JsonMembers { ["id"] = notice.Id, ["version"] = notice.Version, ["language"] = notice.Language, ["hash"] = notice.Hash.ToString() }
            : null,
        ["template"] = context.Template is { } template ? new JsonMembers { ["id"] = template.Id, ["version"] = template.Version } : null,
    };

    /// <summary>Reads how the dialect calls the person.</summary>
    private protected static string ReadSubject(MemberReader reader, string name, DialectContext context) =>
        Expect(reader, reader.Text(name), context.Subject?.Name);

    /// <summary>Says how the dialect calls the person; null when the context knows another.</summary>
    private protected static string? NameOf(SubjectId subject, DialectContext context) =>
        context.Subject is not { } known ? subject.Value : known.Subject == subject ? known.Name : null;

    /// <summary>Refuses a document that names another than is known: a consent is no one else's.</summary>
    private protected static string Expect(MemberReader reader, string named, string? known)
    {
        if (known is not null && !string.Equals(named, known, StringComparison.Ordinal))
        {
            reader.Refuse(new Refusal(ConsentRefusalCodes.PartyMismatch, "The consent names another than the one it is brought for."));
        }

        return named;
    }

    /// <summary>Reads a time.</summary>
    private protected static string ReadTime(MemberReader reader, string name) =>
        DialectTime.TryParse(reader.Text(name), out var time) ? Rfc3339.Format(time) : reader.Refuse<string>(name) ?? string.Empty;

    /// <summary>Gives the resources of a scope, or those that are known when it is for all of them.</summary>
    private protected static IEnumerable<string> ResourcesOf(ConsentScope scope, DialectContext context) => scope.Resources.IsEmpty
        ? context.Resources.Where(resource => string.Equals(resource.DataSet, scope.DataSet, StringComparison.Ordinal)).Select(resource => resource.Name)
        : scope.Resources;

    private static Refusal NotExpressible(string member) =>
        new(ConsentRefusalCodes.NotExpressible, $"The dialect cannot say {DisplayText.Escape(member)} as the person has agreed to it.") { Location = member };

    // What was written here: it can only be too large because of what the caller added.
    private static JsonDocument Read(byte[] utf8) =>
        StrictJson.TryParse(utf8, JsonLimits.Document, out var document, out var refusal) ? document : throw new ArgumentException(refusal.Message);

    private bool TryMap(JsonDocument document, DialectContext context, [NotNullWhen(true)] out JsonMembers? mapped, [NotNullWhen(false)] out Refusal? refusal)
    {
        var reader = new MemberReader(document.RootElement);
        mapped = Map(reader, context);
        refusal = reader.Refusal;
        return refusal is null;
    }

    private static JsonMembers Describe(JsonMembers mapped, JsonElement artefact)
    {
        foreach (var name in Descriptions)
        {
            if (!mapped.Has(name) && artefact.TryGetProperty(name, out var value))
            {
                mapped[name] = value;
            }
        }

        return mapped;
    }
}
