using System.Globalization;
using System.Text;
using DpiBlocks;
using DpiBlocks.Faults;

// write GROUND COUNT FIRST0 FIRST1 FIRST2 FIRST3 [DESTINATION]: carries out COUNT operations on each lane, or as many as it can until it is killed
// (COUNT 0), each lane from its first one. It says "lane/number" once an operation is acknowledged, and asks again until it is.
// decide GROUND COUNT FIRST0 FIRST1 FIRST2 FIRST3: the same, each operation a decision of the consent gate.
// dispatch GROUND [URL]: sends what lies in the outbox, over NATS where its URL is given. receive GROUND PORT|URL: takes in what comes over HTTP or NATS.
// sequence GROUND: takes the journal into the log, and says each checkpoint.
// fill FOLDER COPY: fills the disk that holds FOLDER while writing, makes room again, goes on, and leaves the database as COPY.
// prepare GROUND: makes a new database ready.
// fail PATH: writes until the disk fails, and says what is said then and afterwards.
// Each line on its input sets the clock of the process wrong by so many seconds.
await using var output = Console.OpenStandardOutput();
JumpingClock.Instance.Follow();
switch (args[0])
{
    case "write":
        using (var ground = Ground.Open(args[1]))
        {
            Operation.Destination = args is [.., var destination] && args.Length == 3 + Operation.Lanes + 1 ? new Uri(destination) : Operation.Destination;
            var count = Number(args[2]);
            await Task.WhenAll(Enumerable.Range(0, Operation.Lanes).Select(lane => Task.Run(() => WriteAsync(operation => WriteOnceAsync(ground, operation), lane, Number(args[3 + lane]), count))));
        }

        break;
    case "decide":
        using (var ground = Ground.Open(args[1]))
        {
            var deciding = await Deciding.StartAsync(ground);
            await Task.WhenAll(Enumerable.Range(0, Operation.Lanes).Select(lane => Task.Run(() => WriteAsync(deciding.TryAsync, lane, Number(args[3 + lane]), Number(args[2])))));
        }

        break;
    case "prepare":
        await Ground.PrepareAsync(args[1]);
        break;
    case "dispatch":
        using (var ground = await Ground.WaitForAsync(args[1]))
        {
            await (args is [_, _, var url] ? NatsDelivery.DispatchAsync(ground, url) : Delivery.DispatchAsync(ground));
        }

        break;
    case "receive":
        using (var ground = await Ground.WaitForAsync(args[1]))
        {
            await (args[2].Contains(':', StringComparison.Ordinal) ? NatsDelivery.ReceiveAsync(ground, args[2]) : Delivery.ReceiveAsync(ground, Number(args[2])));
        }

        break;
    case "sequence":
        using (var ground = await Ground.WaitForAsync(args[1]))
        {
            await Sequencing.RunAsync(ground, Say);
        }

        break;
    case "fill":
        await FullDisk.RunAsync(args[1], args[2], Say);
        break;
    case "fail":
        await BrokenDisk.RunAsync(args[1], Say);
        break;
    default:
        return 2;
}

return 0;

async Task WriteAsync(Func<Operation, Task<bool>> carryOut, int lane, int first, int count)
{
    for (var number = first; count == 0 || number < first + count; number++)
    {
        var operation = new Operation(lane, number);
        while (!await TryAsync(carryOut, operation))
        {
            await Task.Delay(20);
        }

        Say(operation.Name);
    }
}

static async Task<bool> TryAsync(Func<Operation, Task<bool>> carryOut, Operation operation)
{
    try
    {
        return await carryOut(operation);
    }
    catch (Exception exception) when (Ground.IsPassing(exception))
    {
        return false;      // the database is away: ask again
    }
}

static async Task<bool> WriteOnceAsync(Ground ground, Operation operation)
{
    var outcome = await operation.RunAsync(ground);
    return outcome switch
    {
        CommitOutcome.Committed or CommitOutcome.AlreadyCommitted => true,
        CommitOutcome.Unknown => false,
        _ => throw new InvalidOperationException($"{operation.Name} ended as {outcome}."),
    };
}

void Say(string line)
{
    lock (output)
    {
        output.Write(Encoding.ASCII.GetBytes(line + " \n"));      // the space shows that the line was not cut
        output.Flush();
    }
}

static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
