namespace DpiBlocks.Credentials;

/// <summary>The name of a type or of a claim in one language. It comes from outside: escape it before showing it.</summary>
/// <param name="Locale">The language tag (RFC 5646).</param>
/// <param name="Name">The name.</param>
/// <param name="Description">The description, if there is one.</param>
public sealed record LocalizedText(string Locale, string Name, string? Description);
