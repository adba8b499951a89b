using DpiBlocks.Testing;

[assembly: AttackWaived("JWS-25", "No symmetric signatures: HS256 and its family have no name here, so no key is ever too short for them.")]
[assembly: AttackWaived("SIG-13", "BBS is not built.")]
