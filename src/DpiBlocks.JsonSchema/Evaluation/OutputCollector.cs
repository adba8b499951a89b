namespace DpiBlocks.JsonSchema.Evaluation;

/// <summary>What is kept of an evaluation.</summary>
internal enum Keep
{
    /// <summary>What failed.</summary>
    Errors,

    /// <summary>What failed, and what was annotated.</summary>
    Annotations,

    /// <summary>Everything.</summary>
    Everything,
}

/// <summary>Builds the tree of output units while a schema is applied, up to a limit.</summary>
internal sealed class OutputCollector(Keep keep, int limit)
{
    private OutputUnit? _current;
    private int _count;

    public OutputUnit? Root { get; private set; }

    /// <summary>Whether there was more than the limit allows.</summary>
    public bool IsFull { get; private set; }

    public string InstanceLocation => _current?.InstanceLocation ?? string.Empty;

    /// <summary>Begins a subschema: the steps lead to it from the keyword, and from the value that the keyword is applied to.</summary>
    public void OpenSchema(string? absoluteLocation, string? keywordStep, string? instanceStep) =>
        Open((_current?.KeywordLocation ?? string.Empty) + Step(keywordStep), absoluteLocation, InstanceLocation + Step(instanceStep));

    /// <summary>Begins a keyword of the subschema.</summary>
    public void OpenKeyword(string name)
    {
        var step = Step(name);
        Open(_current!.KeywordLocation + step, _current.AbsoluteKeywordLocation is null ? null : _current.AbsoluteKeywordLocation + Compilation.UriText.Fragment(step), _current.InstanceLocation);
    }

    /// <summary>Ends what was begun last.</summary>
    public void Close(bool isValid, string? error = null, string? annotation = null)
    {
        var unit = _current!;
        unit.IsValid = isValid;
        unit.Error = error;
        unit.Annotation = annotation;
        _current = unit.Parent;
        if (_current is null)
        {
            Root = unit;
            return;
        }

        if (isValid && !IsKept(unit))
        {
            _current.Children.RemoveAt(_current.Children.Count - 1);
            _count -= 1 + unit.Below;
        }
        else
        {
            _current.Below += 1 + unit.Below;
        }
    }

    private bool IsKept(OutputUnit unit) => keep is Keep.Everything || (keep is Keep.Annotations && (unit.Annotation is not null || unit.Children.Count > 0));

    private void Open(string keywordLocation, string? absoluteLocation, string instanceLocation)
    {
        var unit = new OutputUnit(_current, keywordLocation, absoluteLocation, instanceLocation);
        _current?.Children.Add(unit);
        _current = unit;
        IsFull |= ++_count > limit;
    }

    // RFC 6901, 3: ~ and / in a name are escaped.
    private static string Step(string? name) =>
        name is null ? string.Empty : "/" + name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
