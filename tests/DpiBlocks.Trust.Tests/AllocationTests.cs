using System.Text;
using DpiBlocks.Cryptography;

namespace DpiBlocks.Trust;

public sealed class AllocationTests
{
    [Fact]
    public void Finding_a_key_and_judging_its_owner_allocates_little()
    {
        using var land = new Land();
        using var key = Land.Key("key-1");
        land.Put("policy.json", $$"""{"name":"n","version":"1","issuers":[{"id":"{{Land.Issuer}}","keys":[{{Land.Jwk(key)}}],"may":[{"act":"issue","matters":["a"]}]}]}""");
        using var bare = new Land();
        bare.Put("key.jwk", Land.Jwk(key));
        var reference = new KeyReference { Profile = "dc+sd-jwt", Issuer = Land.Issuer, KeyId = Encoding.UTF8.GetBytes("key-1") };

        foreach (var folder in new[] { TrustFolder.Load(land.Path), TrustFolder.Load(bare.Path) })
        {
            Bounded.Run(TimeSpan.FromMilliseconds(100), 1_536, () =>
            {
                var found = folder.FindAsync(reference, Land.Now).AsTask().GetAwaiter().GetResult().Keys[0];
                folder.JudgeAsync(new TrustQuestion(TrustAct.Issue, found.Owner, "a") { Key = found }, Land.Now).AsTask().GetAwaiter().GetResult();
            });
        }
    }
}
