using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DpiBlocks.AspNetCore;

/// <summary>The form that came with a request, or why it is not taken.</summary>
public sealed class FormBody
{
    internal FormBody(Problem refused) => Refused = refused;

    internal FormBody(ImmutableDictionary<string, string> fields) => Fields = fields;

    /// <summary>Gets a value indicating whether it was read.</summary>
    [MemberNotNullWhen(true, nameof(Fields))]
    [MemberNotNullWhen(false, nameof(Refused))]
    public bool IsRead => Fields is not null;

    /// <summary>Gets the fields by name, each once (RFC 6749, 3.1); null when it is refused.</summary>
    public ImmutableDictionary<string, string>? Fields { get; }

    /// <summary>Gets the answer to give when it is refused: 400, 413 or 415.</summary>
    public Problem? Refused { get; }
}
