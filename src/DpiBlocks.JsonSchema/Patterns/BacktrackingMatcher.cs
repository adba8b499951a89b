using System.Buffers;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>Tries one way through a program after the other, as ECMA-262 (22.2.2) does: for patterns that refer back to what a group held.</summary>
/// <remarks>The number of ways has no bound; the work has (<see cref="SchemaLimits.MaxWork"/>), and how many may be open at once.</remarks>
internal readonly struct BacktrackingMatcher(ReadOnlyMemory<int> text)
{
    private const int MaxOpen = 1_000_000;
    private const int SlotsOfStep = 64;      // to clear or to copy so many costs as much as one step

    private ReadOnlySpan<int> Text => text.Span;

    /// <summary>Whether the pattern matches anywhere in the text.</summary>
    public static bool Search(ref Run run, PatternProgram program, ReadOnlyMemory<int> text)
    {
        var toClear = 1 + (program.SlotCount / SlotsOfStep);
        if (!run.Spend(toClear))
        {
            return false;
        }

        var slots = new int[program.SlotCount];
        for (var at = 0; at <= (program.BeginsAtStart ? 0 : text.Length) && run.Spend(toClear); at++)
        {
            Array.Fill(slots, -1);
            if (new BacktrackingMatcher(text).Match(ref run, program, at, slots))
            {
                return true;
            }
        }

        return false;
    }

    private bool Match(ref Run run, PatternProgram program, int from, Span<int> slots)
    {
        // Where to go on when a way fails: a state and a place, or, with a state below zero, a slot and what it held.
        var open = new Stack<(int State, int Value)>();
        open.Push((0, from));
        while (open.TryPop(out var way))
        {
            if (way.State < 0)
            {
                slots[~way.State] = way.Value;
                continue;
            }

            var (state, at) = way;
            while (state >= 0)
            {
                if (!run.Spend(1) || !HasRoom(ref run, open))
                {
                    return false;
                }

                ref readonly var step = ref program.Steps[state];
                if (step.Step is Step.Match)
                {
                    return true;
                }

                state = Go(ref run, program, in step, state, ref at, slots, open);
            }
        }

        return false;
    }

    // The state to go on at; below zero when there is none.
    private int Go(ref Run run, PatternProgram program, in Instruction step, int state, ref int at, Span<int> slots, Stack<(int State, int Value)> open)
    {
        switch (step.Step)
        {
            case Step.Take:
                return TryTake(program, ref at, out var point) && step.Set!.Contains(point) ? state + 1 : -1;
            case Step.Jump:
                return step.A;
            case Step.Split:
                open.Push((step.B, at));
                return step.A;
            case Step.At:
                return TextPlace.Is(Text, at, (Place)step.A) ? state + 1 : -1;
            case Step.Save:
                Set(slots, step.A, at, open);
                return state + 1;
            case Step.Forget:
                for (var slot = step.A; slot <= step.B && run.Spend(1); slot++)
                {
                    Set(slots, slot, -1, open);
                }

                return state + 1;
            case Step.Progress:
                return slots[step.A] != at ? state + 1 : -1;
            case Step.Again:
                return TakeAgain(ref run, program, step.A, ref at, slots) ? state + 1 : -1;
            default:
                return Look(ref run, step.Inner!, at, slots, open) ? state + 1 : -1;
        }
    }

    // What the groups within hold stays when it matched, and is forgotten when it must not match (22.2.2.4).
    private bool Look(ref Run run, PatternProgram inner, int at, Span<int> slots, Stack<(int State, int Value)> open)
    {
        if (!run.Spend(1 + (slots.Length / SlotsOfStep)))
        {
            return false;
        }

        var rented = ArrayPool<int>.Shared.Rent(slots.Length);
        var own = rented.AsSpan(0, slots.Length);
        slots.CopyTo(own);
        var matched = Match(ref run, inner, at, own);
        for (var slot = 0; matched && !inner.IsNegated && slot < slots.Length; slot++)
        {
            if (own[slot] != slots[slot])
            {
                Set(slots, slot, own[slot], open);
            }
        }

        ArrayPool<int>.Shared.Return(rented);
        return matched != inner.IsNegated;
    }

    // A group that took no part is empty (22.2.2.7.2).
    private bool TakeAgain(ref Run run, PatternProgram program, int group, ref int at, Span<int> slots)
    {
        var (start, end) = (slots[group * 2], slots[(group * 2) + 1]);
        if (start < 0 || end < 0)
        {
            return true;
        }

        var length = end - start;
        var from = program.IsBackward ? at - length : at;
        if (from < 0 || from + length > Text.Length || !run.Spend(length / 8) || !Same(Text.Slice(start, length), Text.Slice(from, length)))
        {
            return false;
        }

        at = program.IsBackward ? from : from + length;
        return true;
    }

    private bool TryTake(PatternProgram program, ref int at, out int point)
    {
        var place = program.IsBackward ? at - 1 : at;
        var isThere = place >= 0 && place < Text.Length;
        point = isThere ? Text[place] : 0;
        at += program.IsBackward ? -1 : 1;
        return isThere;
    }

    private static bool HasRoom(ref Run run, Stack<(int State, int Value)> open)
    {
        if (open.Count > MaxOpen)
        {
            run.Stop("A pattern has more ways to try than are remembered.");
        }

        return open.Count <= MaxOpen;
    }

    private static void Set(Span<int> slots, int slot, int value, Stack<(int State, int Value)> open)
    {
        open.Push((~slot, slots[slot]));
        slots[slot] = value;
    }

    private static bool Same(ReadOnlySpan<int> a, ReadOnlySpan<int> b) =>
#pragma warning disable RS0030 // no secrets
        a.SequenceEqual(b);
#pragma warning restore RS0030
}
