"""What can be offered on Today, and in which order: plain rules, hard rules, then taste."""
