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
    private const int CharactersOfUnit = 500;      // on average
    private const long MostMade = 64 * 1024 * 1024;

    private OutputUnit? _current;
    private (int Units, long Characters) _kept;
    private long _made;      // characters of texts, also of those that were not kept

    public OutputUnit? Root { get; private set; }

    /// <summary>Whether there was more than the limit allows.</summary>
    public bool IsFull { get; private set; }

    /// <summary>Whether what is annotated is kept.</summary>
    public bool Annotates { get; } = keep is not Keep.Errors;

    /// <summary>Begins a subschema: the steps lead to it from the keyword, and from the value that the keyword is applied to.</summary>
    public void OpenSchema(string? absoluteLocation, string? keywordStep, string? instanceStep)
    {
        _made += instanceStep?.Length ?? 0;
        Open(new OutputUnit(_current, absoluteLocation, keywordStep, instanceStep) { Before = _kept });
    }

    /// <summary>Begins a keyword of the subschema.</summary>
    public void OpenKeyword(string name) => Open(new OutputUnit(name, _current!) { Before = _kept });

    /// <summary>Ends what was begun last.</summary>
    public void Close(bool isValid, string? error = null, string? annotation = null)
    {
        var unit = _current!;
        unit.IsValid = isValid;
        unit.Error = error;
        unit.Annotation = annotation;
        _current = unit.Parent;
        if (_current is not null && isValid && !IsKept(unit))
        {
            _current.Children.RemoveAt(_current.Children.Count - 1);
            _kept = unit.Before;
        }

        var said = (error?.Length ?? 0) + (annotation?.Length ?? 0);
        _made += said;
        Count(units: 0, said);
        Root = _current is null ? unit : null;
    }

    private bool IsKept(OutputUnit unit) => keep is Keep.Everything || (keep is Keep.Annotations && (unit.Annotation is not null || unit.Children.Count > 0));

    private void Open(OutputUnit unit)
    {
        _current?.Children.Add(unit);
        _current = unit;
        Count(units: 1, unit.Characters);
    }

    private void Count(int units, int characters)
    {
        _kept = (_kept.Units + units, _kept.Characters + characters);
        IsFull |= _kept.Units > limit || _kept.Characters > (long)limit * CharactersOfUnit || _made > MostMade;
    }
}
