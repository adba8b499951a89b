[assembly: AttackWaived("STO-19", "Nothing is encrypted by the library, so there is no wrong key: the disk is, by its operator. A file that was cut off is refused.")]
