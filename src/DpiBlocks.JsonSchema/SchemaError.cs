namespace DpiBlocks.JsonSchema;

/// <summary>One way in which a document does not follow a schema.</summary>
/// <param name="InstanceLocation">Where in the document: a JSON pointer, empty for the whole. It holds names of members as they came.</param>
/// <param name="KeywordLocation">The way to the keyword, through every reference that was followed: a JSON pointer.</param>
/// <param name="AbsoluteKeywordLocation">The URI of the keyword; null when the schema has no URI.</param>
/// <param name="Message">What is wrong: one English sentence with nothing of the document in it.</param>
public sealed record SchemaError(string InstanceLocation, string KeywordLocation, string? AbsoluteKeywordLocation, string Message);
