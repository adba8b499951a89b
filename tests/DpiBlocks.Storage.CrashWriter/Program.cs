using System.Globalization;
using DpiBlocks;
using DpiBlocks.StatusLists;
using DpiBlocks.Storage.Contract;
using DpiBlocks.Storage.Sqlite;

// Allocates places and revokes every other one, says what is acknowledged on standard output, and goes on until it is killed.
using var database = SqliteDatabase.Open(args[0], TimeProvider.System);
var store = new SqliteStatusListStore(database);
var issuer = new StatusListIssuer(store);
await using var output = Console.OpenStandardOutput();
await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
{
    while (await issuer.AllocateAsync(Samples.Tenant, Samples.Address) is { } place)
    {
        Say('a', place.Index);
        if (place.Index % 2 == 0)
        {
            var effects = new Effects { Audit = [Samples.Entry()], Once = Samples.Once(place.Index.ToString(CultureInfo.InvariantCulture)) with { KeepUntil = DateTimeOffset.MaxValue } };
            if (await issuer.SetAsync(Samples.Tenant, Samples.Address, place.Index, StatusValue.Invalid, effects) is null)
            {
                Say('r', place.Index);
            }
        }
    }
})));

void Say(char what, long index)
{
    lock (output)
    {
        output.Write(System.Text.Encoding.ASCII.GetBytes($"{what}{index.ToString(CultureInfo.InvariantCulture)} \n"));
        output.Flush();
    }
}
