namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>What one step of a program does.</summary>
internal enum Step : byte
{
    Match,

    /// <summary>Takes one code point of a set.</summary>
    Take,

    /// <summary>Goes on at A.</summary>
    Jump,

    /// <summary>Goes on at A, and when that fails, at B.</summary>
    Split,

    /// <summary>Goes on where the place A (<see cref="Place"/>) is.</summary>
    At,

    /// <summary>Goes on where the program A matches, or does not.</summary>
    Look,

    /// <summary>Remembers the place in the slot A.</summary>
    Save,

    /// <summary>Forgets the slots from A to B.</summary>
    Forget,

    /// <summary>Goes on when the place is another than that in the slot A: a turn that took nothing is none.</summary>
    Progress,

    /// <summary>Takes what the group A held.</summary>
    Again,
}

/// <summary>One step.</summary>
internal readonly record struct Instruction(Step Step, int A = 0, int B = 0, CodePointSet? Set = null, PatternProgram? Inner = null)
{
    /// <summary>How much work it is to try it at one place: more, the longer one has to search in a set.</summary>
    public int Tries => Set?.Tries ?? 1;
}

/// <summary>A pattern as a program. One that looks behind reads the text backwards, and its parts are written in that order.</summary>
internal sealed class PatternProgram
{
    private readonly List<Instruction> _steps = [];
    private readonly bool _isBackward;
    private readonly bool _isNegated;

    private PatternProgram(PatternNode pattern, bool isBackward, bool isNegated, Slots slots)
    {
        _isBackward = isBackward;
        _isNegated = isNegated;
        Write(pattern, slots);
        Add(new Instruction(Step.Match));
        Steps = [.. _steps];
        SlotCount = slots.Count;
        BeginsAtStart = !isBackward && pattern is PatternNode.Sequence { Parts: [PatternNode.At { Place: Place.Start }, ..] };
    }

    public Instruction[] Steps { get; }

    public bool IsBackward => _isBackward;

    public bool IsNegated => _isNegated;

    /// <summary>Whether it can match at the start of the text alone.</summary>
    public bool BeginsAtStart { get; }

    /// <summary>How many slots it uses, together with those before it.</summary>
    public int SlotCount { get; }

    public static PatternProgram Of(PatternNode pattern, int groups) =>
        new(pattern, isBackward: false, isNegated: false, new Slots { Count = (groups + 1) * 2 });

    private void Write(PatternNode node, Slots slots)
    {
        switch (node)
        {
            case PatternNode.OneOf one:
                Add(new Instruction(Step.Take, Set: one.Set));
                break;
            case PatternNode.Sequence sequence:
                foreach (var part in _isBackward ? sequence.Parts.Reverse() : sequence.Parts)
                {
                    Write(part, slots);
                }

                break;
            case PatternNode.Choice choice:
                WriteChoice(choice.Parts, slots);
                break;
            case PatternNode.Repeat repeat:
                WriteRepeat(repeat, slots);
                break;
            case PatternNode.Group group:
                Add(new Instruction(Step.Save, (group.Number * 2) + (_isBackward ? 1 : 0)));
                Write(group.Body, slots);
                Add(new Instruction(Step.Save, (group.Number * 2) + (_isBackward ? 0 : 1)));
                break;
            case PatternNode.BackReference reference:
                Add(new Instruction(Step.Again, reference.Number));
                break;
            case PatternNode.At at:
                Add(new Instruction(Step.At, (int)at.Place));
                break;
            case PatternNode.Look look:
                Add(new Instruction(Step.Look, Inner: new PatternProgram(look.Body, look.IsBehind, look.IsNegated, slots)));
                break;
        }
    }

    private void WriteChoice(IReadOnlyList<PatternNode> parts, Slots slots)
    {
        var ends = new List<int>();
        for (var i = 0; i < parts.Count - 1; i++)
        {
            var split = Add(new Instruction(Step.Split));
            Write(parts[i], slots);
            ends.Add(Add(new Instruction(Step.Jump)));
            _steps[split] = new Instruction(Step.Split, split + 1, _steps.Count);
        }

        Write(parts[^1], slots);
        foreach (var end in ends)
        {
            _steps[end] = new Instruction(Step.Jump, _steps.Count);
        }
    }

    private void WriteRepeat(PatternNode.Repeat repeat, Slots slots)
    {
        for (var i = 0; i < repeat.Minimum; i++)
        {
            WriteTurn(repeat, slots);
        }

        if (repeat.Maximum is not { } maximum)
        {
            var loop = WriteOptionalTurn(repeat, slots);
            Add(new Instruction(Step.Jump, loop));
            Close(loop, repeat.IsLazy);
            return;
        }

        var optional = new Stack<int>();
        for (var i = repeat.Minimum; i < maximum; i++)
        {
            optional.Push(WriteOptionalTurn(repeat, slots));
        }

        while (optional.TryPop(out var split))
        {
            Close(split, repeat.IsLazy);
        }
    }

    private int WriteOptionalTurn(PatternNode.Repeat repeat, Slots slots)
    {
        var slot = slots.Count++;
        var split = Add(new Instruction(Step.Split));
        Add(new Instruction(Step.Save, slot));
        WriteTurn(repeat, slots);
        Add(new Instruction(Step.Progress, slot));
        return split;
    }

    private void WriteTurn(PatternNode.Repeat repeat, Slots slots)
    {
        if (repeat.LastGroup >= repeat.FirstGroup)
        {
            Add(new Instruction(Step.Forget, repeat.FirstGroup * 2, (repeat.LastGroup * 2) + 1));
        }

        Write(repeat.Body, slots);
    }

    private void Close(int split, bool isLazy) =>
        _steps[split] = isLazy ? new Instruction(Step.Split, _steps.Count, split + 1) : new Instruction(Step.Split, split + 1, _steps.Count);

    private int Add(Instruction instruction)
    {
        _steps.Add(instruction);
        return _steps.Count - 1;
    }

    private sealed class Slots
    {
        public int Count { get; set; }
    }
}
