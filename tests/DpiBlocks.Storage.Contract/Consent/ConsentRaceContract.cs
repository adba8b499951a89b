using System.Collections.Concurrent;
using DpiBlocks.Consent;

namespace DpiBlocks.Storage.Contract;

/// <summary>Release against withdrawal, over every database: no decision stands behind the withdrawal in the person's journal, and every page has its decision there.</summary>
public abstract class ConsentRaceContract : ConsentContract
{
    private const int Persons = 8;

    [Fact]
    [Attack("CON-01")]
    public async Task In_1000_rounds_nothing_leaves_after_she_has_withdrawn()
    {
        ConsentNode[] nodes = [await StartAsync(), await StartAsync()];
        var pages = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await Task.WhenAll(Enumerable.Range(1, Persons).Select(person => Task.Run(() => RunAsync(nodes, person, pages))));
        pages.Should().HaveCount(1000);
        pages.Values.Count(sent => sent > 0).Should().BeGreaterThan(100, "else the withdrawal always came first");

        for (var person = 1; person <= Persons; person++)
        {
            foreach (var lines in (await JournalAsync(nodes[0], ShardOf(person))).GroupBy(line => line.Basis!))
            {
                lines.SkipWhile(line => line.Action != "consent.withdrawn").Where(IsRelease).Should().BeEmpty();
                lines.Count(IsRelease).Should().Be(pages[lines.Key], "every page has its decision");
                lines.Last().Outcome.Should().Be(ConsentRefusalCodes.NotActive, "the last page was refused");
            }
        }
    }

    // Each round its own consent. Which of them count their uses and which do not, and whether both are in one process, changes from round to round.
    private async Task RunAsync(ConsentNode[] nodes, int person, ConcurrentDictionary<string, int> pages)
    {
        for (var round = person; round <= 1000; round += Persons)
        {
            var id = $"c-{round}";
            var record = await GiveAsync(nodes[0], Artefact(id, person) with { Uses = round % 3 == 0 ? 1000 : null });
            var wait = round % 5;
            var withdrawal = Task.Run(async () =>
            {
                await Task.Delay(wait, Cancel);
                await ChangeAsync(nodes[round / Persons % 2], record, ConsentAct.Withdraw, Person(person));
            });
            pages[$"consent {id}"] = await SendAsync(nodes[0], id);
            await withdrawal;
        }
    }

    // Page after page, until one is refused; every other request is a new one.
    private static async Task<int> SendAsync(ConsentNode node, string consent)
    {
        for (var sent = 0; ; sent++)
        {
            if (await AskAsync(node, Request($"{consent} {sent / 2}", consent)) is { } code)
            {
                code.Should().Be(ConsentRefusalCodes.NotActive);
                return sent;
            }
        }
    }
}
