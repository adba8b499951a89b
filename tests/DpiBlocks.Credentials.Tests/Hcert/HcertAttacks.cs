[assembly: AttackWaived("HCT-10", "Revocation lists of the DCC gateway are not built yet; no check derives anything from signature bytes.")]
[assembly: AttackWaived("HCT-11", "Business rules (CertLogic) are not built yet: nothing here runs what a rule says.")]
