namespace DpiBlocks.JsonSchema;

/// <summary>The standard output formats (2020-12 Core, 12.4).</summary>
public enum SchemaOutputFormat
{
    /// <summary>Whether it is valid, and nothing else.</summary>
    Flag = 0,

    /// <summary>A flat list of what failed; of a valid document, of what was annotated.</summary>
    Basic,

    /// <summary>The same as a tree, condensed to what matters.</summary>
    Detailed,

    /// <summary>A tree of every keyword that was applied.</summary>
    Verbose,
}
