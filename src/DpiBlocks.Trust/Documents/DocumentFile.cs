namespace DpiBlocks.Trust;

/// <summary>A file that stands for an address.</summary>
/// <param name="Path">Where it lies.</param>
/// <param name="MediaType">What it is; null when that is not stated, so that it is whatever is asked for.</param>
/// <param name="ObtainedAt">When it was had from its origin; null when that is not stated, so that the time of its last change counts.</param>
internal sealed record DocumentFile(string Path, string? MediaType, DateTimeOffset? ObtainedAt);
