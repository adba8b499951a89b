using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using DpiBlocks.JsonSchema.Evaluation;

namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>The ways through a program as one state at a time, remembered from text to text: one look-up for each byte of ASCII.</summary>
/// <remarks>
/// For programs that look at nothing but the code point at hand and the two ends of the text. States are found as texts lead to them; when
/// <see cref="AutomatonRoom"/> is used up, <see cref="StateMatcher"/> does the work. A text costs the same with either, whatever is remembered: the steps
/// that are tried. Used by many threads: a state never changes but for what it leads to, which is the same whoever finds it.
/// </remarks>
internal sealed class Automaton(PatternProgram program, AutomatonRoom room)
{
    private const int Ascii = 128;

    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private State? _start;

    /// <summary>Whether a program is such a one.</summary>
    public static bool Serves(PatternProgram program) =>
        program.Steps.All(step => step.Step is not (Step.Look or Step.Again) && (step.Step is not Step.At || step.A is (int)Place.Start or (int)Place.End));

    /// <summary>Whether the pattern matches anywhere in the text; null when there is no room to find out, and then nothing is paid for.</summary>
    public bool? Matches(ref Run run, ReadOnlySpan<byte> text)
    {
        var (left, state) = (run.TriesLeft - StateMatcher.TriesOfStart(program), _start ??= Remember([0], isStart: true));
        while (state is not null)
        {
            left -= text.IsEmpty ? state.TriesAtEnd : state.Tries;
            if (state.IsEnd || text.IsEmpty || left < 0)
            {
                return run.SpendTries(run.TriesLeft - left) && (text.IsEmpty ? state.MatchesAtEnd : state.Matches);
            }

            var (point, length) = ((int)text[0], 1);
            if (point >= Ascii)
            {
                Rune.DecodeFromUtf8(text, out var rune, out length);
                point = rune.Value;
            }

            state = (point < Ascii ? state.Next[point] : null) ?? Find(state, point);
            text = text[length..];
        }

        return null;
    }

    private State? Find(State from, int point)
    {
        var rented = ArrayPool<int>.Shared.Rent(from.Takes.Length + 1);
        var count = 0;
        if (!program.BeginsAtStart)
        {
            rented[count++] = 0;      // a match may begin anywhere
        }

        foreach (var take in from.Takes)
        {
            if (program.Steps[take].Set!.Contains(point))
            {
                rented[count++] = take + 1;
            }
        }

        var found = Remember(rented.AsSpan(0, count), isStart: false);
        ArrayPool<int>.Shared.Return(rented);
        if (point < Ascii)
        {
            from.Next[point] = found;
        }

        return found;
    }

    // The steps are in ascending order, and their bytes the key.
    private State? Remember(ReadOnlySpan<int> reached, bool isStart)
    {
        var known = _states.GetAlternateLookup<ReadOnlySpan<char>>();
        var key = isStart ? "start" : MemoryMarshal.Cast<int, char>(reached);
        lock (_lock)
        {
            if (known.TryGetValue(key, out var state) || !room.IsLeft)
            {
                return state;
            }

            state = new State(program, reached, isStart);
            return room.TryTake(state.Size) ? known[key] = state : null;
        }
    }

    private sealed class State
    {
        public State(PatternProgram program, ReadOnlySpan<int> reached, bool isStart)
        {
            var takes = new List<int>();
            var steps = Closure(program, reached, isStart, isEnd: false, takes);
            var stepsAtEnd = Closure(program, reached, isStart, isEnd: true, []);
            Matches = steps.Contains(program.Steps.Length - 1);
            MatchesAtEnd = stepsAtEnd.Contains(program.Steps.Length - 1);
            takes.Sort();
            Takes = [.. takes];
            IsEnd = Matches || (takes.Count == 0 && program.BeginsAtStart);
            Size = stepsAtEnd.Count;
            Tries = StateMatcher.TriesOfPlace + steps.Sum(step => program.Steps[step].Tries);
            TriesAtEnd = StateMatcher.TriesOfPlace + stepsAtEnd.Sum(step => program.Steps[step].Tries);
        }

        /// <summary>The steps that take the next code point, in ascending order.</summary>
        public int[] Takes { get; }

        public bool Matches { get; }

        public bool MatchesAtEnd { get; }

        /// <summary>Whether what follows changes nothing: there is a match, or there can be none.</summary>
        public bool IsEnd { get; }

        /// <summary>How many steps it stands for, at most.</summary>
        public int Size { get; }

        /// <summary>How much work it is to get here without remembering anything.</summary>
        public int Tries { get; }

        public int TriesAtEnd { get; }

        public State?[] Next { get; } = new State?[Ascii];

        // All steps that can be reached without taking anything.
        private static HashSet<int> Closure(PatternProgram program, ReadOnlySpan<int> from, bool isStart, bool isEnd, List<int> takes)
        {
            var seen = new HashSet<int>();
            var open = new Stack<int>();
            foreach (var at in from)
            {
                Go(at);
            }

            while (open.TryPop(out var at))
            {
                var step = program.Steps[at];
                switch (step.Step)
                {
                    case Step.Match:
                        break;
                    case Step.Take:
                        takes.Add(at);
                        break;
                    case Step.Split:
                        Go(step.A);
                        Go(step.B);
                        break;
                    case Step.Jump:
                        Go(step.A);
                        break;
                    case Step.At when (Place)step.A is Place.Start ? !isStart : !isEnd:
                        break;
                    default:
                        Go(at + 1);
                        break;
                }
            }

            return seen;

            void Go(int next)
            {
                if (seen.Add(next))
                {
                    open.Push(next);
                }
            }
        }
    }
}
