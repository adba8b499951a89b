using System.Collections.Immutable;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Credentials;

/// <summary>What a credential says, once that has been found to be in order.</summary>
/// <param name="Claims">The claims, one JSON object in UTF-8.</param>
/// <param name="Types">The types, the most specific first.</param>
/// <param name="Validity">When it says it holds.</param>
/// <param name="Status">Where its status is; empty when it has none that is understood.</param>
/// <param name="HasUnknownStatus">Whether it states a status only by mechanisms that are not known here.</param>
internal readonly record struct CredentialContent(
    ReadOnlyMemory<byte> Claims, ImmutableArray<string> Types, ValidityPeriod Validity, ImmutableArray<StatusReference> Status, bool HasUnknownStatus = false);
