using System.Buffers;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>Follows all ways through a program at once, so that each code point is looked at once for each state, whatever the pattern.</summary>
/// <remarks>Slots say nothing here: without a reference back, only whether there is a match counts. Every step that is tried is paid for.</remarks>
internal readonly struct StateMatcher(ReadOnlyMemory<int> text)
{
    /// <summary>What going on to the next code point costs, beside the steps that are tried there.</summary>
    public const int TriesOfPlace = 2;

    private const int StepsOfTry = 32;      // to clear the marks of so many costs as much as to try one

    private ReadOnlySpan<int> Text => text.Span;

    /// <summary>What it costs to begin.</summary>
    public static int TriesOfStart(PatternProgram program) => TriesOfPlace + (program.Steps.Length / StepsOfTry);

    /// <summary>Whether the pattern matches anywhere in the text.</summary>
    public static bool Search(ref Run run, PatternProgram program, ReadOnlyMemory<int> text) =>
        new StateMatcher(text).Match(ref run, program, 0, anywhere: !program.BeginsAtStart);

    private bool Match(ref Run run, PatternProgram program, int from, bool anywhere)
    {
        var whole = Text;
        var size = program.Steps.Length;
        if (!run.SpendTries(TriesOfStart(program)))
        {
            return false;
        }

        var rented = ArrayPool<int>.Shared.Rent(size * 4);
        var marks = rented.AsSpan(0, size);      // in which round a state was last reached
        marks.Clear();
        var states = rented.AsSpan(size, size);
        var next = rented.AsSpan(size * 2, size);
        var pending = rented.AsSpan(size * 3, size);
        var (generation, count, matched) = (0, 0, false);
        for (var at = from; ; at += program.IsBackward ? -1 : 1)
        {
            generation++;
            var (reached, tries) = (0, TriesOfPlace);
            var point = program.IsBackward ? at < from ? whole[at] : 0 : at > from ? whole[at - 1] : 0;      // the one that was passed
            for (var i = 0; i < count; i++)
            {
                if (program.Steps[states[i]].Set!.Contains(point))
                {
                    matched |= Reach(ref run, program, states[i] + 1, at, marks, generation, next, ref reached, pending, ref tries);
                }
            }

            if (at == from || anywhere)
            {
                matched |= Reach(ref run, program, 0, at, marks, generation, next, ref reached, pending, ref tries);
            }

            var isEnd = program.IsBackward ? at == 0 : at == whole.Length;
            if (!run.SpendTries(tries) || matched || isEnd || (reached == 0 && !anywhere))
            {
                break;
            }

            count = reached;
            var swap = states;
            states = next;
            next = swap;
        }

        ArrayPool<int>.Shared.Return(rented);
        return matched;
    }

    // All states that can be reached without taking anything; true when one of them is the end.
    private bool Reach(
        ref Run run, PatternProgram program, int start, int at, Span<int> marks, int generation, Span<int> states, ref int count, Span<int> pending, ref int tries)
    {
        var (open, matched) = (0, false);
        if (Enter(start, marks, generation))
        {
            pending[open++] = start;
        }

        while (open > 0)
        {
            var state = pending[--open];
            ref readonly var step = ref program.Steps[state];
            tries += step.Tries;
            switch (step.Step)
            {
                case Step.Match:
                    matched = true;      // the rest is reached all the same, so that the price does not depend on the order
                    continue;
                case Step.Take:
                    states[count++] = state;
                    continue;
                case Step.Split:
                    if (Enter(step.B, marks, generation))
                    {
                        pending[open++] = step.B;
                    }

                    state = step.A;
                    break;
                case Step.Jump:
                    state = step.A;
                    break;
                case Step.At:
                    state = TextPlace.Is(Text, at, (Place)step.A) ? state + 1 : -1;
                    break;
                case Step.Look:
                    state = Match(ref run, step.Inner!, at, anywhere: false) != step.Inner!.IsNegated ? state + 1 : -1;
                    break;
                default:
                    state++;
                    break;
            }

            if (state >= 0 && Enter(state, marks, generation))
            {
                pending[open++] = state;
            }
        }

        return matched;
    }

    private static bool Enter(int state, Span<int> marks, int generation)
    {
        var isNew = marks[state] != generation;
        marks[state] = generation;
        return isNew;
    }
}
