namespace DpiBlocks.Oversight;

/// <summary>Somebody who sees that a log only grows, and says so: a <see cref="Witness"/> in this process, or one asked over HTTP.</summary>
public interface IWitness
{
    /// <summary>Shows it a checkpoint. Never throws for any bytes.</summary>
    /// <param name="request">The body of the request (C2SP tlog-witness, add-checkpoint).</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>What it answers; null when it is out of reach.</returns>
    ValueTask<WitnessAnswer?> AddCheckpointAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken = default);
}
