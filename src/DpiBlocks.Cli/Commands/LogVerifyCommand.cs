using System.CommandLine;
using DpiBlocks.Cryptography;
using DpiBlocks.Oversight;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi log verify</c>: a whole log in a folder, or one proof in a file.</summary>
internal static class LogVerifyCommand
{
    public static Command Create()
    {
        var path = new Argument<string>("path") { Description = "The folder of a log, or a file with a proof (C2SP tlog-proof)." };
        var key = new Option<string[]>("--key") { Description = "A key of the log: name, key id and key, parted by +.", Required = true };
        var origin = new Option<string?>("--origin") { Description = "The name of the log; that of its key unless given." };
        var witness = new Option<string[]>("--witness") { Description = "A key of a witness." };
        var required = new Option<int?>("--witnesses") { Description = "How many of them must have seen the checkpoint; all unless given." };
        var earlier = new Option<string[]>("--earlier") { Description = "Of a folder: a checkpoint that was kept from before, which the log must contain." };
        var entry = new Option<string?>("--entry") { Description = "Of a proof: the entry that it is for, in base64url: of our logs, a commitment." };

        var command = new Command("verify", "Says whether a log, or a proof, is what was signed.") { path, key, origin, witness, required, earlier, entry };
        command.SetAction(async (result, cancellationToken) =>
        {
            var keys = result.GetRequiredValue(key).Select(ReadKey).ToList();
            var verifier = Verifier(
                result.GetValue(origin) ?? keys[0].Name, keys, [.. (result.GetValue(witness) ?? []).Select(ReadKey)], result.GetValue(required));
            var (target, before, proved) = (result.GetRequiredValue(path), result.GetValue(earlier) ?? [], result.GetValue(entry));
            if (!Directory.Exists(target))
            {
                return before is [] ? VerifyProof(verifier, target, proved) : throw new CliException("A proof does not show what the log was before: --earlier is for a folder.");
            }

            if (proved is not null)
            {
                throw new CliException("In a folder every entry is verified: --entry is for a proof.");
            }

            var kept = before.Select(LogCommand.ReadNote);
            var note = LogCommand.ReadNote(Path.Combine(target, FolderTileSource.CheckpointFile));
            var verdict = await new LogAuditor(verifier).VerifyAsync(new FolderTileSource(target), note, [.. kept], cancellationToken);
            return verdict.TryGetValue(out var log, out var refusal)
                ? Report.Done(null, $"Every one of the {log.Checkpoint.Checkpoint.Size} entries is the one that was signed.{Seen(log.Checkpoint)}")
                : Report.Refused(refusal);
        });
        return command;
    }

    private static int VerifyProof(CheckpointVerifier verifier, string path, string? entry)
    {
        if (!StrictBase64Url.TryDecode(entry, out var bytes) || bytes.Length == 0)
        {
            throw new CliException("A proof is verified for an entry: --entry, in base64url.");
        }

        return new LogProofVerifier(verifier).Verify(LogCommand.ReadNote(path), bytes).TryGetValue(out var proved, out var refusal)
            ? Report.Done(null, $"The entry is number {proved.Index} of the log's {proved.Checkpoint.Checkpoint.Size}.{Seen(proved.Checkpoint)}")
            : Report.Refused(refusal);
    }

    private static string Seen(VerifiedCheckpoint checkpoint) =>
        checkpoint.WitnessedAt is { } at ? $" Seen by {checkpoint.Witnesses} of the witnesses, by {Rfc3339.Format(at)}." : " No witness was demanded.";

    private static NoteKey ReadKey(string text) =>
        NoteKey.TryParse(text, out var key, out var refusal) ? key : throw new CliException($"'{DisplayText.Escape(text)}': {refusal.Message}");

    private static CheckpointVerifier Verifier(string origin, List<NoteKey> keys, List<NoteKey> witnesses, int? required)
    {
        try
        {
            var policy = witnesses.Count == 0 && (required ?? 0) == 0
                ? WitnessPolicy.None
                : new WitnessPolicy(required ?? witnesses.DistinctBy(key => key.Name).Count(), [.. witnesses]);
            return new CheckpointVerifier(origin, [.. keys], policy, TimeProvider.System);
        }
        catch (ArgumentException)
        {
            throw new CliException("--witnesses is from 1 to the number of witnesses, and each witness has keys of its own, which make cosignatures.");
        }
    }
}
