namespace DpiBlocks.JsonSchema;

/// <summary>The drafts of JSON Schema that are read.</summary>
public enum SchemaDraft
{
    /// <summary>Draft 2020-12, the current one.</summary>
    Draft202012 = 0,

    /// <summary>Draft-07, which specifications of public infrastructure still use.</summary>
    Draft07,

    /// <summary>Draft-04, in which older ones are written, and with few changes the schemas of OpenAPI 3.0.</summary>
    Draft04,
}
