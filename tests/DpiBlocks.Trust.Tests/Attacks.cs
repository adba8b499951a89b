[assembly: AttackWaived("DID-04", "did:web is not built yet; the syntax of DIDs themselves is proved by DidTests.")]
