namespace DpiBlocks.JsonSchema;

/// <summary>How schemas are compiled.</summary>
public sealed class SchemaOptions
{
    /// <summary>Gets the draft of a schema that names none with <c>$schema</c>: 2020-12 unless set.</summary>
    public SchemaDraft DefaultDraft
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value));
    }

    /// <summary>Gets a value indicating whether <c>format</c> is asserted: not unless set, as the standard says (2020-12 Validation, 7.2.1), and then every format that it defines.</summary>
    public bool AssertFormats { get; init; }

    /// <summary>Gets the limits.</summary>
    public SchemaLimits Limits
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = new();
}
