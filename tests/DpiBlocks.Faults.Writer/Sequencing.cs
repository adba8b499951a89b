using DpiBlocks.Cryptography;
using DpiBlocks.Oversight;

namespace DpiBlocks.Faults;

/// <summary>A process that takes the journal into the log and publishes checkpoints, until it is killed.</summary>
public static class Sequencing
{
    public static readonly LogName Log = new(Operation.Tenant, "log.example.gov/faults");

    private static readonly TimeSpan Delay = TimeSpan.FromMinutes(5);

    /// <summary>Gets the log's key: the one of RFC 8037, appendix A.1, since every process needs the same.</summary>
    public static CheckpointSigner Signer { get; } = new(Log.Origin, ReadKey(), JumpingClock.Instance);

    /// <summary>Sequences, and says every checkpoint before it is published: that it was signed is enough to be held to it.</summary>
    public static async Task RunAsync(Ground ground, Action<string> say)
    {
        var delay = new SequencingDelay(ground.Staged, ground.Journal, JumpingClock.Instance, Delay);
        var told = new NamedWitness(new Teller(say), []);
        while (true)
        {
            try
            {
                await SequencerOf(ground, told).RunAsync();
                await delay.LookAsync();
            }
            catch (StorageException exception) when (Ground.IsPassing(exception))
            {
                // The database is away: ask again.
            }

            await Task.Delay(10);
        }
    }

    /// <summary>Takes in whatever is left, and publishes it.</summary>
    public static async Task FinishAsync(Ground ground)
    {
        var sequencer = SequencerOf(ground);
        for (var empty = 0; empty < 2;)
        {
            empty = (await sequencer.RunAsync()) is { Appended: 0, Refusal: null } ? empty + 1 : 0;
        }
    }

    private static LogSequencer SequencerOf(Ground ground, params NamedWitness[] witnesses) =>
        new(Log, ground.Staged, ground.Journal, ground.Log, new CheckpointPublisher(Log, ground.Log, Signer, [.. witnesses], Delay / 60, JumpingClock.Instance));

    internal static SigningKey ReadKey() => SigningKey.TryParseJwk(
        """{"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}"""u8.ToArray(),
        out var key,
        out var refusal) ? key : throw new InvalidOperationException(refusal.Message);

    // Is shown each checkpoint between its signature and its publication.
    private sealed class Teller(Action<string> say) : IWitness
    {
        public ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default)
        {
            if (AddCheckpointRequest.TryParse(request, out var read, out _))
            {
                say(Convert.ToBase64String(read.Checkpoint.Span));
            }

            return ValueTask.FromResult<WitnessAnswer?>(null);
        }
    }
}
