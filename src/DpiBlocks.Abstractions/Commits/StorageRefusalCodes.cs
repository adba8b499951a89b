namespace DpiBlocks;

/// <summary>Why a database is not used, or did not make a change durable. The codes are stable.</summary>
public static class StorageRefusalCodes
{
    /// <summary>A newer version of the library has changed the database, and this one does not know how to read it.</summary>
    public const string SchemaTooNew = "storage.schema_too_new";

    /// <summary>The path is a symbolic link, or a file that the database keeps beside it is one.</summary>
    public const string SymbolicLink = "storage.symbolic_link";

    /// <summary>Others than the file's owner may read or write it.</summary>
    public const string Permissions = "storage.permissions";

    /// <summary>It is no database of this kind, or one that belongs to another program.</summary>
    public const string NotADatabase = "storage.not_a_database";

    /// <summary>It is damaged: part of it is missing, or is not what was written. Restore it from a backup.</summary>
    public const string Damaged = "storage.damaged";

    /// <summary>It cannot be reached or opened, or was lost before anything was written.</summary>
    public const string Unavailable = "storage.unavailable";

    /// <summary>Others write all the time, so that this change could not be made within the attempts allowed.</summary>
    public const string Busy = "storage.busy";

    /// <summary>The disk is full. Reading goes on; writing too, once there is room.</summary>
    public const string Full = "storage.full";

    /// <summary>The disk failed to keep what was written: nothing more is written until the database is opened again.</summary>
    public const string InputOutput = "storage.io_error";

    /// <summary>The server is set up to acknowledge what is not yet durable.</summary>
    public const string NotDurable = "storage.not_durable";
}
