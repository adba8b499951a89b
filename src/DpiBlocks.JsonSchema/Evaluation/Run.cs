using System.Runtime.CompilerServices;
using DpiBlocks.JsonSchema.Documents;
using DpiBlocks.JsonSchema.Keywords;

namespace DpiBlocks.JsonSchema.Evaluation;

/// <summary>One document on its way through one schema: what has been spent, where we are, what was found.</summary>
internal ref struct Run(JsonTable document, SchemaLimits limits, OutputCollector? output)
{
    /// <summary>How many steps of a pattern, tried at one place of a text, are one step of work.</summary>
    public const int TriesOfStep = 16;

    private readonly OutputCollector? _output = output;
    private readonly int _maxDepth = limits.MaxNesting;
    private long _tries = (long)limits.MaxWork * TriesOfStep;
    private int _depth;
    private MarksPool? _pool;
    private SchemaResource[] _scopes = [];
    private int _scopeCount;

    public readonly JsonTable Document = document;

    /// <summary>Why no verdict can be given; null while one can.</summary>
    public string? Stopped { get; private set; }

    /// <summary>What the keyword at hand has to say of a valid value, as JSON.</summary>
    public string? Annotation { get; set; }

    /// <summary>Whether all is to be found out, and not only whether the document is valid.</summary>
    public readonly bool Collecting => _output is { IsFull: false };

    /// <summary>Whether somebody will read what the keywords have to say of valid values.</summary>
    public readonly bool Annotating => _output is { IsFull: false, Annotates: true };

    public readonly OutputCollector Output => _output!;

    /// <summary>The schema resources that were entered, the outermost first (Core, 7.1).</summary>
    public readonly ReadOnlySpan<SchemaResource> DynamicScope => _scopes.AsSpan(0, _scopeCount);

    /// <summary>How many steps of patterns can still be paid for.</summary>
    public readonly long TriesLeft => _tries;

    /// <summary>Applies a subschema to a value.</summary>
    /// <param name="node">The subschema.</param>
    /// <param name="at">The value.</param>
    /// <param name="marks">Where to mark what was evaluated of the value, if anybody asks.</param>
    /// <param name="keywordStep">The step to the subschema from its keyword.</param>
    /// <param name="instanceStep">The step to the value from the one that the keyword is applied to.</param>
    public bool Apply(SchemaNode node, int at, Marks? marks, string? keywordStep = null, string? instanceStep = null)
    {
        if (!Spend(1))
        {
            return false;
        }

        if (_depth < _maxDepth && !Collecting && node.Shortcut.HasNothingToSayOf(Document.Kind(at)))
        {
            return true;
        }

        if (++_depth > _maxDepth || ((_depth & 15) == 0 && !RuntimeHelpers.TryEnsureSufficientExecutionStack()))
        {
            Stop("Schemas are applied within schemas deeper than is allowed.");
            return false;
        }

        var entered = Enter(node.Resource);
        var isValid = Collecting ? Collect(node, at, marks, keywordStep, instanceStep) : Decide(node, at, marks);
        _scopeCount -= entered ? 1 : 0;
        _depth--;
        return isValid;
    }

    /// <summary>Pays for work; false when no more may be done.</summary>
    public bool Spend(long work) => SpendTries(work * TriesOfStep);

    /// <summary>Pays for steps of a pattern; false when no more may be done.</summary>
    public bool SpendTries(long tries)
    {
        _tries -= tries;
        if (_tries >= 0)
        {
            return Stopped is null;
        }

        Stop("Applying the schema to the document takes more work than is allowed.");
        return false;
    }

    /// <summary>Finds the value of a member; -1 when there is none, or no more may be done.</summary>
    public int Find(int at, NameTable names, int place) =>
        Spend(1 + (Document.Count(at) / 8)) ? Document.Find(at, names[place], names.HashOf(place)) : -1;

    /// <summary>Whether a value is equal to another; gives up when it cannot be told.</summary>
    public bool IsEqual(int at, JsonTable other, int otherAt)
    {
        var equal = ValueEquality.Equal(Document, at, other, otherAt);
        if (equal is null)
        {
            Stop(ExactNumber.TooLarge);
        }

        return equal is true;
    }

    /// <summary>Gives up: neither valid nor invalid.</summary>
    public void Stop(string why) => Stopped ??= why;

    public Marks Rent(int at) => (_pool ??= new MarksPool()).Rent(Document.Kind(at) is TokenKind.Array or TokenKind.Object ? Document.Count(at) : 0);

    public readonly void Return(Marks marks) => _pool!.Return(marks);

    /// <summary>The step to an item, where somebody will read it.</summary>
    public readonly string? Item(int index) => Collecting ? index.ToString(System.Globalization.CultureInfo.InvariantCulture) : null;

    /// <summary>The step to a member, where somebody will read it.</summary>
    public readonly string? Member(int name) => Collecting ? Utf8Text.Text(Document.Text(name)) : null;

    private bool Decide(SchemaNode node, int at, Marks? marks)
    {
        node = node.Shortcut;
        if (node.Always is { } always)
        {
            return always;
        }

        var own = node.AsksForMarks ? Rent(at) : marks;
        var isValid = true;
        foreach (var keyword in node.Deciding(Document.Kind(at)))
        {
            if (!keyword.IsValid(ref this, at, own))
            {
                isValid = false;
                break;
            }
        }

        GiveBack(own, marks, isValid);
        return isValid;
    }

    private bool Collect(SchemaNode node, int at, Marks? marks, string? keywordStep, string? instanceStep)
    {
        var output = _output!;
        output.OpenSchema(node.AbsoluteLocation, keywordStep, instanceStep);
        if (node.Always is { } always)
        {
            output.Close(always, always ? null : "Nothing is allowed here.");
            return always;
        }

        var own = node.AsksForMarks ? Rent(at) : marks;
        var isValid = true;
        foreach (var keyword in node.Telling(Document.Kind(at)))
        {
            // What failed has evaluated nothing, so that nothing can be said of the rest.
            isValid &= (keyword.AsksForMarks && !isValid) || keyword.Apply(ref this, at, own);
        }

        GiveBack(own, marks, isValid);
        output.Close(isValid);
        return isValid;
    }

    private readonly void GiveBack(Marks? own, Marks? marks, bool isValid)
    {
        if (own is null || ReferenceEquals(own, marks))
        {
            return;
        }

        if (isValid)
        {
            marks?.Add(own);
        }

        _pool!.Return(own);
    }

    private bool Enter(SchemaResource resource)
    {
        if (_scopeCount > 0 && ReferenceEquals(_scopes[_scopeCount - 1], resource))
        {
            return false;
        }

        if (_scopeCount == _scopes.Length)
        {
            Array.Resize(ref _scopes, Math.Max(4, _scopeCount * 2));
        }

        _scopes[_scopeCount++] = resource;
        return true;
    }
}
