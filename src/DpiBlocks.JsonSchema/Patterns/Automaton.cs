using System.Text;

namespace DpiBlocks.JsonSchema.Patterns;

/// <summary>The ways through a program as one state at a time, remembered from text to text: one look-up for each byte of ASCII.</summary>
/// <remarks>
/// For programs that look at nothing but the code point at hand and the two ends of the text. States are found as texts lead to them; when
/// <see cref="AutomatonRoom"/> is used up, <see cref="StateMatcher"/> does the work. Used by many threads: a state never changes but for what it leads to,
/// which is the same whoever finds it.
/// </remarks>
internal sealed class Automaton
{
    private const int Ascii = 128;

    private readonly PatternProgram _program;
    private readonly AutomatonRoom _room;
    private readonly Dictionary<string, State> _states = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly State _start;
    private readonly bool _matchesEmpty;

    public Automaton(PatternProgram program, AutomatonRoom room)
    {
        _program = program;
        _room = room;
        _start = new State([0], this, isStart: true);
        _matchesEmpty = Closure([0], isStart: true, isEnd: true, states: null);
    }

    /// <summary>Whether a program is such a one.</summary>
    public static bool Serves(PatternProgram program) =>
        program.Steps.All(step => step.Step is not (Step.Look or Step.Again) && (step.Step is not Step.At || step.A is (int)Place.Start or (int)Place.End));

    /// <summary>Whether the pattern matches anywhere in the text; null when there is no room to find out.</summary>
    public bool? Matches(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
        {
            return _matchesEmpty;
        }

        var state = _start;
        while (!state.Matches)
        {
            if (text.IsEmpty)
            {
                return state.MatchesAtEnd;
            }

            if (state.IsDead)
            {
                return false;
            }

            var (point, length) = ((int)text[0], 1);
            if (point >= Ascii)
            {
                Rune.DecodeFromUtf8(text, out var rune, out length);
                point = rune.Value;
            }

            if ((point < Ascii ? state.Next[point] : null) is { } known)
            {
                state = known;
            }
            else if (Find(state, point) is { } found)
            {
                state = found;
            }
            else
            {
                return null;
            }

            text = text[length..];
        }

        return true;
    }

    private State? Find(State from, int point)
    {
        var reached = new SortedSet<int>();
        foreach (var state in from.Takes)
        {
            if (_program.Steps[state].Set!.Contains(point))
            {
                reached.Add(state + 1);
            }
        }

        if (!_program.BeginsAtStart)
        {
            reached.Add(0);      // a match may begin anywhere
        }

        var key = string.Join(',', reached);
        lock (_lock)
        {
            if (!_states.TryGetValue(key, out var found))
            {
                if (!_room.TryTake())
                {
                    return null;
                }

                _states.Add(key, found = new State([.. reached], this, isStart: false));
            }

            if (point < Ascii)
            {
                from.Next[point] = found;
            }

            return found;
        }
    }

    // All steps that can be reached without taking anything; true when the end is among them.
    private bool Closure(int[] from, bool isStart, bool isEnd, List<int>? states)
    {
        var seen = new HashSet<int>(from);
        var open = new Stack<int>(from);
        var matches = false;
        while (open.TryPop(out var at))
        {
            var step = _program.Steps[at];
            switch (step.Step)
            {
                case Step.Match:
                    matches = true;
                    break;
                case Step.Take:
                    states?.Add(at);
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

        return matches;

        void Go(int next)
        {
            if (seen.Add(next))
            {
                open.Push(next);
            }
        }
    }

    private sealed class State
    {
        public State(int[] reached, Automaton automaton, bool isStart)
        {
            var takes = new List<int>();
            Matches = automaton.Closure(reached, isStart, isEnd: false, takes);
            MatchesAtEnd = Matches || automaton.Closure(reached, isStart, isEnd: true, states: null);
            Takes = [.. takes];
            IsDead = takes.Count == 0 && automaton._program.BeginsAtStart;
        }

        /// <summary>The steps that take the next code point.</summary>
        public int[] Takes { get; }

        public bool Matches { get; }

        public bool MatchesAtEnd { get; }

        /// <summary>Whether no text can lead to a match from here.</summary>
        public bool IsDead { get; }

        public State?[] Next { get; } = new State?[Ascii];
    }
}
