"""What is so only now: bikes at stations, free car parks, late and cancelled buses. Pure: bytes in, what they say out."""
