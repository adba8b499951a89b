using System.Collections.Immutable;

namespace DpiBlocks.Consent;

/// <summary>A consent that was read from a dialect. No signature of it has been checked: see <see cref="DialectVerifier"/>.</summary>
/// <param name="Artefact">The consent.</param>
/// <param name="Losses">What of the document is not in the consent, or in another form: found by writing it again and comparing.</param>
public sealed record ImportedConsent(ConsentArtefact Artefact, ImmutableArray<ConsentLoss> Losses);

/// <summary>A consent that was written in a dialect.</summary>
/// <param name="Utf8">The document, as JSON.</param>
/// <param name="Losses">What of the consent's own JSON is not in the document, or in another form: found by reading it again and comparing.</param>
public sealed record ExportedConsent(ReadOnlyMemory<byte> Utf8, ImmutableArray<ConsentLoss> Losses);
