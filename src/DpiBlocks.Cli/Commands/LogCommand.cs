using System.CommandLine;
using DpiBlocks.Oversight;
using DpiBlocks.Storage.Sqlite;

namespace DpiBlocks.Cli.Commands;

/// <summary><c>dpi log</c>: an audit log, exported, proved, and verified by anyone.</summary>
internal static class LogCommand
{
    public static Command Create() =>
        new("log", "Audit logs: whether what was done can be proved, and nothing was changed since.") { LogVerifyCommand.Create(), Prove(), Export() };

    public static Argument<string> Folder() => new("folder") { Description = "The folder of the log: checkpoint, tile/… (C2SP tlog-tiles)." };

    public static ReadOnlyMemory<byte> ReadNote(string path) => Files.Read(path, JsonLimits.Document.MaxBytes);

    private static Command Prove()
    {
        var (folder, output, force) = (Folder(), CommonOptions.Out("the proof"), CommonOptions.Force());
        var index = new Option<long?>("--index") { Description = "Proves that this entry is in the log (C2SP tlog-proof); counted from 0." };
        var from = new Option<long?>("--from") { Description = "Proves that the log only grew since it had this size (the body of a C2SP tlog-witness request)." };

        var command = new Command("prove", "Makes a proof that can be verified without the log.") { folder, index, from, output, force };
        command.SetAction(async (result, cancellationToken) =>
        {
            var (path, entry, size) = (result.GetRequiredValue(folder), result.GetValue(index), result.GetValue(from));
            if (entry is null == size is null)
            {
                throw new CliException("Give --index or --from, one of them.");
            }

            var note = ReadNote(Path.Combine(path, FolderTileSource.CheckpointFile));
            if (!SignedNote.TryParse(note.Span, out var read, out var refusal) || !Checkpoint.TryParse(read.Text, out var checkpoint, out refusal))
            {
                return Report.Refused(refusal);
            }

            var reader = new LogReader(new FolderTileSource(path), checkpoint.Size);
            var proof = entry is { } wanted
                ? await ProveEntryAsync(reader, wanted, checkpoint, note, cancellationToken)
                : await ProveGrowthAsync(reader, size!.Value, checkpoint, note, cancellationToken);
            if (proof is null)
            {
                return Report.Refused(new Refusal(AuditRefusalCodes.TileMissing, "A part of the log that its checkpoint demands is missing."));
            }

            Files.WriteOrPrint(result.GetValue(output), proof, result.GetValue(force));
            return ExitCode.Accepted;
        });
        return command;
    }

    private static async Task<byte[]?> ProveEntryAsync(
        LogReader reader, long index, Checkpoint checkpoint, ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        if (index < 0 || index >= checkpoint.Size)
        {
            throw new CliException($"The log has {checkpoint.Size} entries; --index is from 0 to before that.");
        }

        return await reader.ProveInclusionAsync(index, cancellationToken) is { } proof
            ? new LogProof { Index = index, Path = proof.Path, Checkpoint = note }.ToUtf8()
            : null;
    }

    private static async Task<byte[]?> ProveGrowthAsync(
        LogReader reader, long size, Checkpoint checkpoint, ReadOnlyMemory<byte> note, CancellationToken cancellationToken)
    {
        if (size < 1 || size >= checkpoint.Size)
        {
            throw new CliException($"The log has {checkpoint.Size} entries; --from is from 1 to before that.");
        }

        return await reader.ProveConsistencyAsync(size, cancellationToken) is { } proof ? new AddCheckpointRequest(size, proof.Path, note).ToUtf8() : null;
    }

    private static Command Export()
    {
        var store = new Option<string>("--store") { Description = "The SQLite file in which the log is kept.", Required = true };
        var tenant = new Option<string>("--tenant") { Description = "The tenant that keeps the log.", Required = true };
        var origin = new Option<string>("--origin") { Description = "The name of the log.", Required = true };
        var output = new Option<string>("--out") { Description = "The folder; what lies there already is added to, if it is of the same log.", Required = true };

        var command = new Command("export", "Writes a log as files that any tlog client reads.") { store, tenant, origin, output };
        command.SetAction(async (result, cancellationToken) =>
        {
            if (!TenantId.TryParse(result.GetRequiredValue(tenant), out var keeper))
            {
                throw new CliException("--tenant is printable ASCII without blanks, at most 64 characters.");
            }

            using var database = OpenStore(result.GetRequiredValue(store));
            var (name, log) = (new LogName(keeper, result.GetRequiredValue(origin)), new SqliteLogStore(database));
            if (await log.FindCheckpointAsync(name.Shard, cancellationToken) is not { } note)
            {
                return Report.Refused(new Refusal(AuditRefusalCodes.OriginUnknown, "The store has no log of that name with a checkpoint."));
            }

            var folder = result.GetRequiredValue(output);
            return Report.Done(await LogExport.WriteAsync(new StoredTiles(log, name), note, folder, cancellationToken), $"Exported to {folder}.");
        });
        return command;
    }

    private static SqliteDatabase OpenStore(string path)
    {
        if (!File.Exists(path))
        {
            throw new CliException($"{path} does not exist.");
        }

        return SqliteDatabase.TryOpen(path, TimeProvider.System, out var database, out var refusal)
            ? database
            : throw new CliException($"{path} cannot be used as a store: {refusal.Message}");
    }
}
